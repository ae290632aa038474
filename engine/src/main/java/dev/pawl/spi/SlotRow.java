// SPDX-License-Identifier: Apache-2.0
package dev.pawl.spi;

import java.time.Instant;
import java.util.UUID;

/**
 * Who holds a slot of a named limit, or waits for one.
 *
 * @param worker whose it is; it ends with that worker
 * @param held whether it is held; else waited for
 * @param since when it was wished for
 */
public record SlotRow(SlotWish wish, UUID worker, boolean held, Instant since) {}
