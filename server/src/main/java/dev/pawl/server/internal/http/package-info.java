// SPDX-License-Identifier: Apache-2.0
/** Routes: what is asked over HTTP, and how it is answered. */
@NullMarked
package dev.pawl.server.internal.http;

import org.jspecify.annotations.NullMarked;
