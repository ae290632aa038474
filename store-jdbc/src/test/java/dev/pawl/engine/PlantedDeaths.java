// SPDX-License-Identifier: Apache-2.0
package dev.pawl.engine;

import static dev.pawl.engine.Bench.end;
import static dev.pawl.engine.Bench.events;
import static dev.pawl.engine.Bench.stage;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.Diagnosis;
import dev.pawl.Diagnosis.Code;
import dev.pawl.Pawl;
import dev.pawl.Pipeline;
import dev.pawl.RunHandle;
import dev.pawl.Submission;
import dev.pawl.core.Event;
import dev.pawl.core.RunStatus;
import dev.pawl.core.StageStatus;
import dev.pawl.engine.DiagnosisTable.Planted;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Workers that die, come back, or lack the code. */
interface PlantedDeaths extends Planting {

    @Test
    @Tag("S10")
    default void aDeadOwner() throws Exception {
        Pipeline<String> pipeline = DyingWorker.pipeline(() -> {});
        try (DyingWorker worker = DyingWorker.start(folder())) {
            Pawl pawl = look(pipeline);
            assertThat(pawl.diagnose(worker.run()).reasons()).isEmpty();
            worker.kill();
            Diagnosis said = until(() -> pawl.diagnose(worker.run()), Code.INTERRUPTED, null);
            named(Planted.DEAD_OWNER, said, said, Code.INTERRUPTED, null, "worker", "host", "process", "owned since");
            assertThat(said.evidence()).anySatisfy(fact -> {
                assertThat(fact.name()).isEqualTo("process");
                assertThat(fact.value()).isEqualTo(worker.process().pid());
            });
            offers(said, "resume 1");
            pawl.startForOwnRuns();
            pawl.resume(worker.run(), "ada");
            end(pawl.run(worker.run()), RunStatus.SUCCEEDED);
        }
    }

    @Test
    default void aPipelineThatNobodyHas() throws Exception {
        Pipeline<String> pipeline = PlantedWaits.asking(null);
        Pawl other = look(pipeline);
        RunHandle run = other.submit(pipeline, "", Submission.plain());
        Pawl pawl = start();
        Diagnosis said =
                named(Planted.PIPELINE_MISSING, pawl, other, run.id(), Code.PIPELINE, null, "pipeline", "version");
        offers(said, "resume 1");
        pawl.register(pipeline);
        pawl.resume(run.id(), "ada");
        until(() -> other.diagnose(run.id()), Code.PERSON, "review");
    }

    @Test
    @Tag("S7")
    default void aStageThatTheCodeHasLost() throws Exception {
        Gate gate = bench().gate();
        Pipeline<String> both = versioned(1, gate);
        Pawl first = start(both);
        RunHandle run = first.submit(both, "", Submission.plain());
        gate.awaitReached();
        bench().kill(first);
        gate.open();
        Pipeline<String> fewer = versioned(2, gate);
        Pawl second = start(fewer);
        Diagnosis said = named(
                Planted.STAGE_MISSING,
                second,
                look(fewer),
                run.id(),
                Code.VERSION,
                "embed",
                "pipeline",
                "version",
                "version known there");
        offers(said, "resume 1");
        assertThat(stage(second.run(run.id()).view(), "embed").status()).isEqualTo(StageStatus.WAITING);
        second.close();
        Pawl third = bench().open(options()).register(both).startForOwnRuns();
        third.resume(run.id(), "ada");
        end(third.run(run.id()), RunStatus.SUCCEEDED);
    }

    static Pipeline<String> versioned(int version, Gate gate) {
        var builder = Pipeline.named("versioned", String.class)
                .version(version)
                .stage(
                        "detect",
                        Integer.class,
                        s -> s.run(c -> {
                            gate.pass();
                            return 1;
                        }));
        return version == 1
                ? builder.stage("embed", Integer.class, s -> s.after("detect").run(c -> 1))
                        .build()
                : builder.build();
    }

    /** Holds the first {@code times} of its executions. */
    static Pipeline<String> holding(String name, int times, Gate gate, CountDownLatch begun) {
        AtomicInteger n = new AtomicInteger();
        return Pipeline.named(name, String.class)
                .stage(
                        "detect",
                        Integer.class,
                        s -> s.run(c -> {
                            int nth = n.incrementAndGet();
                            begun.countDown();
                            if (nth <= times) {
                                gate.pass();
                            }
                            return nth;
                        }))
                .build();
    }

    default UUID struck(Pipeline<String> pipeline, CountDownLatch begun, int strikes) throws Exception {
        Pawl first = start(pipeline);
        UUID run = first.submit(pipeline, "", Submission.plain()).id();
        Pawl at = first;
        for (int i = 0; i < strikes; i++) {
            int epoch = i + 1;
            Pawl now = at;
            Bench.until(() -> now.run(run).view().status() == RunStatus.RUNNING
                    && now.run(run).view().recoveries() == epoch - 1
                    && begun.getCount() <= 3 - epoch);
            bench().kill(at);
            if (i + 1 < strikes) {
                at = start(pipeline);
            }
        }
        return run;
    }

    @Test
    default void aStrike() throws Exception {
        Gate gate = bench().gate();
        CountDownLatch begun = new CountDownLatch(3);
        Pipeline<String> pipeline = holding("striking", 2, gate, begun);
        UUID run = struck(pipeline, begun, 1);
        Pawl pawl = start(pipeline);
        Diagnosis said = named(
                Planted.STRIKE,
                pawl,
                look(pipeline),
                run,
                Code.STRIKE,
                "detect",
                "strikes",
                "strikes that end it",
                "worker that died");
        offers(said, "stage reset 1 detect", "cancel 1");
        pawl.reset(run, "detect", "ada");
        until(() -> pawl.diagnose(run), Code.HELD, "detect");
        gate.open(); // what ended the worker is found
        pawl.press(run, "detect", "ada");
        end(pawl.run(run), RunStatus.SUCCEEDED);
    }

    @Test
    default void aSuspect() throws Exception {
        Gate gate = bench().gate();
        CountDownLatch begun = new CountDownLatch(3);
        Pipeline<String> pipeline = holding("striking", 2, gate, begun);
        UUID run = struck(pipeline, begun, 2);
        Gate others = bench().gate();
        Pipeline<String> beside = holding("beside", 1, others, new CountDownLatch(1));
        Pawl pawl = bench().open(options()).register(pipeline).register(beside).startForOwnRuns();
        RunHandle other = pawl.submit(beside, "", Submission.plain());
        others.awaitReached();
        pawl.resume(run, "ada");
        Diagnosis said = named(
                Planted.SUSPECT, pawl, look(pipeline, beside), run, Code.SUSPECT, "detect", "strikes", "executes now");
        assertThat(said.sentence()).contains("suspect detect is to execute alone", "run 2");
        assertThat(stage(pawl.run(run).view(), "detect").status()).isEqualTo(StageStatus.WAITING);
        assertThat(pawl.run(run).view().status()).isEqualTo(RunStatus.WAITING);
        offers(said, "cancel 2");
        pawl.cancel(other.id(), "ada", null);
        end(pawl.run(run), RunStatus.SUCCEEDED);
    }

    @Test
    @Tag("S5")
    default void aLateResultIsRefused() throws Exception {
        Gate gate = bench().gate();
        CountDownLatch begun = new CountDownLatch(1);
        Gate second = bench().gate();
        AtomicBoolean again = new AtomicBoolean();
        Pipeline<String> pipeline = Pipeline.named("frozen", String.class)
                .stage(
                        "detect",
                        String.class,
                        s -> s.run(c -> {
                            if (again.compareAndSet(false, true)) {
                                begun.countDown();
                                gate.passStubbornly();
                                return "late";
                            }
                            second.pass();
                            return "in time";
                        }))
                .build();
        Pawl zombie = start(pipeline);
        UUID run = zombie.submit(pipeline, "", Submission.plain()).id();
        begun.await();
        bench().storeOf(zombie).declareDead();
        Pawl pawl = start(pipeline);
        second.awaitReached();
        gate.open();
        Diagnosis said = named(
                Planted.FENCED,
                pawl,
                look(pipeline),
                run,
                Code.LATE_RESULT,
                "detect",
                "refused",
                "attempt",
                "epoch of the run",
                "came at");
        offers(said, "history 1");
        assertThat(events(pawl, run, Event.LateResult.class)).hasSize(1);
        second.open();
        end(pawl.run(run), RunStatus.SUCCEEDED);
        assertThat(Bench.text(pawl, run, "detect")).isEqualTo("\"in time\"");
    }
}
