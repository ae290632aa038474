// SPDX-License-Identifier: Apache-2.0
package dev.pawl.engine;

import static dev.pawl.engine.Bench.end;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.Diagnosis;
import dev.pawl.Diagnosis.Code;
import dev.pawl.Diagnosis.Help;
import dev.pawl.Limits;
import dev.pawl.Pawl;
import dev.pawl.Pipeline;
import dev.pawl.RunHandle;
import dev.pawl.Submission;
import dev.pawl.core.RunStatus;
import dev.pawl.engine.DiagnosisTable.Planted;
import dev.pawl.testkit.FakeDatabase;
import dev.pawl.testkit.FakeStore;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Limits that hold across all workers. */
interface PlantedLimits extends Planting {

    private static Pipeline<String> holding(Gate gate, Limits limits) {
        return Pipeline.named("limited", String.class)
                .limits(limits)
                .stage(
                        "detect",
                        Integer.class,
                        s -> s.limit("gpu", 1).run(c -> {
                            gate.pass();
                            return 1;
                        }))
                .build();
    }

    @Test
    @Tag("B7")
    default void aQueueLimit() throws Exception {
        Gate gate = bench().gate();
        Pipeline<String> pipeline = holding(gate, Limits.NONE.running(1));
        Pawl pawl = start(pipeline);
        RunHandle first = pawl.submit(pipeline, "", Submission.plain());
        gate.awaitReached();
        RunHandle run = pawl.submit(pipeline, "", Submission.plain());
        Diagnosis said = named(
                Planted.QUEUE_LIMIT,
                pawl,
                look(pipeline),
                run.id(),
                Code.LIMIT,
                null,
                "limit",
                "most",
                "running",
                "since");
        offers(said, "ls --pipeline limited", "cancel " + run.view().number());
        pawl.cancel(first.id(), null, null);
        end(first, RunStatus.CANCELLED);
        gate.open();
        end(run, RunStatus.SUCCEEDED);
    }

    @Test
    @Tag("B7")
    default void aQueueRate() throws Exception {
        Gate gate = bench().gate();
        gate.open();
        Pipeline<String> pipeline = holding(gate, Limits.NONE.rate(1, Duration.ofSeconds(3)));
        Pawl pawl = start(pipeline);
        end(pawl.submit(pipeline, "", Submission.plain()), RunStatus.SUCCEEDED);
        RunHandle run = pawl.submit(pipeline, "", Submission.plain());
        Diagnosis said = named(
                Planted.QUEUE_RATE,
                pawl,
                look(pipeline),
                run.id(),
                Code.LIMIT,
                null,
                "limit",
                "most",
                "the next may begin at",
                "since");
        assertThat(said.actions()).extracting(Help::name).contains("wait");
        end(run, RunStatus.SUCCEEDED);
    }

    /** On a database that takes several workers, which a file does not. */
    @Test
    @Tag("B7")
    default void aSlotHeldOnAnotherWorker() throws Exception {
        FakeDatabase database = FakeDatabase.forManyWorkers(InstantSource.system());
        try (Bench fleet = new Bench(() -> new FakeStore(database, Runnable::run))) {
            Gate gate = fleet.gate();
            Pipeline<String> pipeline = holding(gate, Limits.NONE);
            Pawl one = fleet.start(Bench.options().workerName("node-1"), pipeline);
            RunHandle holder = one.submit(pipeline, "", Submission.plain());
            gate.awaitReached();
            Pawl two = fleet.start(Bench.options().workerName("node-2"), pipeline);
            RunHandle run = two.submit(pipeline, "", Submission.plain());
            Pawl other = fleet.open();
            other.register(pipeline);
            Diagnosis said =
                    named(Planted.FLEET_SLOT, two, other, run.id(), Code.LIMIT, "detect", "limit", "slots", "held by");
            offers(said, "cancel " + holder.view().number());
            two.cancel(holder.id(), null, null);
            gate.open();
            end(run, RunStatus.SUCCEEDED);
        }
    }
}
