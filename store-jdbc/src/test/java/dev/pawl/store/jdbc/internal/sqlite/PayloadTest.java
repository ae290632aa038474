// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.core.Content;
import dev.pawl.spi.AppendOutcome.Won;
import dev.pawl.spi.WorkerInfo;
import dev.pawl.store.jdbc.internal.value.Digests;
import dev.pawl.testkit.SettableClock;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Large values beside the journal. */
@Tag("C13")
class PayloadTest {

    @TempDir
    private Path folder;

    @Test
    void appendsGoOnWhileALargeValueIsStored() throws IOException {
        byte[] body = random(40 << 20);
        try (SqliteStore store = TestRuns.open(folder);
                var threads =
                        Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
            CompletableFuture<Void> put = CompletableFuture.runAsync(() -> put(store, body), threads);
            List<Duration> waits = new ArrayList<>();
            for (int seq = 1; !put.isDone() || seq < 10; seq++) {
                long begin = System.nanoTime();
                assertThat(store.append(List.of(TestRuns.append(TestRuns.run(1), seq)))
                                .join())
                        .hasOnlyElementsOfType(Won.class);
                waits.add(Duration.ofNanos(System.nanoTime() - begin));
            }
            put.join();
            assertThat(waits).allSatisfy(wait -> assertThat(wait).isLessThan(Duration.ofSeconds(2)));
            try (InputStream in = store.openPayload(content(body))) {
                assertThat(in.readAllBytes()).isEqualTo(body);
            }
        }
    }

    @Test
    void thoseWhoStoreTheSameAtOnceAllSucceedAndOneIsKept() {
        byte[] body = random(6 << 20);
        try (SqliteStore store = TestRuns.open(folder);
                var threads =
                        Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
            List<CompletableFuture<Void>> puts = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                puts.add(CompletableFuture.runAsync(() -> put(store, body), threads));
            }
            puts.forEach(CompletableFuture::join);
            assertThat(store.check()).isEmpty();
        }
        assertThat(RawSql.list(folder.resolve("pawl.db"), "SELECT count(*) FROM payload"))
                .containsExactly("1");
        assertThat(RawSql.list(folder.resolve("pawl.db"), "SELECT count(*) FROM payload_chunk"))
                .containsExactly("24");
    }

    @Test
    void anAbandonedUploadIsDroppedAfterADay() {
        TestRuns.open(folder).close();
        Path database = folder.resolve("pawl.db");
        SettableClock clock = new SettableClock();
        String micros = clock.instant().getEpochSecond() + "000000";
        RawSql.execute(
                database,
                "INSERT INTO payload (touched_at) VALUES (" + micros + ")",
                "INSERT INTO payload_chunk VALUES (1, 0, X'00')");
        for (String left : List.of("1", "0")) {
            try (SqliteStore store = SqliteStore.open("jdbc:sqlite:" + database, clock)) {
                store.enter(new WorkerInfo(UUID.randomUUID(), "w", "h", 1, Instant.EPOCH), Duration.ofSeconds(15))
                        .close();
                assertThat(store.check()).isEmpty();
            }
            assertThat(RawSql.list(database, "SELECT count(*) FROM payload_chunk"))
                    .containsExactly(left);
            clock.advance(Duration.ofHours(25));
        }
    }

    private static void put(SqliteStore store, byte[] body) {
        try {
            store.putPayload(content(body), new ByteArrayInputStream(body));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] random(int size) {
        byte[] body = new byte[size];
        new Random(1).nextBytes(body);
        return body;
    }

    private static Content content(byte[] body) {
        return new Content(HexFormat.of().formatHex(Digests.sha256().digest(body)), body.length);
    }
}
