// SPDX-License-Identifier: Apache-2.0
package dev.pawl;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A line a stage wrote.
 *
 * @param item the item of a map it was written for, or null
 */
public record LogLine(Instant at, String stage, @Nullable Integer item, int generation, int attempt, String text) {}
