// SPDX-License-Identifier: Apache-2.0
/** Puts the parts together: one engine for each opened database. */
@NullMarked
package dev.pawl.internal.engine;

import org.jspecify.annotations.NullMarked;
