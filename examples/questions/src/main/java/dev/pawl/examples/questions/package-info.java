// SPDX-License-Identifier: Apache-2.0
/** A pipeline that answers questions about tables with a language model, and the command that runs it. */
@NullMarked
package dev.pawl.examples.questions;

import org.jspecify.annotations.NullMarked;
