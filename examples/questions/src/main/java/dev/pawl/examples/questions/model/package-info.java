// SPDX-License-Identifier: Apache-2.0
/** Calls of a language model behind an OpenAI-compatible address, each counted. */
@NullMarked
package dev.pawl.examples.questions.model;

import org.jspecify.annotations.NullMarked;
