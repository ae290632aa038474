// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.core.Content;
import dev.pawl.spi.AppendOutcome;
import dev.pawl.spi.AppendOutcome.Won;
import dev.pawl.spi.StoreException;
import dev.pawl.spi.StoreException.Kind;
import dev.pawl.spi.WorkerInfo;
import dev.pawl.store.jdbc.internal.value.Digests;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a full disk nothing is acknowledged and nothing is lost, and it heals. */
@Tag("S1")
@Tag("S3")
class FullDiskTest {

    private static final UUID RUN = TestRuns.run(1);
    private static final byte[] BIG = new byte[1 << 20];

    static {
        new Random(1).nextBytes(BIG);
    }

    @TempDir
    private Path folder;

    @Test
    void nothingIsAcknowledgedUntilThereIsRoom() throws Exception {
        try (SqliteStore store = TestRuns.open(folder)) {
            store.append(List.of(TestRuns.append(RUN, 1))).join();
            pragma(store, "PRAGMA max_page_count = 60");

            assertUnavailable(() -> append(store, 2, BIG));
            assertUnavailable(() -> append(store, 2, BIG));
            Content content =
                    new Content(HexFormat.of().formatHex(Digests.sha256().digest(BIG)), BIG.length);
            assertThatThrownBy(() -> store.putPayload(content, new ByteArrayInputStream(BIG)))
                    .isInstanceOf(StoreException.class);
            assertThat(store.read(RUN, 0, 10).join()).as("reads go on").hasSize(1);
            assertThat(append(store, 2, new byte[10]))
                    .as("what fits is written")
                    .isInstanceOf(Won.class);

            pragma(store, "PRAGMA max_page_count = 1000000");
            assertThat(append(store, 3, BIG)).isInstanceOf(Won.class);
            assertThat(store.read(RUN, 0, 10).join()).hasSize(3);
            assertThat(store.check()).isEmpty();
        }
    }

    @Test
    void theBallastIsGivenUpAndLaidAgain() throws Exception {
        try (Tmpfs disk = Tmpfs.mount(folder.resolve("disk"), 100)) {
            Path filler = disk.path().resolve("filler");
            Path ballast = disk.path().resolve("pawl.ballast");
            Files.write(filler, new byte[50 << 20]);
            try (SqliteStore store = TestRuns.open(disk.path())) {
                store.enter(new WorkerInfo(UUID.randomUUID(), "w", "h", 1, Instant.EPOCH), Duration.ofSeconds(15));
                until(() -> Files.exists(ballast) && Files.size(ballast) == 16 << 20);
                store.append(List.of(TestRuns.append(RUN, 1))).join();

                int seq = 2;
                try {
                    for (; seq < 200; seq++) {
                        append(store, seq, BIG);
                    }
                } catch (CompletionException full) {
                    assertThat(full.getCause()).extracting("kind").isEqualTo(Kind.UNAVAILABLE);
                }
                assertThat(ballast).as("it was given up first").doesNotExist();
                assertThat(store.read(RUN, 0, 1000).join())
                        .as("all that was acknowledged")
                        .hasSize(seq - 1);

                Files.delete(filler);
                assertThat(append(store, seq, BIG)).isInstanceOf(Won.class);
                int[] next = {seq + 1};
                until(() -> append(store, next[0]++, new byte[1]) instanceof Won && Files.exists(ballast));
                assertThat(store.check()).isEmpty();
            }
        }
    }

    private static AppendOutcome append(SqliteStore store, int seq, byte[] body) {
        return store.append(List.of(TestRuns.append(RUN, seq, body))).join().getFirst();
    }

    private static void pragma(SqliteStore store, String sql) throws Exception {
        store.onWriter(session -> {
            session.execute(sql);
            return true;
        });
    }

    private static void assertUnavailable(Runnable append) {
        assertThatThrownBy(append::run)
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("is full")
                .extracting("kind")
                .isEqualTo(Kind.UNAVAILABLE);
    }

    private static void until(Condition condition) throws Exception {
        long begin = System.nanoTime();
        while (!condition.holds()) {
            Thread.onSpinWait();
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(20));
        }
    }

    private interface Condition {
        boolean holds() throws Exception;
    }
}
