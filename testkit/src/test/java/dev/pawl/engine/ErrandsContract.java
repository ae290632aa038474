// SPDX-License-Identifier: Apache-2.0
package dev.pawl.engine;

import static dev.pawl.core.RunStatus.CANCELLED;
import static dev.pawl.core.RunStatus.CANCELLING;
import static dev.pawl.core.RunStatus.FAILED;
import static dev.pawl.core.RunStatus.SUCCEEDED;
import static dev.pawl.engine.Bench.end;
import static dev.pawl.engine.Bench.events;
import static dev.pawl.engine.Bench.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.Pawl;
import dev.pawl.Pipeline;
import dev.pawl.RunHandle;
import dev.pawl.Submission;
import dev.pawl.core.Event;
import dev.pawl.core.FailureKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is asked beside a stage's code is work as that is: it is stopped, waited for, bounded, and may be poison. */
interface ErrandsContract extends OnABench {

    /** Code beside the stage's own. */
    enum Errand {
        CONDITION("evaluating its condition "),
        LIST("listing its items ");

        final String doing;

        Errand(String doing) {
            this.doing = doing;
        }

        /** One stage, {@code a}, that asks this first. */
        Pipeline<String> pipeline(Duration timeout, Asked asked) {
            return Pipeline.named("errand", String.class)
                    .stage("a", Object.class, s -> {
                        if (timeout != null) {
                            s.timeout(timeout);
                        }
                        if (this == CONDITION) {
                            s.when(c -> asked.ask(c.input())).run(c -> 1);
                        } else {
                            s.map(c -> asked.ask(c.input()) ? List.of(1) : List.of(), (c, item) -> item);
                        }
                    })
                    .build();
        }
    }

    /** What the errand does. */
    interface Asked {
        boolean ask(String input) throws Exception;
    }

    @ParameterizedTest
    @EnumSource
    @Tag("E6")
    default void aCancelInterruptsItAndWaits(Errand errand) throws Exception {
        Gate inside = bench().gate();
        Gate stopping = bench().gate();
        Pipeline<String> pipeline = errand.pipeline(null, input -> {
            try {
                inside.pass();
            } catch (InterruptedException e) {
                stopping.passStubbornly();
            }
            return true;
        });
        Pawl pawl = bench().start(Bench.options().grace(Duration.ofSeconds(20)));
        RunHandle run = pawl.submit(pipeline, "", Submission.plain());
        inside.awaitReached();
        pawl.cancel(run.id(), null, null);
        stopping.awaitReached();
        until(run, view -> view.sentence().contains("waiting for a to stop"));
        assertThat(run.view().status()).isEqualTo(CANCELLING);
        stopping.open();
        assertThat(end(run, CANCELLED).error()).isNull();
        assertThat(pawl.check()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    @Tag("E6")
    default void oneThatIgnoresACancelIsFencedOffAndNamed(Errand errand) throws Exception {
        Gate gate = bench().gate();
        Tally tally = new Tally();
        Pipeline<String> pipeline = errand.pipeline(null, input -> {
            gate.passStubbornly();
            tally.count("back");
            return true;
        });
        Pawl pawl = bench().start();
        RunHandle run = pawl.submit(pipeline, "", Submission.plain());
        gate.awaitReached();
        pawl.cancel(run.id(), null, null);
        assertThat(end(run, CANCELLED).error()).isEqualTo("the code of a would not stop and was fenced off");
        int last = run.view().asOfSeq();
        gate.open();
        until(() -> tally.of("back") == 1);
        RunHandle next = pawl.submit(pipeline, "", Submission.plain());
        end(next, SUCCEEDED);
        assertThat(run.view().asOfSeq()).as("its answer changes nothing").isEqualTo(last);
    }

    /** What an interrupt makes of the answer is not trusted: the next worker asks again. */
    @ParameterizedTest
    @EnumSource
    @Tag("S1")
    default void aDrainInterruptsItAndTheNextWorkerAsksAgain(Errand errand) throws Exception {
        Gate gate = bench().gate();
        AtomicInteger begun = new AtomicInteger();
        Pipeline<String> pipeline = errand.pipeline(null, input -> {
            boolean first = begun.incrementAndGet() == 1;
            try {
                if (first) {
                    gate.pass();
                }
                return true;
            } catch (InterruptedException e) {
                return false;
            }
        });
        Pawl pawl = bench().start(Bench.options().grace(Duration.ofSeconds(20)), pipeline);
        RunHandle run = pawl.submit(pipeline, "", Submission.plain());
        gate.awaitReached();
        pawl.close();
        Pawl next = bench().start(pipeline);
        end(next.run(run.id()), SUCCEEDED);
        assertThat(events(next, run.id(), Event.Released.class))
                .extracting(Event.Released::reason)
                .containsExactly("drained");
        assertThat(events(next, run.id(), Event.ConditionEvaluated.class)).allMatch(Event.ConditionEvaluated::holds);
        assertThat(events(next, run.id(), Event.ItemsListed.class)).allMatch(listed -> listed.count() == 1);
    }

    @ParameterizedTest
    @EnumSource
    @Tag("E6")
    default void theTimeOutBoundsIt(Errand errand) throws Exception {
        Gate gate = bench().gate();
        Pipeline<String> pipeline = errand.pipeline(Duration.ofMillis(30), input -> {
            gate.pass();
            return true;
        });
        Pawl pawl = bench().start();
        RunHandle run = pawl.submit(pipeline, "", Submission.plain());
        assertThat(end(run, FAILED).error())
                .isEqualTo("stage a: " + errand.doing + "took longer than its time-out of 30ms");
        assertThat(events(pawl, run.id(), Event.ConditionFailed.class))
                .allMatch(e -> e.failure().kind() == FailureKind.TIMEOUT);
        assertThat(events(pawl, run.id(), Event.AttemptFailed.class))
                .allMatch(e -> e.failure().kind() == FailureKind.TIMEOUT);
        assertThat(pawl.check()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    @Tag("E6")
    default void oneThatIgnoresItsTimeOutIsFencedOff(Errand errand) throws Exception {
        Gate gate = bench().gate();
        Pipeline<String> pipeline = errand.pipeline(Duration.ofMillis(30), input -> !gate.passStubbornly());
        Pawl pawl = bench().start();
        RunHandle run = pawl.submit(pipeline, "", Submission.plain());
        assertThat(end(run, FAILED).error())
                .startsWith("stage a: " + errand.doing)
                .endsWith("and would not stop");
    }

    @ParameterizedTest
    @EnumSource
    @Tag("S1")
    default void oneThatTakesItsWorkerDownIsConvictedAfterThree(Errand errand) throws Exception {
        Gate gate = bench().gate();
        AtomicInteger begun = new AtomicInteger();
        Pipeline<String> pipeline = errand.pipeline(null, input -> {
            begun.incrementAndGet();
            gate.pass();
            return true;
        });
        UUID run = null;
        for (int death = 1; death <= 3; death++) {
            Pawl dying = bench().start(pipeline);
            run = run == null ? dying.submit(pipeline, "", Submission.plain()).id() : run;
            int times = death;
            until(() -> begun.get() == times);
            bench().kill(dying);
        }
        Pawl last = bench().start(pipeline);
        assertThat(end(last.run(Objects.requireNonNull(run)), FAILED).error())
                .startsWith("stage a: ")
                .endsWith("crashed its worker 3 times, the last time alone");
        assertThat(begun).hasValue(3);
        assertThat(last.check()).isEmpty();
    }

    /** Two were there at the first deaths; the third is of the one that was asked alone, not of the one that waits for that. */
    @ParameterizedTest
    @EnumSource
    @Tag("S1")
    default void oneThatOnlyWaitsToBeAloneIsNotConvicted(Errand errand) throws Exception {
        Gate gate = bench().gate();
        AtomicInteger begun = new AtomicInteger();
        AtomicBoolean dying = new AtomicBoolean(true);
        Pipeline<String> pipeline = errand.pipeline(null, input -> {
            begun.incrementAndGet();
            if (dying.get()) {
                gate.pass();
            }
            return true;
        });
        List<UUID> runs = new ArrayList<>();
        List<Integer> deaths = new ArrayList<>();
        for (int begins : List.of(2, 4, 5)) {
            Pawl next = bench().start(pipeline);
            deaths.add(begins);
            while (runs.size() < 2) {
                runs.add(next.submit(pipeline, "", Submission.plain()).id());
            }
            until(() -> begun.get() == begins && runs.stream().allMatch(run -> claims(next, run) == deaths.size()));
            bench().kill(next);
        }
        dying.set(false);
        Pawl last = bench().start(pipeline);
        assertThat(List.of(
                        end(last.run(runs.get(0))).status(),
                        end(last.run(runs.get(1))).status()))
                .containsExactlyInAnyOrder(FAILED, SUCCEEDED);
    }

    private static int claims(Pawl pawl, UUID run) {
        return events(pawl, run, Event.Claimed.class).size();
    }

    /** Else nobody would know what the worker died of. */
    @Test
    @Tag("S1")
    default void nothingIsAskedBeforeWhatLedToItIsDurable() throws Exception {
        Gate gate = bench().gate();
        AtomicReference<List<?>> known = new AtomicReference<>();
        Pawl pawl = bench().start();
        Pipeline<String> pipeline = Pipeline.named("later", String.class)
                .stage(
                        "a",
                        Integer.class,
                        s -> s.run(c -> {
                            gate.pass();
                            return 1;
                        }))
                .stage(
                        "b",
                        Integer.class,
                        s -> s.after("a")
                                .when(c -> {
                                    known.set(events(pawl, UUID.fromString(c.run()), Event.AttemptSucceeded.class));
                                    return true;
                                })
                                .run(c -> 2))
                .build();
        WatchedStore store = bench().storeOf(pawl);
        RunHandle run = pawl.submit(pipeline, "", Submission.plain());
        gate.awaitReached();
        store.hold();
        gate.open();
        until(() -> store.held() == 1);
        store.release();
        end(run, SUCCEEDED);
        assertThat(known.get()).hasSize(1);
    }
}
