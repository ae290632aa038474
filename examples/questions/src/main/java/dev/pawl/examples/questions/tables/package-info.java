// SPDX-License-Identifier: Apache-2.0
/** Tables of facts, what may be asked of them, and the asking. */
@NullMarked
package dev.pawl.examples.questions.tables;

import org.jspecify.annotations.NullMarked;
