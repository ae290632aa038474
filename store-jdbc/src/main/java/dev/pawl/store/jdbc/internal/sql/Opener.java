// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.sql;

import java.sql.SQLException;

/** Opens sessions of one kind. */
@FunctionalInterface
public interface Opener<S> {
    S open() throws SQLException;

    /** Before each use of a session: throws where what was right when it was opened no longer is. */
    default void check() {}
}
