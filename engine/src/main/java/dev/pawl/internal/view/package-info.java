// SPDX-License-Identifier: Apache-2.0
/** Runs as people and programs see them. */
@NullMarked
package dev.pawl.internal.view;

import org.jspecify.annotations.NullMarked;
