// SPDX-License-Identifier: Apache-2.0
/** The store on JDBC databases. */
@NullMarked
package dev.pawl.store.jdbc;

import org.jspecify.annotations.NullMarked;
