// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.sqlite;

import dev.pawl.spi.Append;
import dev.pawl.spi.AppendOutcome.Won;
import dev.pawl.spi.DriverPresentException;
import dev.pawl.spi.WorkerInfo;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/** Another process on the same database, and what it says on its standard output. */
final class Child implements AutoCloseable {

    static final int RUNS = 6;

    private final Process process;
    private final BufferedReader out;

    private Child(Process process) {
        this.process = process;
        this.out = process.inputReader();
    }

    /** Starts {@code what}: append, halt, enter or probe. */
    static Child start(String what, Path folder, int seed) throws IOException {
        return new Child(new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName(),
                        what,
                        folder.toString(),
                        Integer.toString(seed))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    /** The next line, or null once it has ended. */
    String line() throws IOException {
        return out.readLine();
    }

    long pid() {
        return process.pid();
    }

    /** As kill -9 does. */
    void kill() {
        process.toHandle().destroyForcibly();
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        process.onExit().join();
        out.close();
    }

    public static void main(String[] args) {
        SqliteStore store = TestRuns.open(Path.of(args[1]));
        int seed = Integer.parseInt(args[2]);
        switch (args[0]) {
            case "append" -> append(store, seed, Integer.MAX_VALUE);
            case "halt" -> append(store, seed, 40);
            case "enter" -> enter(store);
            case "probe" -> probe(store);
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    /** Appends to its runs, and says how long each journal is as soon as that is acknowledged. */
    private static void append(SqliteStore store, int seed, int batches) {
        Random random = new Random(seed);
        int[] lengths = new int[RUNS];
        for (int i = 0; i < batches; i++) {
            List<Append> batch = new ArrayList<>();
            List<Integer> runs = new ArrayList<>();
            for (int run = 0; run < RUNS; run++) {
                if (random.nextBoolean()) {
                    runs.add(run);
                    batch.add(TestRuns.append(TestRuns.run(seed * 100 + run), lengths[run] + 1));
                }
            }
            if (!store.append(batch).join().stream().allMatch(Won.class::isInstance)) {
                throw new AssertionError("lost, with no other writer");
            }
            runs.forEach(run -> System.out.println(run + " " + ++lengths[run]));
        }
        var unused = store.append(List.of(TestRuns.append(TestRuns.run(seed * 100 + 99), 1)));
        Runtime.getRuntime().halt(1);
    }

    private static void enter(SqliteStore store) {
        WorkerInfo me = new WorkerInfo(
                UUID.randomUUID(),
                "child",
                "child-host",
                ProcessHandle.current().pid(),
                Instant.EPOCH);
        try {
            var unused = store.enter(me, Duration.ofSeconds(15));
            System.out.println("entered");
        } catch (DriverPresentException e) {
            System.out.println("refused: " + e.holder().name());
        }
        while (true) {
            LockSupport.park();
        }
    }

    private static void probe(SqliteStore store) {
        System.out.println("probing");
        while (true) {
            store.workers().join();
        }
    }
}
