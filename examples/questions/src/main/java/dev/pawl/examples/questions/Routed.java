// SPDX-License-Identifier: Apache-2.0
package dev.pawl.examples.questions;

import dev.pawl.examples.questions.model.Used;
import org.jspecify.annotations.Nullable;

/**
 * Which table knows.
 *
 * @param table its name, or null where none does
 */
record Routed(@Nullable String table, @Nullable String why, Used used) {}
