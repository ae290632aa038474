// SPDX-License-Identifier: Apache-2.0
/** What happens, told to clients while it does. */
@NullMarked
package dev.pawl.server.internal.stream;

import org.jspecify.annotations.NullMarked;
