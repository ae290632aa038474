// SPDX-License-Identifier: Apache-2.0
/** Where a model is asked. */
@NullMarked
package dev.pawl.examples.questions.model;

import org.jspecify.annotations.NullMarked;
