// SPDX-License-Identifier: Apache-2.0
package dev.pawl;

import java.time.Instant;

/** A line a stage wrote. */
public record LogLine(Instant at, String stage, int generation, int attempt, String text) {}
