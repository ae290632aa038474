// SPDX-License-Identifier: Apache-2.0
package dev.pawl.engine;

import static dev.pawl.core.RunStatus.CANCELLED;
import static dev.pawl.core.RunStatus.SUCCEEDED;
import static dev.pawl.engine.Bench.end;
import static dev.pawl.engine.Bench.text;
import static dev.pawl.engine.Bench.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.Pawl;
import dev.pawl.Pipeline;
import dev.pawl.RunHandle;
import dev.pawl.Submission;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whatever is thrown while the engine reads, be it an error of the machine, is no reason never to read again. */
interface FaultsContract extends OnABench {

    private static void fault() {
        throw new OutOfMemoryError("as the test asked");
    }

    private Pipeline<String> waitsAt(Gate gate) {
        return Pipeline.named("faulty", String.class)
                .stage(
                        "a",
                        Integer.class,
                        s -> s.run(c -> {
                            gate.pass();
                            return 1;
                        }))
                .build();
    }

    @Test
    @Tag("S1")
    default void anErrorWhileALookIsMadeIsNotTheLastLook() throws Exception {
        Gate gate = bench().gate();
        gate.open();
        Pipeline<String> pipeline = waitsAt(gate);
        Pawl pawl = bench().start(pipeline);
        end(pawl.submit(pipeline, "", Submission.plain()), SUCCEEDED);
        bench().storeOf(pawl).beforeRead(FaultsContract::fault);
        RunHandle run = bench().open().submit(pipeline, "", Submission.plain());
        end(run, SUCCEEDED);
    }

    /** As when the database is started anew. */
    @Test
    @Tag("S6")
    default void whatAPersonAsksOutlastsAMomentWithoutADatabase() throws Exception {
        Pipeline<String> pipeline = waitsAt(bench().gate());
        Pawl pawl = bench().open();
        RunHandle run = pawl.submit(pipeline, "", Submission.plain());
        bench().storeOf(pawl).failBeforeLanding(14);
        pawl.cancel(run.id(), null, null);
        assertThat(run.view().status()).isEqualTo(CANCELLED);
    }

    @Test
    @Tag("S1")
    default void anErrorWhileOthersEntriesAreReadLosesNone() throws Exception {
        Gate gate = bench().gate();
        Pipeline<String> pipeline = waitsAt(gate);
        Pawl pawl = bench().start(pipeline);
        RunHandle run = pawl.submit(pipeline, "", Submission.plain());
        gate.awaitReached();
        bench().storeOf(pawl).beforeRead(FaultsContract::fault);
        bench().open().cancel(run.id(), null, null);
        until(() -> run.view().status() == CANCELLED);
        assertThat(pawl.check()).isEmpty();
    }

    /** As when the database is started anew just then: nothing that the stage did was wrong. */
    @Test
    @Tag("S1")
    @Tag("S3")
    default void aDatabaseThatIsAwayWhileCodeReadsFailsNoStage() throws Exception {
        Gate gate = bench().gate();
        String large = "large ".repeat(100_000);
        Pipeline<String> pipeline = Pipeline.named("reads", String.class)
                .stage("large", String.class, s -> s.run(c -> large))
                .stage(
                        "reads",
                        String.class,
                        s -> s.after("large").run(c -> {
                            String before = String.valueOf(c.lastCheckpoint(Integer.class));
                            c.checkpoint(1);
                            gate.pass();
                            return before
                                    + c.output("large", String.class).length()
                                    + c.input().length();
                        }))
                .build();
        Pawl first = bench().start(pipeline);
        RunHandle run = first.submit(pipeline, large, Submission.plain());
        gate.awaitReached();
        first.close();
        Pawl second = bench().open().register(pipeline);
        bench().storeOf(second).failValueReads(1, 0);
        second.start();
        until(() -> bench().storeOf(second).valueReadsToFail() == 0);
        bench().storeOf(second).failValueReads(1, 2);
        gate.open();
        until(() -> bench().storeOf(second).valueReadsToFail() == 0);
        end(second.run(run.id()), SUCCEEDED);
        assertThat(text(second, run.id(), "reads")).isEqualTo("\"1" + large.length() + large.length() + "\"");
    }
}
