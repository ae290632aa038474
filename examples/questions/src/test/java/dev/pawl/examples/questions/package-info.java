// SPDX-License-Identifier: Apache-2.0
/** The whole pipeline against the stand-in, on a database in a file. */
@NullMarked
package dev.pawl.examples.questions;

import org.jspecify.annotations.NullMarked;
