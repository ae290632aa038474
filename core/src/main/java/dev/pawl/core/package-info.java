// SPDX-License-Identifier: Apache-2.0
/** The model of a run and the three pure functions that decide it. */
@NullMarked
package dev.pawl.core;

import org.jspecify.annotations.NullMarked;
