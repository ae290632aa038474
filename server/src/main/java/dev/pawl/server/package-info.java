// SPDX-License-Identifier: Apache-2.0
/** The API of runs over HTTP, live: as a servlet, or as a server of its own. */
@NullMarked
package dev.pawl.server;

import org.jspecify.annotations.NullMarked;
