// SPDX-License-Identifier: Apache-2.0
/** A server on this machine that answers in the place of a language model, by rules. */
@NullMarked
package dev.pawl.examples.questions.standin;

import org.jspecify.annotations.NullMarked;
