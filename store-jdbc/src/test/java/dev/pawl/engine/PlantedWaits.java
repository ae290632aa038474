// SPDX-License-Identifier: Apache-2.0
package dev.pawl.engine;

import static dev.pawl.engine.Bench.end;
import static dev.pawl.engine.Bench.stage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.Diagnosis;
import dev.pawl.Diagnosis.Code;
import dev.pawl.Diagnosis.Help;
import dev.pawl.Pawl;
import dev.pawl.Pipeline;
import dev.pawl.RefusedException;
import dev.pawl.RunHandle;
import dev.pawl.Submission;
import dev.pawl.core.Effect;
import dev.pawl.core.RetryPolicy;
import dev.pawl.core.RunStatus;
import dev.pawl.core.SettleAs;
import dev.pawl.core.StageStatus;
import dev.pawl.engine.DiagnosisTable.Planted;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What waits for others, for people, and for its time; and what failed. */
interface PlantedWaits extends Planting {

    static Pipeline<String> asking(Duration deadline) {
        return Pipeline.named("asking", String.class)
                .input("review", deadline, s -> {})
                .stage("notify", Integer.class, s -> s.after("review").run(c -> 1))
                .build();
    }

    @Test
    default void aStageThatWaitsForAnother() throws Exception {
        Pipeline<String> pipeline = asking(null);
        Pawl pawl = start(pipeline);
        RunHandle run = pawl.submit(pipeline, "", Submission.plain());
        Diagnosis said = named(
                Planted.UNMET_STAGE, pawl, look(pipeline), run.id(), Code.UNMET, "notify", "waits for", "begins with");
        assertThat(cause(said, Code.UNMET, "notify").words()).isEqualTo("notify waits for review, which waits");
        offers(said, "edit 1 review --output JSON");
        pawl.edit(run.id(), "review", ANSWER, "ada");
        end(run, RunStatus.SUCCEEDED);
        assertThat(pawl.diagnose(run.id()).reasons()).isEmpty();
    }

    @Test
    default void aPerson() throws Exception {
        Pipeline<String> pipeline = asking(Duration.ofDays(3));
        Pawl pawl = start(pipeline);
        RunHandle run = pawl.submit(pipeline, "", Submission.plain());
        Diagnosis said = named(Planted.PERSON, pawl, look(pipeline), run.id(), Code.PERSON, "review", "since", "until");
        assertThat(said.sentence())
                .isEqualTo("Waiting for a person: give the output of review until 2026-01-04 00:00:00 UTC");
        offers(said, "edit 1 review --output JSON");
        pawl.edit(run.id(), "review", ANSWER, "ada");
        end(run, RunStatus.SUCCEEDED);
    }

    @Test
    default void aDeadlinePassed() throws Exception {
        Pipeline<String> pipeline = asking(Duration.ofDays(3));
        Pawl pawl = start(pipeline);
        RunHandle run = pawl.submit(pipeline, "", Submission.plain());
        Bench.until(run, RunStatus.WAITING);
        clock().advance(Duration.ofDays(4));
        // any command makes a turn, as its alarm does when the time has come for the machine, too
        assertThatThrownBy(() -> pawl.press(run.id(), "notify", null)).isInstanceOf(RefusedException.class);
        end(run, RunStatus.FAILED);
        Diagnosis said =
                named(Planted.DEADLINE, pawl, look(pipeline), run.id(), Code.DEADLINE, "review", "failed at", "kind");
        offers(said, "resume 1");
        pawl.resume(run.id(), "ada");
        Bench.until(run, RunStatus.WAITING);
        pawl.edit(run.id(), "review", ANSWER, "ada");
        end(run, RunStatus.SUCCEEDED);
    }

    @Test
    default void anEdit() throws Exception {
        Pipeline<String> pipeline = Pipeline.named("letter", String.class)
                .interactive()
                .stage("outline", String.class, s -> s.run(c -> "hello"))
                .stage("text", Object.class, s -> s.after("outline").run(c -> c.output("outline", Object.class)))
                .build();
        Pawl pawl = start(pipeline);
        RunHandle run = pawl.submit(pipeline, "", Submission.plain());
        Bench.until(
                run, view -> view.owner() == null && Bench.stage(view, "text").version() == 1);
        pawl.edit(run.id(), "outline", ANSWER, "ada");
        Diagnosis said = named(
                Planted.STALE_OUTPUT,
                pawl,
                look(pipeline),
                run.id(),
                Code.STALE,
                "text",
                "changed",
                "its version",
                "by");
        offers(said, "refresh-stale 1", "stage accept-stale 1 text");
        pawl.refreshStale(run.id(), "ada");
        Bench.until(
                run, view -> view.owner() == null && Bench.stage(view, "text").version() == 2);
        assertThat(pawl.diagnose(run.id()).reasons()).isEmpty();
    }

    @Test
    default void aBackOff() throws Exception {
        AtomicBoolean failed = new AtomicBoolean();
        Pipeline<String> pipeline = Pipeline.named("trying", String.class)
                .stage(
                        "call",
                        Integer.class,
                        s -> s.retry(new RetryPolicy(3, Duration.ofHours(1), 1, Duration.ofHours(1)))
                                .run(c -> {
                                    if (failed.compareAndSet(false, true)) {
                                        throw new IllegalStateException("the service says 503");
                                    }
                                    return 1;
                                }))
                .build();
        Pawl pawl = start(pipeline);
        RunHandle run = pawl.submit(pipeline, "", Submission.plain());
        Diagnosis said = named(
                Planted.BACK_OFF,
                pawl,
                look(pipeline),
                run.id(),
                Code.BACK_OFF,
                "call",
                "error",
                "next attempt at",
                "retries left");
        offers(said, "stage reset 1 call", "stage run 1 call");
        pawl.reset(run.id(), "call", "ada");
        pawl.press(run.id(), "call", "ada");
        end(run, RunStatus.SUCCEEDED);
    }

    @Test
    default void aManualStage() throws Exception {
        Pipeline<String> pipeline = Pipeline.named("publishing", String.class)
                .input("review", null, s -> {})
                .stage("preview", Integer.class, s -> s.manual().run(c -> 1))
                .build();
        Pawl pawl = start(pipeline);
        RunHandle run = pawl.submit(pipeline, "", Submission.plain());
        Diagnosis said = named(Planted.MANUAL, pawl, look(pipeline), run.id(), Code.MANUAL, "preview", "trigger");
        offers(said, "stage run 1 preview");
        pawl.press(run.id(), "preview", "ada");
        Bench.until(run, view -> stage(view, "preview").status() == StageStatus.SUCCEEDED);
        assertThat(cause(pawl.diagnose(run.id()), Code.MANUAL, "preview")).isNull();
    }

    @Test
    @Tag("S9")
    default void aDoubt() throws Exception {
        Gate gate = bench().gate();
        AtomicBoolean again = new AtomicBoolean();
        Pipeline<String> pipeline = Pipeline.named("mailing", String.class)
                .stage(
                        "send",
                        Integer.class,
                        s -> s.effect(Effect.EXTERNAL).run(c -> {
                            if (again.compareAndSet(false, true)) {
                                gate.pass();
                            }
                            return 1;
                        }))
                .build();
        Pawl first = start(pipeline);
        UUID run = first.submit(pipeline, "", Submission.plain()).id();
        gate.awaitReached();
        bench().kill(first);
        Pawl pawl = start(pipeline);
        Diagnosis said = named(
                Planted.DOUBT, pawl, look(pipeline), run, Code.DOUBT, "send", "attempt", "started at", "stopped by");
        offers(
                said,
                "stage settle 1 send --as done --yes",
                "stage settle 1 send --as rerun --yes",
                "stage settle 1 send --as failed --yes");
        pawl.settle(run, "send", SettleAs.RERUN, null, "ada");
        end(pawl.run(run), RunStatus.SUCCEEDED);
    }

    @Test
    default void aConditionThatCannotBeEvaluated() throws Exception {
        AtomicBoolean mended = new AtomicBoolean();
        Pipeline<String> pipeline = Pipeline.named("choosing", String.class)
                .stage(
                        "notify",
                        Integer.class,
                        s -> s.when(c -> {
                                    if (!mended.get()) {
                                        throw new IllegalStateException("the list of users is away");
                                    }
                                    return true;
                                })
                                .run(c -> 1))
                .build();
        Pawl pawl = start(pipeline);
        RunHandle run = pawl.submit(pipeline, "", Submission.plain());
        end(run, RunStatus.FAILED);
        Diagnosis said = named(
                Planted.CONDITION_ERROR, pawl, look(pipeline), run.id(), Code.CONDITION, "notify", "kind", "failed at");
        assertThat(cause(said, Code.CONDITION, "notify").words()).contains("the list of users is away");
        offers(said, "resume 1");
        mended.set(true);
        pawl.resume(run.id(), "ada");
        end(run, RunStatus.SUCCEEDED);
    }

    @Test
    default void aMissingKey() throws Exception {
        Pipeline<String> pipeline = Pipeline.named("needing", String.class)
                .stage("detect", Object.class, s -> s.run(c -> c.input().isEmpty() ? Map.of() : Map.of("faces", 3)))
                .stage(
                        "embed",
                        Integer.class,
                        s -> s.after("detect").requires("detect.faces").run(c -> 1))
                .build();
        Pawl pawl = start(pipeline);
        RunHandle run = pawl.submit(pipeline, "", Submission.plain());
        end(run, RunStatus.FAILED);
        Diagnosis said =
                named(Planted.MISSING_KEY, pawl, look(pipeline), run.id(), Code.MISSING, "embed", "kind", "failed at");
        assertThat(cause(said, Code.MISSING, "embed").words()).contains("faces", "detect");
        assertThat(said.actions()).extracting(Help::name).contains("run");
        end(pawl.submit(pipeline, "episode", Submission.plain()), RunStatus.SUCCEEDED);
    }
}
