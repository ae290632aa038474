// SPDX-License-Identifier: Apache-2.0
package dev.pawl;

/**
 * Hears what has become durable in runs this process executes. Called in the order of each run's journal, on a thread of
 * its own, one call at a time; a listener that throws is logged and does not disturb the run.
 *
 * <p>A slow listener holds up nobody, neither runs nor other listeners. What it has yet to hear waits in memory, as long as
 * there is room: for some thousand entries of runs of ten stages, for fewer of larger ones. Without room entries are left
 * out, which is logged once, and {@link #missed} says how many. They are in the journal all the same: a listener that needs
 * each one finds a gap by {@link HistoryEntry#seq} and reads it with {@link Pawl#history}.
 */
@FunctionalInterface
public interface RunListener {

    /** The entry is durable, and {@code after} is the run with it. */
    void onEntry(RunView after, HistoryEntry entry);

    /** So many entries, of any runs, became durable here and are not told, as this listener was behind. */
    default void missed(long entries) {}
}
