// SPDX-License-Identifier: Apache-2.0
package dev.pawl.spi;

import java.time.Instant;
import java.util.UUID;

/**
 * A durable row of a run's journal.
 *
 * @param body the events, as the engine's codec wrote them
 */
public record Entry(UUID run, int seq, UUID appendId, int epoch, Instant at, byte[] body) {}
