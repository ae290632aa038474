// SPDX-License-Identifier: Apache-2.0
package dev.pawl.benchmarks.peers;

import com.zaxxer.hikari.HikariDataSource;
import dev.pawl.benchmarks.Measured;
import dev.pawl.benchmarks.Measured.Subject;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** History: throughput, and the list of the latest 50, beside so many finished runs. */
final class W4 implements AutoCloseable {

    private static final int IN_FLIGHT = 64;
    private static final int PAGE = 50;
    private static final int LOOKS = 50;

    private final Server server;
    private final List<Database> databases = new ArrayList<>();

    W4(Server server) {
        this.server = server;
    }

    /** Stages a second, and milliseconds for a list. */
    record Figures(List<Measured> rates, List<Measured> lists) {}

    /** Every entrant with each of those numbers of finished runs; {@code share} of the runs that make a figure of some seconds. */
    Figures measure(int rounds, List<Entrant> entrants, List<Integer> histories, double share) throws Exception {
        List<Measured> lists = new ArrayList<>();
        List<Subject> subjects = new ArrayList<>();
        for (Entrant entrant : entrants) {
            for (int finished : histories) {
                Database database = withHistory(entrant, finished);
                String name = entrant.title + String.format(Locale.ROOT, ", %,d finished", finished);
                Measured list = new Measured(name, "ms", new ArrayList<>());
                lists.add(list);
                int[] next = {1};
                subjects.add(new Subject(name, "stages/s", () -> {
                    try (HikariDataSource pool = database.pool();
                            Contender contender = entrant.open(pool, StageCode.NOTHING, IN_FLIGHT, "bench")) {
                        list.figures().add(listing(contender));
                        int runs = Math.max(PAGE, (int) (entrant.runs * share));
                        Lanes.run(contender, next[0], next[0] + runs / 5, IN_FLIGHT);
                        next[0] += runs / 5;
                        double seconds = Lanes.run(contender, next[0], next[0] + runs, IN_FLIGHT);
                        next[0] += runs;
                        return runs * StageCode.STAGES / seconds;
                    }
                }));
            }
        }
        return new Figures(Measured.inTurn(rounds, subjects), lists);
    }

    private Database withHistory(Entrant entrant, int finished) throws Exception {
        Database database = server.fresh();
        databases.add(database);
        try (HikariDataSource pool = database.pool()) {
            try (Contender contender = entrant.open(pool, StageCode.NOTHING, IN_FLIGHT, "bench")) {
                contender.run(0);
            }
            History.grow(entrant, pool, finished);
        }
        return database;
    }

    private static double listing(Contender contender) throws Exception {
        double[] sorted = new double[LOOKS];
        for (int i = 0; i < LOOKS; i++) {
            long begin = System.nanoTime();
            contender.latest(PAGE);
            sorted[i] = (System.nanoTime() - begin) / 1e6;
        }
        Arrays.sort(sorted);
        return sorted[LOOKS / 2];
    }

    @Override
    public void close() throws SQLException {
        for (Database database : databases) {
            database.close();
        }
    }
}
