// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.sqlite;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Something to do with a session. */
@FunctionalInterface
interface SqlWork<T extends @Nullable Object> {
    @Nullable
    T run(Session session) throws SQLException;
}
