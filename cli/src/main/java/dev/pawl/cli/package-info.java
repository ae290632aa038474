// SPDX-License-Identifier: Apache-2.0
/** The pawl command. */
@NullMarked
package dev.pawl.cli;

import org.jspecify.annotations.NullMarked;
