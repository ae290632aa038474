// SPDX-License-Identifier: Apache-2.0
/** The store on SQLite. */
@NullMarked
package dev.pawl.store.jdbc.internal.sqlite;

import org.jspecify.annotations.NullMarked;
