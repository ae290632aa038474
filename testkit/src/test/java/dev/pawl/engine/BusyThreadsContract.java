// SPDX-License-Identifier: Apache-2.0
package dev.pawl.engine;

import static dev.pawl.core.RunStatus.CANCELLED;
import static dev.pawl.core.RunStatus.CANCELLING;
import static dev.pawl.core.RunStatus.SUCCEEDED;
import static dev.pawl.engine.Bench.end;
import static dev.pawl.engine.Bench.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.Pawl;
import dev.pawl.Pipeline;
import dev.pawl.RefusedException;
import dev.pawl.RunHandle;
import dev.pawl.RunView;
import dev.pawl.Submission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Code that is busy keeps the cores of the process, so these tests are alone in it. */
@Timeout(60)
abstract class BusyThreadsContract extends OnAStore {

    /** From this process, or from another. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Tag("E4")
    @Tag("E6")
    @Tag("S5")
    void aBusyThreadThatIgnoresACancelIsFencedOffAndNamed(boolean elsewhere) throws Exception {
        Gate gate = bench().gate();
        Tally tally = new Tally();
        Pipeline<String> pipeline = Pipeline.named("stubborn", String.class)
                .key(input -> input)
                .stage(
                        "a",
                        Integer.class,
                        s -> s.run(c -> {
                            gate.spin();
                            return tally.count("a");
                        }))
                .build();
        Pawl pawl = bench().start(Bench.options().grace(Duration.ofSeconds(3)), pipeline);
        Pawl other = bench().open();
        RunHandle run = pawl.submit(pipeline, "k", Submission.plain());
        gate.awaitReached();
        (elsewhere ? other : pawl).cancel(run.id(), null, null);
        assertThat(other.run(run.id()).view().status()).isEqualTo(CANCELLING);
        until(run, view -> view.sentence().equals("Being cancelled, waiting for a to stop"));
        assertThatThrownBy(() -> pawl.submit(pipeline, "k", Submission.plain()))
                .as("the key is taken while the code may be at work")
                .isInstanceOf(RefusedException.class);
        RunView ended = end(run, CANCELLED);
        assertThat(ended.error()).isEqualTo("the code of a would not stop and was fenced off");
        assertThat(ended.sentence()).endsWith("; the code of a would not stop and was fenced off");
        RunHandle next = pawl.submit(pipeline, "k", Submission.plain());
        assertThat(tally.of("a")).isZero();
        gate.open();
        end(next, SUCCEEDED);
        until(() -> tally.of("a") == 2);
        assertThat(run.view().asOfSeq()).as("a cancelled run changes no more").isEqualTo(ended.asOfSeq());
        assertThat(run.view().status()).isEqualTo(CANCELLED);
        assertThat(pawl.check()).isEmpty();
    }

    /** Busy code that has every core to itself keeps nobody from stopping it, and no other run from its turn. */
    @Test
    @Tag("E6")
    @Tag("S1")
    void asManyBusyThreadsAsThereAreCoresAreFencedOff() throws Exception {
        int cores = Runtime.getRuntime().availableProcessors();
        Gate gate = bench().gate();
        Tally tally = new Tally();
        Pipeline<String> busy = Pipeline.named("busy", String.class)
                .stage(
                        "a",
                        Integer.class,
                        s -> s.run(c -> {
                            tally.count("a");
                            gate.spin();
                            return 1;
                        }))
                .build();
        Pipeline<String> quick = Pipeline.named("quick", String.class)
                .stage("a", Integer.class, s -> s.run(c -> 1))
                .build();
        Pawl pawl = bench().start(busy, quick);
        Pawl other = bench().open();
        List<RunHandle> runs = new ArrayList<>();
        for (int i = 0; i < cores; i++) {
            runs.add(pawl.submit(busy, "", Submission.plain()));
        }
        until(() -> tally.of("a") == cores);
        RunHandle fine = pawl.submit(quick, "", Submission.plain());
        end(fine, SUCCEEDED);
        for (RunHandle run : runs) {
            other.cancel(run.id(), null, null);
        }
        for (RunHandle run : runs) {
            end(run, CANCELLED);
        }
        end(pawl.submit(quick, "", Submission.plain()), SUCCEEDED);
    }

    /** A stage that waits, and gives in as soon as it is asked, is not taken for one that would not stop. */
    @Test
    @Tag("E6")
    @EnabledForJreRange(minVersion = 24)
    void aWaitingStageStopsThoughBusyThreadsHaveEveryCore() throws Exception {
        int cores = Runtime.getRuntime().availableProcessors();
        Gate waits = bench().gate();
        Gate spins = bench().gate();
        Tally tally = new Tally();
        Pipeline<String> waiting = Pipeline.named("waiting", String.class)
                .stage(
                        "a",
                        Integer.class,
                        s -> s.run(c -> {
                            waits.pass();
                            return 1;
                        }))
                .build();
        Pipeline<String> busy = Pipeline.named("busy", String.class)
                .stage(
                        "a",
                        Integer.class,
                        s -> s.run(c -> {
                            tally.count("a");
                            spins.spin();
                            return 1;
                        }))
                .build();
        Pawl pawl = bench().start(Bench.options().grace(Duration.ofSeconds(20)), waiting, busy);
        RunHandle run = pawl.submit(waiting, "", Submission.plain());
        waits.awaitReached();
        for (int i = 0; i < cores; i++) {
            var unused = pawl.submit(busy, "", Submission.plain());
        }
        until(() -> tally.of("a") == cores);
        pawl.cancel(run.id(), null, null);
        assertThat(end(run, CANCELLED).error()).isNull();
    }
}
