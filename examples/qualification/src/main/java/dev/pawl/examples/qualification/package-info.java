// SPDX-License-Identifier: Apache-2.0
/** A pipeline whose stages are Java code. */
@NullMarked
package dev.pawl.examples.qualification;

import org.jspecify.annotations.NullMarked;
