// SPDX-License-Identifier: Apache-2.0
/** What a blueprint may not be. */
@NullMarked
package dev.pawl.examples.questions.tables;

import org.jspecify.annotations.NullMarked;
