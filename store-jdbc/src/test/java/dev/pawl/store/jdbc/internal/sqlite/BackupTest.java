// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.pawl.RefusedException;
import dev.pawl.spi.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a copy may not go, and one that does not fit. */
class BackupTest {

    @TempDir
    private Path folder;

    @Test
    void not_beside_the_database_also_by_another_name() throws IOException {
        try (SqliteStore store = TestRuns.open(Files.createDirectories(folder.resolve("data")))) {
            Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("data"));
            Files.createDirectories(link.resolve("sub"));
            for (Path target :
                    List.of(folder.resolve("data/copy.db"), link.resolve("copy.db"), link.resolve("sub/copy.db"))) {
                assertThatThrownBy(() -> store.backup(target, (bytes, most) -> {}))
                        .asInstanceOf(type(RefusedException.class))
                        .returns("TARGET_INSIDE", RefusedException::code);
            }
            store.backup(folder.resolve("copy.db"), (bytes, most) -> {});
            assertThat(folder.resolve("copy.db")).isNotEmptyFile();
        }
    }

    @Test
    void one_that_does_not_fit_leaves_nothing() throws IOException {
        byte[] big = new byte[8 << 20];
        new Random(1).nextBytes(big);
        try (Tmpfs disk = Tmpfs.mount(folder.resolve("disk"), 4);
                SqliteStore store = TestRuns.open(folder.resolve("data"))) {
            store.append(List.of(TestRuns.append(TestRuns.run(1), 1, big))).join();
            Path target = disk.path().resolve("copy.db");
            assertThatThrownBy(() -> store.backup(target, (bytes, most) -> {}))
                    .asInstanceOf(type(StoreException.class))
                    .returns(StoreException.Kind.UNAVAILABLE, StoreException::kind)
                    .extracting(Throwable::getMessage)
                    .asString()
                    .contains(target.toString(), "MB free");
            try (Stream<Path> left = Files.list(disk.path())) {
                assertThat(left).isEmpty();
            }
            assertThat(store.check()).isEmpty();
        }
    }
}
