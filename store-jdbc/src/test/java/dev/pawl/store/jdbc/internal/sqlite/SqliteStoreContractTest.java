// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.sqlite;

import dev.pawl.core.Content;
import dev.pawl.spi.RunStore;
import dev.pawl.testkit.RunStoreContract;
import dev.pawl.testkit.SettableClock;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;

class SqliteStoreContractTest extends RunStoreContract {

    @TempDir
    private Path folder;

    private final SettableClock clock = new SettableClock();

    @Override
    protected RunStore open() {
        return SqliteStore.open("jdbc:sqlite:" + folder.resolve("pawl.db"), clock);
    }

    @Override
    public RunStore copy(Path file) {
        return SqliteStore.open("jdbc:sqlite:" + file, clock);
    }

    @Override
    public void pass() {
        clock.advance(Duration.ofMillis(1));
    }

    @Override
    public void damage(Content content) {
        RawSql.damageLastChunk(folder.resolve("pawl.db"), content);
    }
}
