// SPDX-License-Identifier: Apache-2.0
/** Executes one attempt: code on a thread, its context, its signs of life, its checkpoints. */
@NullMarked
package dev.pawl.internal.attempt;

import org.jspecify.annotations.NullMarked;
