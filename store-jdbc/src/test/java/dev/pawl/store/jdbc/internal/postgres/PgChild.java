// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.postgres;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A process that is a worker until it is killed. */
final class PgChild implements AutoCloseable {

    private final Process process;

    private PgChild(Process process) {
        this.process = process;
    }

    /** It has entered when this returns. */
    static PgChild enter(String database) throws IOException {
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        PgChild.class.getName(),
                        database)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        if (!"entered".equals(out.readLine())) {
            throw new AssertionError("the child did not enter");
        }
        return new PgChild(process);
    }

    long pid() {
        return process.pid();
    }

    void kill() {
        process.destroyForcibly();
    }

    @Override
    public void close() {
        kill();
    }

    public static void main(String[] args) throws Exception {
        PostgresStore store = PostgresStore.open(args[0]);
        var unused = store.enter(Runs.worker(), Duration.ofSeconds(15));
        System.out.println("entered");
        Thread.currentThread().join();
    }
}
