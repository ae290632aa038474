// SPDX-License-Identifier: Apache-2.0
/** What the engine needs from others: a store, time and threads, a way to execute attempts. */
@NullMarked
package dev.pawl.spi;

import org.jspecify.annotations.NullMarked;
