// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.spi.RunQuery;
import dev.pawl.spi.RunRow;
import dev.pawl.spi.StoreException;
import dev.pawl.spi.StoreException.Kind;
import dev.pawl.spi.WorkerInfo;
import dev.pawl.store.jdbc.internal.sql.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database on a disk that is mounted read-only is looked at, where that shows the truth, and nothing more. */
class ReadOnlyFolderTest {

    private static final WorkerInfo WORKER = new WorkerInfo(new UUID(0, 7), "w", "h", 7, Instant.EPOCH);

    @TempDir
    private Path folder;

    private Tmpfs disk;

    @BeforeEach
    void mount() throws IOException {
        disk = Tmpfs.mount(folder.resolve("a disk #1 %41"), 30);
    }

    @AfterEach
    void unmount() {
        if (disk != null) {
            disk.close();
        }
    }

    private void withEntries(int entries) throws IOException {
        try (SqliteStore store = TestRuns.open(disk.path())) {
            for (int seq = 1; seq <= entries; seq++) {
                store.append(List.of(TestRuns.append(TestRuns.run(1), seq))).join();
            }
        }
        disk.readOnly();
    }

    @Test
    void itIsLookedAt() throws IOException {
        withEntries(7);
        try (SqliteStore store = TestRuns.open(disk.path())) {
            store.onForeignChange(() -> {});
            assertThat(store.find(RunQuery.newest(10)).join())
                    .extracting(RunRow::id)
                    .containsExactly(TestRuns.run(1));
            assertThat(TestRuns.length(store, TestRuns.run(1))).isEqualTo(7);
            assertThat(store.workers().join()).isEmpty();
            assertThat(store.check()).isEmpty();
        }
    }

    @Test
    void itIsCopied() throws IOException {
        withEntries(7);
        Path copy = Files.createDirectory(folder.resolve("copy")).resolve("pawl.db");
        try (SqliteStore store = TestRuns.open(disk.path())) {
            store.backup(copy, (done, all) -> {});
        }
        try (SqliteStore store = TestRuns.open(copy.getParent())) {
            assertThat(TestRuns.length(store, TestRuns.run(1))).isEqualTo(7);
        }
    }

    @Test
    @Tag("S1")
    void nothingIsDoneThere() throws IOException {
        withEntries(1);
        try (SqliteStore store = TestRuns.open(disk.path())) {
            assertFails(() -> store.enter(WORKER, Duration.ofSeconds(15)), "cannot be written to");
            assertFails(
                    () -> Waiting.on(store.append(List.of(TestRuns.append(TestRuns.run(1), 2)))),
                    "cannot be written to");
            assertThat(TestRuns.length(store, TestRuns.run(1))).isEqualTo(1);
        }
    }

    @Test
    @Tag("S1")
    void withoutADatabaseThereIsNothingToLookAt() throws IOException {
        disk.readOnly();
        assertFails(() -> TestRuns.open(disk.path()), "cannot be written to");
    }

    @Test
    void whatAProcessThatWasKilledLeftBesideItIsNotPassedOver() throws Exception {
        try (Child child = Child.start("append", disk.path(), 1)) {
            assertThat(child.line()).isNotNull();
            child.kill();
        }
        assertThat(disk.path().resolve("pawl.db-wal")).isNotEmptyFile();
        disk.readOnly();
        assertFails(() -> TestRuns.open(disk.path()), "pawl.db-wal");
    }

    @Test
    void norIsAWorkerThatBegins() throws Exception {
        try (Tmpfs.View view = disk.view(folder.resolve("view"))) {
            TestRuns.open(disk.path()).close();
            try (SqliteStore looking = TestRuns.open(view.path())) {
                assertThat(looking.find(RunQuery.newest(10)).join()).isEmpty();
                try (Child worker = Child.start("enter", disk.path(), 1)) {
                    assertThat(worker.line()).isEqualTo("entered");
                    assertFails(
                            () -> Waiting.on(looking.find(RunQuery.newest(10))),
                            "process " + worker.pid() + " on child-host");
                    assertFails(() -> TestRuns.open(view.path()), "process " + worker.pid() + " on child-host");
                }
            }
        }
    }

    @Test
    @Tag("S7")
    void tablesOfAnOlderVersionAreLeftToIt() throws IOException {
        UpgradeTest.layTheFirst(disk.path().resolve("pawl.db"));
        disk.readOnly();
        assertFails(() -> TestRuns.open(disk.path()), "older version");
    }

    private static void assertFails(ThrowingCallable call, String message) {
        assertThatThrownBy(call)
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(message)
                .extracting(failure -> ((StoreException) failure).kind())
                .isEqualTo(Kind.UNAVAILABLE);
    }
}
