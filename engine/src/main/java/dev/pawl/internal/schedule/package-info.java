// SPDX-License-Identifier: Apache-2.0
/** Runs that are made when it is time: when that is, and that each is made once. */
@NullMarked
package dev.pawl.internal.schedule;

import org.jspecify.annotations.NullMarked;
