// SPDX-License-Identifier: Apache-2.0
/** Workers of one database among each other: each proves that it lives, stops its own work where it cannot, and tells the dead. */
@NullMarked
package dev.pawl.internal.fleet;

import org.jspecify.annotations.NullMarked;
