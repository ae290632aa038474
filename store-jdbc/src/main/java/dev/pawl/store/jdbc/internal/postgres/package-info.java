// SPDX-License-Identifier: Apache-2.0
/** The store on PostgreSQL. */
@NullMarked
package dev.pawl.store.jdbc.internal.postgres;

import org.jspecify.annotations.NullMarked;
