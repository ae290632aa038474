// SPDX-License-Identifier: Apache-2.0
/** Keeps the files of a former job runner up to date, for programs that still read them. */
@NullMarked
package dev.pawl.examples.media.oldfiles;

import org.jspecify.annotations.NullMarked;
