// SPDX-License-Identifier: Apache-2.0
package dev.pawl.engine;

import dev.pawl.spi.RunStore;
import dev.pawl.spi.StoreProvider;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ServiceLoader;
import org.junit.jupiter.api.io.TempDir;

/** On SQLite. */
class SqliteBusyThreadsTest extends BusyThreadsContract {

    @TempDir
    private Path folder;

    @Override
    protected RunStore openStore() {
        return ServiceLoader.load(StoreProvider.class)
                .findFirst()
                .orElseThrow()
                .open("jdbc:sqlite:" + folder.resolve("pawl.db"), InstantSource.system());
    }
}
