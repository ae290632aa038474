// SPDX-License-Identifier: Apache-2.0
package dev.pawl.benchmarks.peers;

import com.zaxxer.hikari.HikariDataSource;
import dev.pawl.benchmarks.Measured;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Latency: one run of ten no-op stages, each durable before the next one starts, and nothing else running. */
final class W2 {

    private static final int AT_ONCE = 8;

    private final Server server;

    W2(Server server) {
        this.server = server;
    }

    /** Milliseconds, the middle and the slowest of a hundred. */
    record Latencies(List<Measured> p50, List<Measured> p99) {}

    /** Share of the runs that make a figure of some seconds; the first entrant is what the others are compared with. */
    Latencies measure(int rounds, List<Entrant> entrants, double share) throws Exception {
        List<Measured> p99 = new ArrayList<>();
        List<Measured.Subject> subjects = new ArrayList<>();
        for (Entrant entrant : entrants) {
            Measured slowest = new Measured(entrant.title, "ms", new ArrayList<>());
            p99.add(slowest);
            subjects.add(new Measured.Subject(entrant.title, "ms", () -> {
                double[] sorted = milliseconds(entrant, Math.max(1, (int) (entrant.samples * share)));
                Arrays.sort(sorted);
                slowest.figures().add(sorted[(int) (sorted.length * 0.99)]);
                return sorted[sorted.length / 2];
            }));
        }
        Measured.warmUp(subjects);
        p99.forEach(one -> one.figures().clear());
        return new Latencies(Measured.inTurn(rounds, subjects), p99);
    }

    private double[] milliseconds(Entrant entrant, int samples) throws Exception {
        try (Database database = server.fresh();
                HikariDataSource pool = database.pool();
                Contender contender = entrant.open(pool, StageCode.NOTHING, AT_ONCE, "bench")) {
            int warm = samples;
            Lanes.run(contender, 0, warm, 1);
            double[] latencies = new double[samples];
            for (int i = 0; i < samples; i++) {
                long begin = System.nanoTime();
                contender.run(warm + i);
                latencies[i] = (System.nanoTime() - begin) / 1e6;
            }
            return latencies;
        }
    }
}
