// SPDX-License-Identifier: Apache-2.0
package dev.pawl.benchmarks.peers;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The workloads run, and every contender executes every stage once; how fast is not asserted here. */
class SmokeTest {

    private static Server server;

    @BeforeAll
    static void start() throws Exception {
        server = new Server();
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @ParameterizedTest
    @EnumSource(Entrant.class)
    void everyStageIsExecutedOnceInOrder(Entrant entrant) throws Exception {
        var executed = new java.util.concurrent.ConcurrentLinkedQueue<String>();
        StageCode code = (run, stage) -> {
            executed.add(run + "." + stage);
            return StageCode.output(stage);
        };
        try (Database database = server.fresh();
                HikariDataSource pool = database.pool();
                Contender contender = entrant.open(pool, code, 4, "bench")) {
            contender.run(7);
            assertThat(executed).containsExactly("7.1", "7.2", "7.3", "7.4", "7.5", "7.6", "7.7", "7.8", "7.9", "7.10");
        }
    }

    @Test
    void w1MeasuresAndCounts() throws Exception {
        W1 w1 = new W1(server, 8, 0.01);
        assertThat(w1.measure(1, List.of(Entrant.PAWL, Entrant.DBOS)))
                .hasSize(3)
                .allSatisfy(one -> assertThat(one.median()).isPositive());
        assertThat(w1.table()).contains("| bare append |", "| DBOS Transact |");
    }

    @Test
    void w2Measures() throws Exception {
        var latencies = new W2(server).measure(1, List.of(Entrant.PAWL, Entrant.SPRING_BATCH), 0.1);
        assertThat(latencies.p50())
                .hasSize(2)
                .allSatisfy(one -> assertThat(one.median()).isPositive());
        assertThat(latencies.p99())
                .hasSize(2)
                .allSatisfy(one -> assertThat(one.median()).isPositive());
    }

    @ParameterizedTest
    @EnumSource(names = {"PAWL", "DBOS", "JOBRUNR", "SPRING_BATCH"})
    void w4ListsTheLatestOfAll(Entrant entrant) throws Exception {
        try (Database database = server.fresh();
                HikariDataSource pool = database.pool()) {
            try (Contender contender = entrant.open(pool, StageCode.NOTHING, 4, "bench")) {
                contender.run(0);
            }
            History.grow(entrant, pool, 100);
            try (Contender contender = entrant.open(pool, StageCode.NOTHING, 4, "bench")) {
                contender.run(1);
                assertThat(contender.latest(50)).hasSize(50).doesNotHaveDuplicates();
            }
        }
    }

    @Test
    void w4Measures() throws Exception {
        try (W4 w4 = new W4(server)) {
            var figures = w4.measure(1, List.of(Entrant.DBOS), List.of(0, 100), 0.01);
            assertThat(figures.rates())
                    .hasSize(2)
                    .allSatisfy(one -> assertThat(one.median()).isPositive());
            assertThat(figures.lists())
                    .hasSize(2)
                    .allSatisfy(one -> assertThat(one.median()).isPositive());
        }
    }

    @Test
    void w3TakesUpWhatAKilledProcessLeft() throws Exception {
        W3 w3 = new W3(server, 3);
        assertThat(w3.measure(1, List.of(Entrant.PAWL, Entrant.DBOS, Entrant.SPRING_BATCH), false))
                .allSatisfy(one -> assertThat(one.median()).isPositive().isFinite());
        assertThat(w3.table())
                .contains("| Pawl | [0] | [0] |", "| DBOS Transact | [0] | [0] |", "| Spring Batch | [0] | [0] |");
    }

    @Test
    void w3bTakesOverWhatAKilledProcessLeft() throws Exception {
        W3 w3 = new W3(server, 3);
        assertThat(w3.measure(1, List.of(Entrant.PAWL, Entrant.DB_SCHEDULER), true))
                .allSatisfy(one -> assertThat(one.median()).isPositive().isFinite());
        assertThat(w3.table()).contains("| Pawl | [0] | [0] |", "| db-scheduler | [0] | [0] |");
    }
}
