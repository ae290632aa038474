// SPDX-License-Identifier: Apache-2.0
/** The programs of this example: each is a stage, and what a stage says to Pawl. */
@NullMarked
package dev.pawl.examples.media;

import org.jspecify.annotations.NullMarked;
