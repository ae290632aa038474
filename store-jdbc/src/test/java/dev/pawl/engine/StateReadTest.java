// SPDX-License-Identifier: Apache-2.0
package dev.pawl.engine;

import static dev.pawl.core.RunStatus.FAILED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.Pawl;
import dev.pawl.PawlOptions;
import dev.pawl.Pipeline;
import dev.pawl.PipelineBuilder;
import dev.pawl.Retry;
import dev.pawl.RunHandle;
import dev.pawl.Submission;
import dev.pawl.store.jdbc.internal.postgres.Server;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The state before a stage, read as a retry reads it, with no old runs in the database and with many. With {@code -Dpawl.long} as
 * much as it may be, and the times are told.
 */
@Tag("C14")
@Timeout(600)
class StateReadTest {

    private static final boolean LONG = Boolean.getBoolean("pawl.long");
    private static final int OLD = LONG ? 100_000 : 500;
    private static final int TIMES = LONG ? 30 : 2;

    private static final String[] SQLITE = {
        """
        WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %1$d)
        INSERT INTO run (id, pipeline, version, key, status, active, holds_key, epoch, degraded, labels, created_at, started_at,
          finished_at, priority)
        SELECT randomblob(16), 'old', 1, 'k' || i, 4, 0, 0, 1, 0, '{}', 0, 0, 0, 0 FROM n
        """, """
        WITH RECURSIVE n (seq) AS (SELECT 1 UNION ALL SELECT seq + 1 FROM n WHERE seq < 10)
        INSERT INTO run_event SELECT r.id, n.seq, randomblob(16), 1, 0, randomblob(300) FROM run r, n WHERE r.pipeline = 'old'
        """, """
        WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %1$d)
        INSERT INTO payload (sha, size, touched_at) SELECT randomblob(32), 1000, 0 FROM n
        """, "INSERT INTO payload_chunk SELECT id, 0, randomblob(1000) FROM payload WHERE size = 1000"
    };

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "sqlite, 1000, 200", "sqlite, 1000, 10000", "sqlite, 10, 1000000",
        "postgres, 1000, 200", "postgres, 1000, 10000", "postgres, 10, 1000000"
    })
    void theStateBeforeAStage(String database, int stages, int bytes) throws Exception {
        String url = database.equals("sqlite")
                ? "jdbc:sqlite:" + folder.resolve("pawl.db")
                : Server.shared().database();
        int many = LONG || bytes <= 200 ? stages : Math.min(stages, 40);
        int each = LONG ? bytes : Math.min(bytes, 10_000); // beside the journal still
        Pipeline<Integer> pipeline = pipeline(many, each);
        try (Pawl pawl = PawlOptions.at(url).open().register(pipeline).start()) {
            RunHandle run = pawl.submit(pipeline, 1, Submission.plain());
            assertThat(run.await(Duration.ofMinutes(5)).status()).isEqualTo(FAILED);
            long size = measured(pawl, run.id(), database + ", " + many + " stages of " + each + " bytes, no old runs");
            fill(url);
            assertThat(measured(
                            pawl,
                            run.id(),
                            database + ", " + many + " stages of " + each + " bytes, " + OLD + " old runs"))
                    .isEqualTo(size)
                    .isGreaterThan((long) many * each);
            assertThat(pawl.planRetry(run.id(), Retry.from("last")).reuse()).hasSize(many);
        }
    }

    private static Pipeline<Integer> pipeline(int stages, int bytes) {
        PipelineBuilder<Integer> builder = Pipeline.named("p", Integer.class);
        String[] all = new String[stages];
        for (int i = 0; i < stages; i++) {
            all[i] = "s" + i;
            String text = text(bytes, i);
            builder.stage(all[i], String.class, s -> s.run(c -> text));
        }
        return builder.stage(
                        "last",
                        Integer.class,
                        s -> s.after(all).run(c -> {
                            throw new IllegalStateException("broken");
                        }))
                .build();
    }

    /** As little like itself as text is. */
    private static String text(int bytes, int seed) {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder(bytes);
        while (text.length() < bytes) {
            text.append((char) ('a' + random.nextInt(26)));
        }
        return text.toString();
    }

    /** How long it is; says how long it takes. */
    private static long measured(Pawl pawl, UUID run, String what) throws IOException {
        long size = 0;
        long[] states = new long[TIMES];
        long[] plans = new long[TIMES];
        for (int i = 0; i < TIMES; i++) {
            Counted out = new Counted();
            long began = System.nanoTime();
            pawl.state(run, "last").writeTo(out);
            states[i] = System.nanoTime() - began;
            size = out.bytes;
            began = System.nanoTime();
            assertThat(pawl.planRetry(run, Retry.from("last")).reuse()).isNotEmpty();
            plans[i] = System.nanoTime() - began;
        }
        if (LONG) {
            System.out.println(
                    "STATE " + what + ": " + size + " bytes, state " + median(states) + ", plan " + median(plans));
        }
        return size;
    }

    private static String median(long[] nanos) {
        Arrays.sort(nanos);
        return "%.1f ms (best %.1f, worst %.1f)"
                .formatted(nanos[nanos.length / 2] / 1e6, nanos[0] / 1e6, nanos[nanos.length - 1] / 1e6);
    }

    private static void fill(String url) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            if (url.startsWith("jdbc:sqlite:")) {
                connection.setAutoCommit(false);
                for (String sql : SQLITE) {
                    statement.executeUpdate(sql.formatted(OLD));
                }
                connection.commit();
            } else {
                statement.execute("""
            INSERT INTO pawl.run (id, pipeline, version, key, status, active, holds_key, epoch, degraded, labels, created_at,
              started_at, finished_at, priority)
            SELECT ('0188' || lpad(to_hex(i), 8, '0') || '70008000000000000000')::uuid, 'old', 1, 'k' || i, 4, false, false, 1, false,
              '{}', now(), now(), now(), 0
            FROM generate_series(1, %1$d) i;
            INSERT INTO pawl.run_event
            SELECT r.id, seq, gen_random_uuid(), 1, now(), decode(repeat('ab', 300), 'hex')
            FROM pawl.run r, generate_series(1, 10) seq WHERE r.pipeline = 'old';
            INSERT INTO pawl.payload (sha, size, touched_at)
            SELECT sha256(i::text::bytea), 1000, now() FROM generate_series(1, %1$d) i;
            INSERT INTO pawl.payload_chunk SELECT id, 0, decode(repeat('ab', 1000), 'hex') FROM pawl.payload WHERE size = 1000;
            ANALYZE
            """.formatted(OLD));
            }
        }
    }

    private static final class Counted extends OutputStream {
        private long bytes;

        @Override
        public void write(int b) {
            bytes++;
        }

        @Override
        public void write(byte[] b, int offset, int length) {
            bytes += length;
        }
    }
}
