// SPDX-License-Identifier: Apache-2.0
package dev.pawl.engine;

import static dev.pawl.core.RunStatus.CANCELLED;
import static dev.pawl.core.RunStatus.FAILED;
import static dev.pawl.core.RunStatus.RUNNING;
import static dev.pawl.core.RunStatus.SUCCEEDED;
import static dev.pawl.engine.Bench.end;
import static dev.pawl.engine.Bench.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pawl.OnConflict;
import dev.pawl.Pawl;
import dev.pawl.Pipeline;
import dev.pawl.RefusedException;
import dev.pawl.Retry;
import dev.pawl.RetryPlan;
import dev.pawl.RunHandle;
import dev.pawl.Submission;
import dev.pawl.spi.RunQuery;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Of runs that took each other up one goes on at a time, whoever asks for it, and however late. */
interface OneOfALineContract extends OnABench {

    /** Fails at b while it is broken, and is held there once it is not. */
    final class Held {
        final AtomicBoolean broken = new AtomicBoolean(true);
        final Gate gate;
        final Pipeline<String> pipeline;

        Held(Bench bench, @Nullable String key) {
            gate = bench.gate();
            pipeline = Pipeline.named("held", String.class)
                    .key(input -> key)
                    .stage("a", Integer.class, s -> s.run(c -> 1))
                    .stage(
                            "b",
                            Integer.class,
                            s -> s.after("a").run(c -> {
                                if (broken.get()) {
                                    throw new IllegalStateException("broken");
                                }
                                gate.pass();
                                return 2;
                            }))
                    .build();
        }

        RunHandle failed(Pawl pawl) throws InterruptedException {
            RunHandle run = pawl.submit(pipeline, "x", Submission.plain());
            end(run, FAILED);
            return run;
        }
    }

    private static RefusedException refused(Runnable what) {
        RefusedException refused = catchThrowableOfType(RefusedException.class, what::run);
        assertThat(refused).isNotNull();
        return refused;
    }

    @Test
    @Tag("C2")
    @Tag("D1")
    default void aRunIsNotResumedWhileAnotherTakesItUp() throws Exception {
        Held held = new Held(bench(), null);
        Pawl pawl = bench().start(held.pipeline);
        RunHandle first = held.failed(pawl);
        RunHandle second = pawl.retry(first.id(), Retry.from("b"));
        end(second, FAILED);
        held.broken.set(false);
        RunHandle third = pawl.retry(second.id(), Retry.from("b"));
        held.gate.awaitReached();
        for (RunHandle above : new RunHandle[] {first, second}) {
            RefusedException no = refused(() -> pawl.resume(above.id(), "ann"));
            assertThat(no.code()).isEqualTo("ALREADY_RETRIED");
            assertThat(no.activeRun()).isEqualTo(third.id());
            assertThat(no.remedy()).isEqualTo("watch or cancel that run; this one can be resumed when that has ended");
        }
        pawl.cancel(third.id(), null, null);
        end(third, CANCELLED);
        pawl.resume(first.id(), "ann");
        until(first, RUNNING);
        RefusedException no = refused(() -> pawl.resume(second.id(), "ann"));
        assertThat(no.code()).isEqualTo("RUN_ACTIVE");
        assertThat(no.activeRun()).isEqualTo(first.id());
        assertThat(refused(() -> pawl.retry(second.id(), Retry.from("b"))).code())
                .isEqualTo("RUN_ACTIVE");
        assertThat(pawl.planRetry(second.id(), Retry.from("b")).blocked())
                .isNotNull()
                .returns("RUN_ACTIVE", RetryPlan.Blocked::code);
        held.gate.open();
        end(first, SUCCEEDED);
        end(pawl.retry(second.id(), Retry.from("b")), SUCCEEDED);
    }

    @Test
    @Tag("C2")
    default void ofAResumeAndALaterRetryTheResumeGoesOn() throws Exception {
        Held held = new Held(bench(), null);
        Pawl pawl = bench().start(held.pipeline);
        Pawl other = bench().open().register(held.pipeline);
        RunHandle failed = held.failed(pawl);
        held.broken.set(false);
        bench().storeOf(other).beforeAppend(() -> pawl.resume(failed.id(), "ann"));
        RefusedException no = refused(() -> other.retry(failed.id(), Retry.from("b")));
        assertThat(no.code()).isEqualTo("RUN_ACTIVE");
        assertThat(no.activeRun()).isEqualTo(failed.id());
        UUID made = other.runs(RunQuery.newest(1)).getFirst().id();
        assertThat(made).isNotEqualTo(failed.id());
        end(other.run(made), CANCELLED);
        held.gate.open();
        end(failed, SUCCEEDED);
    }

    @Test
    @Tag("C2")
    default void ofARetryAndALaterResumeTheRetryGoesOn() throws Exception {
        Held held = new Held(bench(), null);
        Pawl pawl = bench().start(held.pipeline);
        Pawl other = bench().open().register(held.pipeline);
        RunHandle failed = held.failed(pawl);
        held.broken.set(false);
        AtomicReference<RunHandle> retry = new AtomicReference<>();
        bench().storeOf(other).beforeAppend(() -> retry.set(pawl.retry(failed.id(), Retry.from("b"))));
        RefusedException no = refused(() -> other.resume(failed.id(), "ann"));
        assertThat(no.code()).isEqualTo("ALREADY_RETRIED");
        assertThat(no.activeRun()).isEqualTo(retry.get().id());
        end(pawl.run(failed.id()), FAILED);
        held.gate.open();
        end(retry.get(), SUCCEEDED);
        pawl.resume(failed.id(), "ann");
        end(failed, SUCCEEDED);
    }

    @ParameterizedTest
    @EnumSource(
            value = OnConflict.class,
            names = {"QUEUE", "SUPERSEDE"})
    @Tag("C7")
    default void withoutAKeyThereIsNoLine(OnConflict how) throws Exception {
        Held held = new Held(bench(), null);
        Pawl pawl = bench().start(held.pipeline);
        RunHandle failed = held.failed(pawl);
        held.broken.set(false);
        RunHandle first = pawl.retry(failed.id(), Retry.from("b"));
        held.gate.awaitReached();
        RefusedException no =
                refused(() -> pawl.retry(failed.id(), Retry.from("b").onConflict(how)));
        assertThat(no.code()).isEqualTo("ALREADY_RETRIED");
        assertThat(no.activeRun()).isEqualTo(first.id());
        assertThat(no.problem()).endsWith("; and only runs with a key wait in line, or have another one cancelled");
        assertThat(no.remedy()).isEqualTo("watch or cancel that run, and ask again when it has ended");
    }

    @Test
    @Tag("C7")
    @Tag("E3")
    default void withAKeyARetrySupersedesTheOneBeforeIt() throws Exception {
        Held held = new Held(bench(), "k");
        Pawl pawl = bench().start(held.pipeline);
        RunHandle failed = held.failed(pawl);
        held.broken.set(false);
        RunHandle first = pawl.retry(failed.id(), Retry.from("b"));
        held.gate.awaitReached();
        RunHandle second = pawl.retry(
                failed.id(), Retry.from("b").onConflict(OnConflict.SUPERSEDE).by("ann"));
        end(first, CANCELLED);
        held.gate.open();
        end(second, SUCCEEDED);
        assertThat(Bench.events(pawl, first.id(), dev.pawl.core.Event.CancelRequested.class))
                .singleElement()
                .returns("ann", dev.pawl.core.Event.CancelRequested::by)
                .returns("superseded by run " + second.view().number(), dev.pawl.core.Event.CancelRequested::reason);
    }

    /** The place of its next entry was taken by who deleted it. */
    @Test
    @Tag("C12")
    @Tag("S1")
    default void whoResumesWhatIsBeingDeletedIsToldSo() throws Exception {
        Held held = new Held(bench(), null);
        Pawl pawl = bench().start(held.pipeline);
        Pawl other = bench().open();
        RunHandle failed = held.failed(pawl);
        bench().storeOf(pawl)
                .beforeAppend(() -> assertThat(other.delete(failed.id(), "bob")).isTrue());
        assertThatThrownBy(() -> pawl.resume(failed.id(), "ann")).isInstanceOfSatisfying(RefusedException.class, no -> {
            assertThat(no.code()).isEqualTo("NO_RUN");
            assertThat(no.problem()).isEqualTo("run " + failed.id() + " was deleted");
        });
        assertThat(pawl.runs(RunQuery.newest(10))).isEmpty();
        held.broken.set(false);
        held.gate.open();
        end(pawl.submit(held.pipeline, "y", Submission.plain()), SUCCEEDED);
        assertThat(pawl.check()).isEmpty();
    }
}
