// SPDX-License-Identifier: Apache-2.0
package dev.pawl.engine;

import dev.pawl.spi.RunStore;
import dev.pawl.spi.StoreProvider;
import dev.pawl.store.jdbc.internal.postgres.Server;
import java.time.InstantSource;
import java.util.ServiceLoader;

/** On PostgreSQL. */
class PostgresEngineTest extends EngineContract {

    private final String database = Server.shared().database();

    @Override
    protected RunStore openStore() {
        return ServiceLoader.load(StoreProvider.class).findFirst().orElseThrow().open(database, InstantSource.system());
    }

    @Override
    public boolean severalWorkers() {
        return true;
    }
}
