// SPDX-License-Identifier: Apache-2.0
package dev.pawl.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Runs workloads: {@code W6}, {@code W7}, {@code W8}, or all; writes tables and charts into the folder of {@code pawl.results}. */
public final class Main {

    private static final int ROUNDS = 5;
    private static final int RUNS = 10_000;
    private static final int ITEMS = 10_000;
    private static final int LARGE_OUTPUTS = 30;
    private static final int LARGE_MB = 10;

    private Main() {}

    /** The workloads to run; none for all. */
    public static void main(String[] args) throws Exception {
        List<String> wanted = args.length == 0 ? List.of("W6", "W7", "W8") : List.of(args);
        Path results = Path.of(System.getProperty("pawl.results", "results"));
        Path scratch = Files.createTempDirectory(Path.of("").toAbsolutePath(), ".bench-");
        try {
            for (String workload : wanted) {
                switch (workload) {
                    case "W6" -> w6(results, scratch);
                    case "W7" -> w7(results, scratch);
                    case "W8" -> w8(results, scratch);
                    default ->
                        throw new IllegalArgumentException("there is no workload " + workload + "; W6, W7 and W8 are");
                }
            }
        } finally {
            delete(scratch);
        }
    }

    private static void w6(Path results, Path scratch) throws Exception {
        W6 w6 = new W6(scratch, ITEMS);
        w6.warmUp();
        List<Measured> rates = w6.rates(ROUNDS);
        Report.write(results, "w6", "W6: durable items beside durable stages on SQLite", rates, rates.getFirst());
        List<Measured> growth = w6.growth(ROUNDS);
        Report.write(results, "w6-growth", "W6: time an item and a stage in longer runs", growth, growth.getFirst());
        double large = W6Large.measure(Files.createDirectory(scratch.resolve("w6-large")), LARGE_OUTPUTS, LARGE_MB);
        String memory = new W6Memory(scratch, ITEMS).measure()
                + String.format(
                        Locale.ROOT,
                        "%n%d outputs of %d MB each, gathered and read by the next stage: %.0f MB/s with a heap of %d MB.%n",
                        LARGE_OUTPUTS,
                        LARGE_MB,
                        large,
                        W6Large.HEAP_MB);
        Files.writeString(results.resolve("w6-memory.md"), memory);
        System.out.println(memory);
    }

    private static void w7(Path results, Path scratch) throws Exception {
        List<Measured> measured = new W7(scratch, RUNS).measure(ROUNDS);
        Report.write(
                results,
                "w7",
                "W7: runs of ten durable stages on SQLite, synchronous=FULL",
                measured,
                measured.getFirst());
    }

    private static void w8(Path results, Path scratch) throws Exception {
        W8.Counts counts = W8.count(Files.createDirectory(scratch.resolve("w8")));
        String table = """
                # W8: what one good run of ten stages costs

                | what | counted | goal |
                |---|---:|---:|
                | transactions, results durable at every stage | %d | 12 |
                | transactions, checkpoint policy on-failure | %d | 2 |
                | reads for 1,000 looks at a live run | %d | 0 |
                """.formatted(counts.everyStage(), counts.onFailure(), counts.readsForStatus());
        Files.createDirectories(results);
        Files.writeString(results.resolve("w8.md"), table);
        System.out.println(table);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.delete(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
