// SPDX-License-Identifier: Apache-2.0
/** Inside of the server. */
@NullMarked
package dev.pawl.server.internal;

import org.jspecify.annotations.NullMarked;
