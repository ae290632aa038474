// SPDX-License-Identifier: Apache-2.0
package dev.pawl.spi;

import java.util.UUID;

/**
 * The latest mid-stage checkpoint of one stage; each replaces the one before.
 *
 * @param epoch epoch of the writer: a checkpoint is only written while the run's row has this epoch
 * @param body JSON; not changed after it was handed over
 */
public record Checkpoint(UUID run, String stage, int epoch, byte[] body) {}
