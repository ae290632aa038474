// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.sql;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Something to do with a session. */
@FunctionalInterface
public interface Work<S, T extends @Nullable Object> {
    @Nullable
    T run(S session) throws SQLException;
}
