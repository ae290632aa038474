// SPDX-License-Identifier: Apache-2.0
package dev.pawl.engine;

import static dev.pawl.core.RunStatus.SUCCEEDED;
import static dev.pawl.core.RunStatus.WAITING;
import static dev.pawl.engine.Bench.end;
import static dev.pawl.engine.Bench.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.Diagnosis;
import dev.pawl.Diagnosis.Code;
import dev.pawl.Pawl;
import dev.pawl.Pipeline;
import dev.pawl.RunHandle;
import dev.pawl.Submission;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Stages that name a limit: never do more of them execute at once, on however many workers. */
interface SlotsContract extends OnABench {

    private static Pipeline<String> gpu(String name, int most, Gauge gauge) {
        return Pipeline.named(name, String.class)
                .stage("a", Integer.class, s -> s.limit("gpu", most).run(c -> gauge.work()))
                .build();
    }

    private static Pipeline<String> holding(Gate gate) {
        return Pipeline.named("holding", String.class)
                .stage(
                        "hold",
                        Integer.class,
                        s -> s.limit("gpu", 1).run(c -> {
                            if (c.epoch() == 1) {
                                gate.pass();
                            }
                            return 1;
                        }))
                .build();
    }

    @Test
    @Tag("B7")
    default void neverMoreThanMayHoldASlotAcrossAllWorkers() throws Exception {
        Gauge gauge = new Gauge(2);
        Pipeline<String> two = gpu("two", 2, gauge);
        Pipeline<String> items = Pipeline.named("items", String.class)
                .stage(
                        "each",
                        Object.class,
                        s -> s.limit("gpu", 2)
                                .map(c -> IntStream.range(0, 6).boxed().toList(), (c, item) -> gauge.work())
                                .parallel(6))
                .build();
        List<Pawl> fleet = fleet(two, items);
        List<RunHandle> runs = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            runs.add(fleet.get(i % fleet.size()).submit(i % 4 == 3 ? items : two, "", Submission.plain()));
        }
        for (RunHandle run : runs) {
            end(run, SUCCEEDED);
        }
        assertThat(gauge.most()).isEqualTo(2);
        assertThat(fleet.getFirst().check()).isEmpty();
    }

    @Test
    @Tag("B7")
    default void aSlotCostsAWishAndAGiveBackAndNothingWhereThereIsNoLimit() throws Exception {
        Gauge gauge = new Gauge();
        Pipeline<String> limited = gpu("limited", 1, gauge);
        Pipeline<String> free = Pipeline.named("free", String.class)
                .stage("a", Integer.class, s -> s.run(c -> gauge.work()))
                .build();
        Pawl pawl = bench().start(limited, free);
        List<String> limits = bench().storeOf(pawl).limits();
        end(pawl.submit(free, "", Submission.plain()), SUCCEEDED);
        assertThat(limits).isEmpty();
        end(pawl.submit(limited, "", Submission.plain()), SUCCEEDED);
        until(() -> limits.contains("give back"));
        assertThat(limits).containsExactly("wish", "give back");
    }

    @Test
    @Tag("B7")
    @Tag("S5")
    default void theSlotsOfAKilledWorkerComeFree() throws Exception {
        Gate gate = bench().gate();
        Pipeline<String> holding = holding(gate);
        Pawl dies = bench().start(holding);
        RunHandle held = OnABench.heldAt(gate, dies, holding);
        bench().kill(dies);
        Pawl other = bench().start(holding, gpu("next", 1, new Gauge()));
        end(other.submit(gpu("next", 1, new Gauge()), "", Submission.plain()), SUCCEEDED);
        end(other.run(held.id()), SUCCEEDED);
    }

    @Test
    @Tag("B7")
    @Tag("S5")
    default void whoIsTakenForDeadHoldsNoneUntilItIsAnother() throws Exception {
        Gate gate = bench().gate();
        Pipeline<String> holding = holding(gate);
        Pawl pawl = bench().start(holding);
        RunHandle held = OnABench.heldAt(gate, pawl, holding);
        bench().storeOf(pawl).declareDead();
        until(() -> held.view().status() == SUCCEEDED); // who awaits it hears that its worker is gone
        until(() -> bench().storeOf(pawl).limits().contains("give back"));
    }

    @Test
    @Tag("E7")
    @Tag("B7")
    default void whoHoldsASlotElsewhereIsNamed() throws Exception {
        Gate gate = bench().gate();
        Pipeline<String> holding = holding(gate);
        Pipeline<String> waits = gpu("waits", 1, new Gauge());
        Pawl one = bench().start(holding, waits);
        RunHandle holder = OnABench.heldAt(gate, one, holding);
        Pawl two = severalWorkers() ? bench().start(holding, waits) : one;
        RunHandle waiting = two.submit(waits, "", Submission.plain());
        until(waiting, WAITING);
        String where = severalWorkers() ? " on bench" : "";
        String words = "a waits for a slot of gpu held by run " + holder.view().number() + " hold" + where;
        assertThat(waiting.view().sentence()).isEqualTo("Waiting: " + words);
        Diagnosis diagnosis = two.diagnose(waiting.id());
        Diagnosis.Cause limit = diagnosis.reasons().getFirst();
        assertThat(limit).isEqualTo(new Diagnosis.Cause(Code.LIMIT, "a", words));
        assertThat(diagnosis.evidence(limit)).extracting(Diagnosis.Fact::name).contains("held by");
        gate.open();
        end(waiting, SUCCEEDED);
    }

    @Test
    @Tag("E7")
    default void whoLooksAtOneThatWaitsAsksTheDatabaseSeldomAndDoesNotHangWithIt() throws Exception {
        Gate gate = bench().gate();
        Pipeline<String> holding = holding(gate);
        Pipeline<String> waits = gpu("waits", 1, new Gauge());
        Pawl pawl = bench().start(holding, waits);
        OnABench.heldAt(gate, pawl, holding);
        RunHandle waiting = pawl.submit(waits, "", Submission.plain());
        until(waiting, WAITING);
        WatchedStore store = bench().storeOf(pawl);
        int before = store.reads();
        for (int i = 0; i < 500; i++) {
            waiting.view();
        }
        assertThat(store.reads() - before).isLessThan(500);
        store.weather(WatchedStore.Weather.DEAD);
        long since = System.nanoTime();
        until(() -> {
            assertThat(waiting.view().status()).isEqualTo(WAITING);
            return System.nanoTime() - since > TimeUnit.MILLISECONDS.toNanos(1_500); // what was read serves no longer
        });
        bench().kill(pawl);
    }
}
