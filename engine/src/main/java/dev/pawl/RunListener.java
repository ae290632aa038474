// SPDX-License-Identifier: Apache-2.0
package dev.pawl;

/**
 * Hears what has become durable in runs this process executes. Called in the order of each run's journal, on a thread of
 * its own; a listener that throws is logged and does not disturb the run.
 */
@FunctionalInterface
public interface RunListener {

    /** The entry is durable, and {@code after} is the run with it. */
    void onEntry(RunView after, HistoryEntry entry);
}
