// SPDX-License-Identifier: Apache-2.0
package dev.pawl.engine;

import dev.pawl.spi.RunStore;
import dev.pawl.spi.StoreProvider;
import dev.pawl.store.jdbc.internal.postgres.Server;
import java.time.InstantSource;
import java.util.ServiceLoader;
import org.junit.jupiter.api.extension.RegisterExtension;

/** On PostgreSQL. */
class PostgresEngineTest extends EngineContract {

    @RegisterExtension
    private final Server.Loan database = Server.shared().lend();

    @Override
    protected RunStore openStore() {
        return ServiceLoader.load(StoreProvider.class)
                .findFirst()
                .orElseThrow()
                .open(database.url(), InstantSource.system());
    }

    @Override
    public boolean severalWorkers() {
        return true;
    }
}
