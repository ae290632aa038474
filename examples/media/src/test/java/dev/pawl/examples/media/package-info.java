// SPDX-License-Identifier: Apache-2.0
/** The example, run as a stranger would run it. */
@NullMarked
package dev.pawl.examples.media;

import org.jspecify.annotations.NullMarked;
