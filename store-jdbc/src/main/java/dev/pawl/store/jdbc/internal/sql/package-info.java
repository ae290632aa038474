// SPDX-License-Identifier: Apache-2.0
/** What the databases have in common: threads with sessions, how values are coded, what none of them takes. */
@NullMarked
package dev.pawl.store.jdbc.internal.sql;

import org.jspecify.annotations.NullMarked;
