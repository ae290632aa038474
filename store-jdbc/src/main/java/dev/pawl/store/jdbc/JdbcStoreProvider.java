// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc;

import dev.pawl.spi.RunStore;
import dev.pawl.spi.StoreProvider;
import dev.pawl.store.jdbc.internal.sqlite.SqliteStore;
import java.time.InstantSource;

/** Opens {@code jdbc:sqlite:<path>}. */
public final class JdbcStoreProvider implements StoreProvider {

    /** For {@link java.util.ServiceLoader}. */
    public JdbcStoreProvider() {}

    @Override
    public boolean accepts(String url) {
        return url.startsWith(SqliteStore.PREFIX);
    }

    @Override
    public RunStore open(String url, InstantSource clock) {
        return SqliteStore.open(url, clock);
    }
}
