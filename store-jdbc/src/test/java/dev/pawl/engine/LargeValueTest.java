// SPDX-License-Identifier: Apache-2.0
package dev.pawl.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.Pawl;
import dev.pawl.PawlOptions;
import dev.pawl.Pipeline;
import dev.pawl.RawJson;
import dev.pawl.RunHandle;
import dev.pawl.Submission;
import dev.pawl.core.RunStatus;
import dev.pawl.store.jdbc.internal.postgres.Server;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An output larger than the memory of its process is stored, read and checked, a piece at a time. */
@Tag("C13")
@Timeout(120)
class LargeValueTest {

    private static final int MEGABYTES = 50;

    @TempDir
    private Path folder;

    @Test
    void onSqlite() throws Exception {
        passesThrough("jdbc:sqlite:" + folder.resolve("pawl.db"));
    }

    @Test
    void onPostgres() throws Exception {
        passesThrough(Server.shared().database());
    }

    private void passesThrough(String url) throws Exception {
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx32m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LargeValueTest.class.getName(),
                        url)
                .redirectError(folder.resolve("errors").toFile())
                .start();
        try (var out = process.inputReader()) {
            long size = ((long) MEGABYTES << 20) + 2;
            assertThat(out.readLine())
                    .as(Files.readString(folder.resolve("errors")))
                    .isEqualTo(size + " " + (size + "{\"input\":0,\"outputs\":{\"large\":}}".length()) + " []");
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
    }

    /** Says how long the output is, how long the state before the next stage, and what is wrong with the database. */
    public static void main(String[] args) throws Exception {
        RawJson large = () -> new Text((long) MEGABYTES << 20);
        Pipeline<Integer> pipeline = Pipeline.named("p", Integer.class)
                .stage("large", Object.class, s -> s.run(c -> large))
                .stage("next", Integer.class, s -> s.after("large").run(c -> 1))
                .build();
        try (Pawl pawl = PawlOptions.at(args[0]).open().register(pipeline).start()) {
            RunHandle run = pawl.submit(pipeline, 0, Submission.plain());
            RunStatus status = run.await(Duration.ofMinutes(1)).status();
            Optional<InputStream> output = pawl.output(run.id(), "large");
            try (InputStream in = output.orElseThrow(() -> new IllegalStateException("it is " + status))) {
                long size = in.transferTo(OutputStream.nullOutputStream());
                Counted state = new Counted();
                pawl.state(run.id(), "next").writeTo(state);
                System.out.println(size + " " + state.bytes + " " + pawl.check());
            }
        }
    }

    /** So many letters in quotation marks. */
    private static final class Text extends InputStream {
        private final long letters;
        private long at;

        Text(long letters) {
            this.letters = letters;
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0];
        }

        @Override
        public int read(byte[] to, int offset, int length) {
            if (at > letters + 1) {
                return -1;
            }
            int n = Math.toIntExact(Math.min(length, letters + 2 - at));
            for (int i = 0; i < n; i++, at++) {
                to[offset + i] = (byte) (at == 0 || at == letters + 1 ? '"' : letter(at));
            }
            return n;
        }

        private static int letter(long place) {
            long mixed = place * 0x9E3779B97F4A7C15L;
            return 'a' + (int) ((mixed >>> 40) % 26);
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
