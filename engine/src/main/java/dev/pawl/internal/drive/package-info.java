// SPDX-License-Identifier: Apache-2.0
/** Drives one run: compares what should be happening with what is, and sees to the difference. */
@NullMarked
package dev.pawl.internal.drive;

import org.jspecify.annotations.NullMarked;
