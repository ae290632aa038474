// SPDX-License-Identifier: Apache-2.0
/** How runs look in a terminal: views in, lines out. Opens nothing, asks no clock, knows no command's options. */
@NullMarked
package dev.pawl.cli.text;

import org.jspecify.annotations.NullMarked;
