// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.spi.Checkpoint;
import dev.pawl.spi.StoreException;
import dev.pawl.store.jdbc.internal.sql.Waiting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("S3")
class PlaceTest {

    @TempDir
    Path folder;

    @Test
    void nothingIsAcknowledgedIntoAFileThatWasTakenAway() throws Exception {
        Path database = folder.resolve("pawl.db");
        Path away = folder.resolve("away.db");
        try (SqliteStore store = open(database)) {
            write(store);
            Files.move(database, away);
            assertThatThrownBy(() -> write(store))
                    .isInstanceOfSatisfying(
                            StoreException.class, why -> assertThat(why.kind()).isEqualTo(StoreException.Kind.BROKEN))
                    .hasMessageContaining("was removed or replaced");
            Files.createFile(database);
            assertThatThrownBy(() -> write(store)).hasMessageContaining("was removed or replaced");
            Files.delete(database);
            Files.move(away, database);
            write(store);
        }
    }

    private static SqliteStore open(Path database) {
        return SqliteStore.open("jdbc:sqlite:" + database, InstantSource.system());
    }

    private static void write(SqliteStore store) {
        Waiting.on(store.putCheckpoint(new Checkpoint(new UUID(1, 2), "a", 1, new byte[0])));
    }
}
