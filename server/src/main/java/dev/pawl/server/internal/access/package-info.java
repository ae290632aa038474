// SPDX-License-Identifier: Apache-2.0
/** Who asks, and what that one may. */
@NullMarked
package dev.pawl.server.internal.access;

import org.jspecify.annotations.NullMarked;
