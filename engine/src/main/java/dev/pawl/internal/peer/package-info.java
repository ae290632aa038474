// SPDX-License-Identifier: Apache-2.0
/** How processes that work on one database ask each other how a run is. */
@NullMarked
package dev.pawl.internal.peer;

import org.jspecify.annotations.NullMarked;
