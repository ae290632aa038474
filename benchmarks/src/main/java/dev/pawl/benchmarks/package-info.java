// SPDX-License-Identifier: Apache-2.0
/** Measurements of the engine and its stores. */
@NullMarked
package dev.pawl.benchmarks;

import org.jspecify.annotations.NullMarked;
