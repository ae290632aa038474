// SPDX-License-Identifier: Apache-2.0
package dev.pawl.engine;

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
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Runs that were there when two workers in a row died execute alone, and keep nobody waiting longer than that. */
@Tag("S1")
interface SuspectsContract extends OnABench {

    /** Two workers die of all these runs; the engines are gone, and the code of their attempts waits at the gate. */
    private List<UUID> struckTwice(Pipeline<String> pipeline, AtomicInteger begun, int count) {
        List<UUID> runs = new ArrayList<>();
        for (int death = 1; death <= 2; death++) {
            Pawl dying = bench().start(pipeline);
            for (int i = 0; i < count && death == 1; i++) {
                runs.add(dying.submit(pipeline, "suspect", Submission.plain()).id());
            }
            int all = death * count;
            until(() -> begun.get() == all);
            bench().kill(dying);
        }
        return runs;
    }

    @Test
    default void suspectsExecuteOneByOneAndBesideNobody() throws Exception {
        Gate gate = bench().gate();
        AtomicInteger begun = new AtomicInteger();
        AtomicBoolean dying = new AtomicBoolean(true);
        CountDownLatch never = new CountDownLatch(1);
        AtomicInteger together = new AtomicInteger();
        AtomicInteger beside = new AtomicInteger();
        Pipeline<String> pipeline = Pipeline.named("watched", String.class)
                .stage(
                        "a",
                        Integer.class,
                        s -> s.run(c -> {
                            begun.incrementAndGet();
                            if (dying.get()) {
                                gate.pass();
                                return 0;
                            }
                            boolean suspect = c.input().equals("suspect");
                            if (together.incrementAndGet() > 1 && suspect) {
                                beside.incrementAndGet();
                            }
                            if (never.await(suspect ? 10 : 300, TimeUnit.MILLISECONDS)) {
                                throw new AssertionError("nobody counts down");
                            }
                            if (together.getAndDecrement() > 1 && suspect) {
                                beside.incrementAndGet();
                            }
                            return 1;
                        }))
                .build();
        List<UUID> suspects = struckTwice(pipeline, begun, 5);
        dying.set(false);
        Pawl next = bench().open().register(pipeline);
        List<RunHandle> good = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            good.add(next.submit(pipeline, "good", Submission.plain()));
        }
        next.start();
        for (UUID run : suspects) {
            end(next.run(run), SUCCEEDED);
            assertThat(events(next, run, Event.Claimed.class))
                    .extracting(Event.Claimed::strike)
                    .containsExactly(false, true, true);
        }
        for (RunHandle run : good) {
            end(run, SUCCEEDED);
        }
        assertThat(beside).hasValue(0);
    }

    /** Its driver can go on no more and leaves; nobody would ever say that its code is given up. */
    @Test
    default void deafCodeOfARunThatWasLeftKeepsNoSuspectWaitingForEver() throws Exception {
        Gate gate = bench().gate();
        Gate deaf = bench().gate();
        AtomicInteger begun = new AtomicInteger();
        AtomicBoolean dying = new AtomicBoolean(true);
        Pipeline<String> pipeline = Pipeline.named("left", String.class)
                .stage(
                        "a",
                        Integer.class,
                        s -> s.run(c -> {
                            begun.incrementAndGet();
                            if (c.input().equals("deaf")) {
                                deaf.passStubbornly();
                            } else if (dying.get()) {
                                gate.pass();
                            }
                            return 1;
                        }))
                .build();
        UUID suspect = struckTwice(pipeline, begun, 1).getFirst();
        dying.set(false);
        Pawl next = bench().open().register(pipeline).startForOwnRuns();
        RunHandle stubborn = next.submit(pipeline, "deaf", Submission.plain());
        deaf.awaitReached();
        bench().storeOf(next).breakReadsOf(stubborn.id());
        bench().open().cancel(stubborn.id(), null, null);
        next.resume(suspect, null);
        end(next.run(suspect), SUCCEEDED);
    }
}
