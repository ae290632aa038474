// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.spi.RunQuery;
import dev.pawl.spi.StoreException;
import dev.pawl.spi.StoreException.Kind;
import dev.pawl.store.jdbc.JdbcStoreProvider;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is opened is ours, whole, and not newer than we are. */
class OpeningTest {

    @TempDir
    private Path folder;

    @Test
    void aMissingFolderIsMade() {
        Path deep = folder.resolve("a/b/c");
        TestRuns.open(deep).close();
        assertThat(deep.resolve("pawl.db")).isRegularFile();
    }

    @RepeatedTest(50)
    void manyOpenANewFolderAtOnce() {
        try (var threads =
                Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
            List<CompletableFuture<Void>> opened = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                opened.add(CompletableFuture.runAsync(
                        () -> TestRuns.open(folder.resolve("new")).close(), threads));
            }
            assertThat(opened).allSatisfy(one -> assertThat(one).succeedsWithin(Duration.ofSeconds(30)));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"jdbc:sqlite:", "jdbc:sqlite::memory:", "jdbc:sqlite:file:/tmp/x", "jdbc:sqlite:/x.db?mode=ro"})
    void aUrlNamesAFile(String url) {
        assertThat(new JdbcStoreProvider().accepts(url)).isTrue();
        assertFails(
                () -> new JdbcStoreProvider().open(url, InstantSource.system()), Kind.BROKEN, "does not name a file");
    }

    @Test
    void otherDatabasesAreForOtherProviders() {
        assertThat(new JdbcStoreProvider().accepts("jdbc:postgresql://localhost/pawl"))
                .isTrue();
        assertThat(new JdbcStoreProvider().accepts("jdbc:mysql://localhost/pawl"))
                .isFalse();
    }

    @Test
    void aFileThatIsNoDatabaseIsLeftAlone() throws IOException {
        String text = "Dear diary, ".repeat(500);
        Files.writeString(folder.resolve("pawl.db"), text);
        assertFails(() -> TestRuns.open(folder), Kind.BROKEN, "is no SQLite database");
        assertThat(folder.resolve("pawl.db")).hasContent(text);
    }

    @Test
    void theDatabaseOfAnotherProgramIsLeftAlone() {
        RawSql.execute(folder.resolve("pawl.db"), "CREATE TABLE song (title)");
        assertFails(() -> TestRuns.open(folder), Kind.BROKEN, "another program");
        assertThat(RawSql.list(folder.resolve("pawl.db"), "SELECT name FROM sqlite_schema"))
                .containsExactly("song");
        assertThat(RawSql.list(folder.resolve("pawl.db"), "PRAGMA journal_mode"))
                .containsExactly("delete");
    }

    @Test
    @Tag("S7")
    void aSchemaFromTheFutureIsLeftAlone() {
        TestRuns.open(folder).close();
        RawSql.execute(folder.resolve("pawl.db"), "PRAGMA user_version = 99");
        assertFails(() -> TestRuns.open(folder), Kind.BROKEN, "has schema 99");
    }

    @Test
    void aDamagedDatabaseIsCalledDamaged() throws IOException {
        try (SqliteStore store = TestRuns.open(folder)) {
            for (int seq = 1; seq < 500; seq++) {
                store.append(List.of(TestRuns.append(TestRuns.run(1), seq))).join();
            }
        }
        garble(folder.resolve("pawl.db"));
        try (SqliteStore store = TestRuns.open(folder)) {
            assertThatThrownBy(() -> {
                        List<String> lines = store.check();
                        store.read(TestRuns.run(1), 0, 1000).join();
                        throw new AssertionError("nothing was noticed but " + lines);
                    })
                    .hasRootCauseMessage("[SQLITE_CORRUPT] The database disk image is malformed"
                            + " (database disk image is malformed)");
        } catch (StoreException e) {
            assertThat(e.kind()).isEqualTo(Kind.BROKEN);
        }
    }

    @Test
    void aFolderThatCannotBeMadeIsUnavailable() throws IOException {
        Files.writeString(folder.resolve("file"), "in the way");
        assertFails(() -> TestRuns.open(folder.resolve("file")), Kind.UNAVAILABLE, "cannot be made or read");
    }

    @Test
    @Tag("B8")
    void whatHandsBrokeIsListed() {
        try (SqliteStore store = TestRuns.open(folder)) {
            for (int run = 1; run <= 3; run++) {
                for (int seq = 1; seq <= 3; seq++) {
                    store.append(List.of(TestRuns.append(TestRuns.run(run), seq)))
                            .join();
                }
            }
            assertThat(store.check()).isEmpty();
            RawSql.execute(
                    folder.resolve("pawl.db"),
                    "DELETE FROM run_event WHERE run_id = (SELECT id FROM run WHERE number = 1)",
                    "DELETE FROM run_event WHERE seq = 2 AND run_id = (SELECT id FROM run WHERE number = 2)",
                    "DELETE FROM run WHERE number = 3",
                    "INSERT INTO payload (sha, size, touched_at) VALUES (X'AB', 300000, 0)");
            assertThat(store.check())
                    .hasSize(4)
                    .anySatisfy(line -> assertThat(line).contains("run 1 has a row but no journal"))
                    .anySatisfy(line -> assertThat(line).contains("has 2 entries from 1 to 3"))
                    .anySatisfy(line -> assertThat(line).contains("has no row"))
                    .anySatisfy(line -> assertThat(line).contains("value ab has 0 chunks of 2"));
            assertThat(store.find(RunQuery.newest(10)).join()).hasSize(2);
        }
    }

    private static void garble(Path database) throws IOException {
        Random random = new Random(1);
        try (RandomAccessFile file = new RandomAccessFile(database.toFile(), "rw")) {
            byte[] noise = new byte[4096];
            for (long page = 2; page < file.length() / 4096; page++) {
                random.nextBytes(noise);
                file.seek(page * 4096);
                file.write(noise);
            }
        }
    }

    private static void assertFails(ThrowingCallable call, Kind kind, String message) {
        assertThatThrownBy(call)
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(message)
                .extracting(failure -> ((StoreException) failure).kind())
                .isEqualTo(kind);
    }
}
