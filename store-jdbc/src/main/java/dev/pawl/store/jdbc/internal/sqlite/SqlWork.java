// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.sqlite;

import dev.pawl.store.jdbc.internal.sql.Work;
import org.jspecify.annotations.Nullable;

/** Something to do with a session. */
@FunctionalInterface
interface SqlWork<T extends @Nullable Object> extends Work<Session, T> {}
