// SPDX-License-Identifier: Apache-2.0
/** The files beside an embedded database: the folder itself, the worker's lock, the ballast. */
@NullMarked
package dev.pawl.store.jdbc.internal.folder;

import org.jspecify.annotations.NullMarked;
