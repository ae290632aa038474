// SPDX-License-Identifier: Apache-2.0
/** The terminal the command runs in: where text goes, how wide it may be, what keys like Ctrl-C do. */
@NullMarked
package dev.pawl.cli.terminal;

import org.jspecify.annotations.NullMarked;
