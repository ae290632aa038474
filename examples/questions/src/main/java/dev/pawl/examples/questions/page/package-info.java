// SPDX-License-Identifier: Apache-2.0
/** The page with an answer. */
@NullMarked
package dev.pawl.examples.questions.page;

import org.jspecify.annotations.NullMarked;
