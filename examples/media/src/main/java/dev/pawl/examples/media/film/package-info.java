// SPDX-License-Identifier: Apache-2.0
/** Paints the film that the example looks at. */
@NullMarked
package dev.pawl.examples.media.film;

import org.jspecify.annotations.NullMarked;
