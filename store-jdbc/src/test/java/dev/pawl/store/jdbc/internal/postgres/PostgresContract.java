// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.postgres;

import dev.pawl.core.Content;
import dev.pawl.spi.RunStore;
import dev.pawl.testkit.ManyWorkersContract;
import dev.pawl.testkit.RunStoreContract;
import org.junit.jupiter.api.Timeout;

/** What every store promises, on one server. */
@Timeout(120)
abstract class PostgresContract extends RunStoreContract implements ManyWorkersContract {

    private final String database;

    PostgresContract(Server server) {
        database = server.database();
    }

    @Override
    protected RunStore open() {
        return PostgresStore.open(database);
    }

    @Override
    public void damage(Content content) {
        Server.run(database, """
                UPDATE pawl.payload_chunk SET body = overlay(body placing '\\x00ff00'::bytea from length(body) / 2)
                WHERE (payload, n) = (SELECT payload, max(n) FROM pawl.payload_chunk GROUP BY payload
                  HAVING payload = (SELECT id FROM pawl.payload WHERE sha = '\\x%s'))
                """.formatted(content.sha()));
    }

    @Override
    public void vanish(RunStore handle) {
        ((PostgresStore) handle).vanish();
    }
}
