// SPDX-License-Identifier: Apache-2.0
package dev.pawl.engine;

import static dev.pawl.core.RunStatus.FAILED;
import static dev.pawl.core.RunStatus.SUCCEEDED;
import static dev.pawl.engine.Bench.end;
import static dev.pawl.engine.Bench.events;
import static dev.pawl.engine.Bench.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.Pawl;
import dev.pawl.Pipeline;
import dev.pawl.RejectedException;
import dev.pawl.RunHandle;
import dev.pawl.Submission;
import dev.pawl.core.Event;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Stages that check others. */
interface ValidatingContract extends OnABench {

    /** A generator, what polishes it, a validator that wants the draft of at least that round, and who uses it. */
    private static Pipeline<Integer> drafts(Tally tally, int rounds) {
        return Pipeline.named("drafts", Integer.class)
                .stage(
                        "draft",
                        String.class,
                        s -> s.run(c -> "draft " + tally.count("draft") + " after " + c.feedback(String.class)))
                .stage(
                        "polish",
                        String.class,
                        s -> s.after("draft").run(c -> {
                            tally.count("polish");
                            return "polished " + c.output("draft", String.class);
                        }))
                .stage(
                        "check",
                        String.class,
                        s -> s.after("polish").validates("draft", rounds).run(c -> {
                            if (tally.count("check") < c.input()) {
                                throw new RejectedException("too thin " + tally.of("check"));
                            }
                            return "fine";
                        }))
                .stage(
                        "print",
                        String.class,
                        s -> s.after("polish").run(c -> {
                            tally.count("print");
                            return c.output("polish", String.class);
                        }))
                .build();
    }

    @Test
    @Tag("C9")
    default void whatIsSentBackIsDoneOverWithTheFeedback() throws Exception {
        Tally tally = new Tally();
        Pawl pawl = bench().start();
        RunHandle run = pawl.submit(drafts(tally, 5), 3, Submission.plain());
        end(run, SUCCEEDED);
        assertThat(tally.all()).isEqualTo(Map.of("draft", 3, "polish", 3, "check", 3, "print", 1));
        assertThat(text(pawl, run.id(), "print")).isEqualTo("\"polished draft 3 after too thin 2\"");
        assertThat(events(pawl, run.id(), Event.Rejected.class))
                .extracting(Event.Rejected::reopened)
                .containsOnly(List.of("draft", "polish", "check"));
        assertThat(pawl.check()).isEmpty();
    }

    @Test
    @Tag("C9")
    default void roundsAreUsedUpAndAResumeBeginsAtTheGenerator() throws Exception {
        Tally tally = new Tally();
        Pawl pawl = bench().start();
        RunHandle run = pawl.submit(drafts(tally, 1), 4, Submission.plain());
        assertThat(end(run, FAILED).error()).contains("check", "rejects the output of draft");
        assertThat(tally.all()).isEqualTo(Map.of("draft", 2, "polish", 2, "check", 2));
        pawl.resume(run.id(), null);
        end(run, SUCCEEDED);
        assertThat(tally.all()).isEqualTo(Map.of("draft", 4, "polish", 4, "check", 4, "print", 1));
        assertThat(text(pawl, run.id(), "print")).isEqualTo("\"polished draft 4 after too thin 3\"");
    }

    @Test
    @Tag("C9")
    default void eachOfTwoValidatorsHasItsRoundsAndItsSay() throws Exception {
        Tally tally = new Tally();
        List<String> heard = new CopyOnWriteArrayList<>();
        Pipeline<Integer> two = Pipeline.named("two", Integer.class)
                .stage(
                        "draft",
                        String.class,
                        s -> s.run(c -> {
                            heard.add(String.valueOf(c.feedback(Map.class)));
                            return "draft";
                        }))
                .stage(
                        "facts",
                        String.class,
                        s -> s.after("draft").validates("draft", 1).run(c -> fussy(tally, "facts", 1)))
                .stage(
                        "style",
                        String.class,
                        s -> s.after("draft", "facts").validates("draft", 1).run(c -> fussy(tally, "style", 1)))
                .build();
        Pawl pawl = bench().start();
        end(pawl.submit(two, 0, Submission.plain()), SUCCEEDED);
        assertThat(heard).containsExactly("null", "{facts=facts 1}", "{style=style 1}");
        assertThat(tally.all()).isEqualTo(Map.of("facts", 3, "style", 2));
    }

    /** It finds fault that often. */
    private static String fussy(Tally tally, String validator, int often) throws RejectedException {
        int times = tally.count(validator);
        if (times <= often) {
            throw new RejectedException(validator + " " + times);
        }
        return "fine";
    }

    @Test
    @Tag("C9")
    default void whatTwoSayOfOneDraftIsHeardTogether() throws Exception {
        Tally tally = new Tally();
        CountDownLatch looking = new CountDownLatch(1);
        List<String> heard = new CopyOnWriteArrayList<>();
        Pawl pawl = bench().start();
        Pipeline<Integer> two = Pipeline.named("two", Integer.class)
                .stage(
                        "draft",
                        String.class,
                        s -> s.when(c -> {
                                    if (tally.count("asked") == 2) { // before it begins again, both have spoken
                                        Bench.until(() -> events(pawl, UUID.fromString(c.run()), Event.Rejected.class)
                                                        .size()
                                                == 2);
                                    }
                                    return true;
                                })
                                .run(c -> {
                                    heard.add(String.valueOf(c.feedback(Map.class)));
                                    return "draft";
                                }))
                .stage(
                        "facts",
                        String.class,
                        s -> s.after("draft").validates("draft", 1).run(c -> {
                            looking.await();
                            return fussy(tally, "facts", 1);
                        }))
                .stage(
                        "style",
                        String.class,
                        s -> s.after("draft").validates("draft", 0).run(c -> {
                            if (tally.count("style") == 1) {
                                looking.countDown();
                                untilInterrupted();
                                throw new RejectedException("dull");
                            }
                            return "fine";
                        }))
                .build();
        RunHandle run = pawl.submit(two, 0, Submission.plain());
        end(run, SUCCEEDED);
        assertThat(heard).containsExactly("null", "{facts=facts 1, style=dull}");
        assertThat(events(pawl, run.id(), Event.Rejected.class))
                .extracting(Event.Rejected::reopened)
                .containsExactly(List.of("draft", "facts", "style"), List.of());
    }

    private static void untilInterrupted() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
