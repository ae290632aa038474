// SPDX-License-Identifier: Apache-2.0
package dev.pawl.benchmarks.peers;

import dev.pawl.benchmarks.Report;
import dev.pawl.core.Effect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Runs workloads beside other systems: {@code W1} to {@code W4}, or all; {@code W1cpu} is Pawl alone; writes tables and charts into the folder of {@code pawl.results}. */
public final class Main {

    private static final int ROUNDS = Integer.getInteger("pawl.rounds", 3);

    private static final int INTERRUPTED = 1000;

    private final Path results;
    private final Server server;

    private Main(Path results, Server server) {
        this.results = results;
        this.server = server;
    }

    /** The workloads to run; none for all. */
    public static void main(String[] args) throws Exception {
        List<String> wanted = args.length == 0 ? List.of("W1", "W2", "W3", "W3b", "W4") : List.of(args);
        try (Server server = new Server()) {
            Main main = new Main(Path.of(System.getProperty("pawl.results", "results")), server);
            for (String workload : wanted) {
                switch (workload) {
                    case "W1" -> main.w1();
                    case "W1cpu" -> main.w1cpu();
                    case "W2" -> main.w2();
                    case "W3" -> main.w3(false);
                    case "W3b" -> main.w3(true);
                    case "W4" -> main.w4();
                    default ->
                        throw new IllegalArgumentException(
                                "there is no workload " + workload + "; W1, W1cpu, W2, W3, W3b and W4 are");
                }
            }
        }
    }

    private void w1() throws Exception {
        w1(64, List.of(Entrant.values()));
        w1(1000, Entrant.THOUSANDS);
    }

    private void w1cpu() throws Exception {
        StringBuilder table = new StringBuilder(Alone.head()).append('\n');
        int runs = Integer.getInteger("pawl.runs", 10_000);
        for (String how : System.getProperty("pawl.alone", "idempotent,pure").split(",", -1)) {
            Effect effect = Effect.valueOf(how.toUpperCase(Locale.ROOT));
            for (String inFlight :
                    System.getProperty("pawl.inFlight", "64,1000").split(",", -1)) {
                table.append(new Alone(server, effect).row(Integer.parseInt(inFlight), runs))
                        .append('\n');
            }
        }
        System.out.println(table);
        Files.createDirectories(results);
        Files.writeString(results.resolve("w1-cpu.md"), table);
    }

    private void w1(int inFlight, List<Entrant> entrants) throws Exception {
        W1 w1 = new W1(server, inFlight, 1);
        var rates = w1.measure(ROUNDS, wanted(entrants));
        String name = "w1-" + inFlight;
        Report.write(
                results,
                name,
                "W1: runs of ten durable stages on PostgreSQL, " + inFlight + " in flight",
                rates,
                rates.getFirst());
        System.out.println(w1.table());
        Files.writeString(results.resolve(name + "-cost.md"), w1.table());
    }

    /** All of these, or those that {@code pawl.entrants} names. */
    private static List<Entrant> wanted(List<Entrant> all) {
        List<String> names = List.of(System.getProperty("pawl.entrants", "").split(",", -1));
        return names.equals(List.of(""))
                ? all
                : all.stream().filter(one -> names.contains(one.name())).toList();
    }

    private void w2() throws Exception {
        var latencies = new W2(server).measure(ROUNDS, wanted(List.of(Entrant.values())), 1);
        String title = "W2: one run of ten durable stages on PostgreSQL, ";
        Report.write(
                results,
                "w2-p50",
                title + "the middle",
                latencies.p50(),
                latencies.p50().getFirst());
        Report.write(
                results,
                "w2-p99",
                title + "99 of 100",
                latencies.p99(),
                latencies.p99().getFirst());
    }

    private void w3(boolean standBy) throws Exception {
        W3 w3 = new W3(server, INTERRUPTED);
        var seconds = w3.measure(ROUNDS, wanted(standBy ? Entrant.TAKING_OVER : Entrant.RECOVERING), standBy);
        String name = standBy ? "w3b" : "w3";
        Report.write(
                results,
                name,
                standBy
                        ? "W3b: kill -9 of a process with 1,000 runs until another has taken up the last"
                        : "W3: start of a process until it has taken up the last of 1,000 runs after kill -9",
                seconds,
                seconds.getFirst());
        System.out.println(w3.table());
        Files.writeString(results.resolve(name + "-again.md"), w3.table());
    }

    private void w4() throws Exception {
        try (W4 w4 = new W4(server)) {
            List<Integer> histories = Stream.of(System.getProperty("pawl.histories", "0,100000,1000000")
                            .split(",", -1))
                    .map(Integer::valueOf)
                    .toList();
            W4.Figures figures = w4.measure(ROUNDS, Entrant.REMEMBERING, histories, 1);
            Report.write(
                    results,
                    "w4",
                    "W4: runs of ten durable stages beside finished runs, 64 in flight",
                    figures.rates(),
                    figures.rates().getFirst());
            Report.write(
                    results,
                    "w4-list",
                    "W4: the latest 50 of all runs",
                    figures.lists(),
                    figures.lists().getFirst());
        }
    }
}
