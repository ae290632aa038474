// SPDX-License-Identifier: Apache-2.0
/** The contact sheet: a row of faces for each person. */
@NullMarked
package dev.pawl.examples.media.sheet;

import org.jspecify.annotations.NullMarked;
