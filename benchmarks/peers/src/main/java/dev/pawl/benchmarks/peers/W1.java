// SPDX-License-Identifier: Apache-2.0
package dev.pawl.benchmarks.peers;

import com.zaxxer.hikari.HikariDataSource;
import dev.pawl.benchmarks.Measured;
import dev.pawl.benchmarks.Measured.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Throughput: runs of ten no-op stages, each durable before the next one starts, so many in flight. */
final class W1 {

    /** Of the limit, for a figure of some seconds. */
    private static final int BARE_RUNS = 20_000;

    private final Server server;
    private final int inFlight;

    /** As a share of the runs that make a figure of some seconds. */
    private final double share;

    private final List<Costs> costs = new ArrayList<>();

    W1(Server server, int inFlight, double share) {
        this.server = server;
        this.inFlight = inFlight;
        this.share = share;
    }

    /** What one thing cost, round by round. */
    private record Costs(String name, List<Cost> rounds) {

        double median(ToDoubleFunction<Cost> part) {
            return new Measured(
                            name, "", rounds.stream().map(part::applyAsDouble).toList())
                    .median();
        }
    }

    private interface Costly {
        Cost measure() throws Exception;
    }

    /** The first is the limit. */
    List<Measured> measure(int rounds, List<Entrant> entrants) throws Exception {
        List<Subject> subjects = new ArrayList<>();
        subjects.add(subject("bare append", () -> BareAppend.cost(server, Math.max(10, runs(BARE_RUNS)), inFlight)));
        for (Entrant entrant : entrants) {
            subjects.add(subject(entrant.title, () -> cost(entrant, runs(entrant.runs))));
        }
        Measured.warmUp(subjects);
        costs.forEach(one -> one.rounds.clear());
        return Measured.inTurn(rounds, subjects);
    }

    private int runs(int runs) {
        return Math.max(5, (int) (runs * share));
    }

    private Subject subject(String name, Costly costly) {
        Costs all = new Costs(name, new ArrayList<>());
        costs.add(all);
        return new Subject(name, "stages/s", () -> {
            Cost cost = costly.measure();
            all.rounds.add(cost);
            return cost.stagesPerSecond();
        });
    }

    /** What each run cost besides time, as a table. */
    String table() {
        StringBuilder table = new StringBuilder("\n| " + inFlight
                + " in flight, a run | transactions | statements | KB of WAL |\n|---|---:|---:|---:|\n");
        for (Costs one : costs) {
            table.append(String.format(
                    Locale.ROOT,
                    "| %s | %.2f | %.2f | %.1f |%n",
                    one.name,
                    one.median(Cost::transactions),
                    one.median(Cost::statements),
                    one.median(Cost::wal) / 1000));
        }
        return table.toString();
    }

    /** Opening and closing are not counted: another such session without a run is taken off. */
    private Cost cost(Entrant entrant, int runs) throws Exception {
        try (Database database = server.fresh()) {
            int warm = Math.max(1, runs / 10);
            session(entrant, database, 0, warm);
            Counters warmed = database.counters();
            session(entrant, database, 0, 0);
            Counters opened = database.counters();
            double seconds = session(entrant, database, warm, warm + runs);
            return Cost.of(runs, seconds, database.counters().minus(opened).minus(opened.minus(warmed)));
        }
    }

    private double session(Entrant entrant, Database database, int from, int to) throws Exception {
        try (HikariDataSource pool = database.pool();
                Contender contender = entrant.open(pool, StageCode.NOTHING, Math.min(64, inFlight), "bench")) {
            return Lanes.run(contender, from, to, inFlight);
        }
    }
}
