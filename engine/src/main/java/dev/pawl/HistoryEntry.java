// SPDX-License-Identifier: Apache-2.0
package dev.pawl;

import dev.pawl.core.Event;
import java.time.Instant;
import java.util.List;

/**
 * An entry of a run's journal.
 *
 * @param seq its place, from 1
 */
public record HistoryEntry(int seq, Instant at, int epoch, List<Event> events) {}
