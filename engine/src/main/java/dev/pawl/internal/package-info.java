// SPDX-License-Identifier: Apache-2.0
/** How runs are driven and committed; not for use outside this module. */
@NullMarked
package dev.pawl.internal;

import org.jspecify.annotations.NullMarked;
