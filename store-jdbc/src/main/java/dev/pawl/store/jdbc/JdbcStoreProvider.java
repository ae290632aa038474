// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc;

import dev.pawl.spi.RunStore;
import dev.pawl.spi.StoreProvider;
import dev.pawl.store.jdbc.internal.postgres.PostgresStore;
import dev.pawl.store.jdbc.internal.sqlite.SqliteStore;
import java.time.InstantSource;
import javax.sql.DataSource;

/** Opens {@code jdbc:sqlite:<path>}, {@code jdbc:postgresql:…}, and PostgreSQL by a {@link DataSource}. */
public final class JdbcStoreProvider implements StoreProvider {

    /** For {@link java.util.ServiceLoader}. */
    public JdbcStoreProvider() {}

    @Override
    public boolean accepts(String url) {
        return url.startsWith(SqliteStore.PREFIX) || url.startsWith(PostgresStore.PREFIX);
    }

    @Override
    public RunStore open(String url, InstantSource clock) {
        return url.startsWith(PostgresStore.PREFIX) ? PostgresStore.open(url) : SqliteStore.open(url, clock);
    }

    @Override
    public RunStore open(DataSource source) {
        return PostgresStore.open(source);
    }
}
