// SPDX-License-Identifier: Apache-2.0
package dev.pawl.engine;

import static dev.pawl.core.RunStatus.SUCCEEDED;
import static dev.pawl.engine.Bench.events;
import static dev.pawl.engine.Bench.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.Diagnosis;
import dev.pawl.Health;
import dev.pawl.Pawl;
import dev.pawl.Pipeline;
import dev.pawl.RunHandle;
import dev.pawl.RunView;
import dev.pawl.Submission;
import dev.pawl.core.Event;
import dev.pawl.spi.RunQuery;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A living worker whose driver of a run fails keeps the run, and nobody else takes it: so it must not forget it. */
interface UndrivenContract extends OnABench {

    private Pipeline<String> waitsAt(Gate gate) {
        return Pipeline.named("undriven", String.class)
                .stage(
                        "a",
                        Integer.class,
                        s -> s.run(c -> {
                            gate.pass();
                            return 1;
                        }))
                .build();
    }

    /** Its result cannot be appended, for no reason a store should have. */
    private RunHandle fails(Pawl pawl, Gate gate) throws Exception {
        RunHandle run = pawl.submit(waitsAt(gate), "", Submission.plain());
        gate.awaitReached();
        bench().storeOf(pawl).throwOnce(new IllegalArgumentException("a fault of the store"));
        return run;
    }

    @Test
    @Tag("S1")
    default void itIsTakenAgainAndWhoWaitedIsTold() throws Exception {
        Gate gate = bench().gate();
        Pawl pawl = bench().start();
        RunHandle run = fails(pawl, gate);
        gate.open();
        assertThatThrownBy(() -> run.await(Bench.PATIENCE)).hasMessageContaining("a fault of the store");
        until(() -> run.view().status() == SUCCEEDED);
        assertThat(events(pawl, run.id(), Event.Claimed.class))
                .extracting(Event.Claimed::strike)
                .containsExactly(false, false);
        assertThat(pawl.check()).isEmpty();
    }

    @Test
    @Tag("S1")
    default void whyItCannotBeTakenIsSaid() throws Exception {
        Gate gate = bench().gate();
        Pawl pawl = bench().start();
        RunHandle run = fails(pawl, gate);
        bench().storeOf(pawl).breakReadsOf(run.id());
        gate.open();
        assertThatThrownBy(() -> run.await(Bench.PATIENCE)).hasMessageContaining("a fault of the store");
        Pawl other = bench().open();
        until(() -> other.diagnose(run.id()).reasons().stream()
                .map(Diagnosis.Cause::words)
                .anyMatch(words -> words.startsWith("no worker can execute it: the database is damaged")));
    }

    @Test
    @Tag("S1")
    default void everybodySaysThatNobodyExecutesIt() throws Exception {
        Gate gate = bench().gate();
        Pawl pawl = bench().start();
        Pawl other = bench().open();
        RunHandle run = pawl.submit(waitsAt(gate), "", Submission.plain());
        gate.awaitReached();
        bench().storeOf(pawl).throwAlways(new IllegalArgumentException("a fault of the store"));
        try {
            gate.open();
            for (Pawl anyone : List.of(pawl, other)) {
                until(() -> isInterrupted(anyone.run(run.id()).view())
                        && anyone.runs(RunQuery.newest(1)).getFirst().health() == Health.INTERRUPTED);
            }
        } finally {
            bench().storeOf(pawl).throwAlways(null);
        }
        until(() -> run.view().status() == SUCCEEDED);
    }

    private static boolean isInterrupted(RunView view) {
        return view.health() == Health.INTERRUPTED
                && view.sentence().startsWith("Interrupted at a: nobody executes it, as ")
                && view.sentence().contains("a fault of the store");
    }
}
