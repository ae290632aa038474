// SPDX-License-Identifier: Apache-2.0
package dev.pawl.engine;

import static dev.pawl.core.RunStatus.CANCELLED;
import static dev.pawl.core.RunStatus.FAILED;
import static dev.pawl.core.RunStatus.QUEUED;
import static dev.pawl.core.RunStatus.RUNNING;
import static dev.pawl.core.RunStatus.SUCCEEDED;
import static dev.pawl.core.RunStatus.WAITING;
import static dev.pawl.engine.Bench.end;
import static dev.pawl.engine.Bench.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pawl.OnConflict;
import dev.pawl.Pawl;
import dev.pawl.Pipeline;
import dev.pawl.RawJson;
import dev.pawl.RecoveryAction;
import dev.pawl.RecoveryReport;
import dev.pawl.RefusedException;
import dev.pawl.Retry;
import dev.pawl.RetryPlan;
import dev.pawl.RunHandle;
import dev.pawl.RunView;
import dev.pawl.RunView.Possible;
import dev.pawl.Submission;
import dev.pawl.core.Event;
import dev.pawl.spi.RunQuery;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
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
            this(input -> key, bench);
        }

        private Held(Function<String, @Nullable String> key, Bench bench) {
            gate = bench.gate();
            pipeline = Pipeline.named("held", String.class)
                    .key(key)
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

        /** One whose key is its input, as it is of those that take it up. */
        static Held byInput(Bench bench) {
            return new Held(input -> input, bench);
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

    private static Possible possible(RunView view, String name) {
        return view.actions().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static RunView listed(Pawl pawl, UUID run) {
        return pawl.runs(RunQuery.newest(10)).stream()
                .filter(view -> view.id().equals(run))
                .findFirst()
                .orElseThrow();
    }

    @Test
    @Tag("D1")
    default void whatWouldBeRefusedForAnotherIsNotOffered() throws Exception {
        Held held = new Held(bench(), null);
        Pawl pawl = bench().start(held.pipeline);
        RunHandle first = held.failed(pawl);
        RunHandle second = pawl.retry(first.id(), Retry.from("b"));
        end(second, FAILED);
        assertThat(possible(first.view(), "resume").enabled()).isTrue();
        assertThat(possible(listed(pawl, second.id()), "retry").enabled()).isTrue();
        held.broken.set(false);
        RunHandle third = pawl.retry(second.id(), Retry.from("b"));
        held.gate.awaitReached();
        for (UUID above : List.of(first.id(), second.id())) {
            String why = refused(() -> pawl.resume(above, "ann")).problem();
            for (RunView view : List.of(pawl.run(above).view(), listed(pawl, above))) {
                assertThat(possible(view, "resume")).isEqualTo(new Possible("resume", false, why));
                assertThat(possible(view, "retry").enabled())
                        .as("from another stage")
                        .isTrue();
            }
        }
        pawl.cancel(third.id(), null, null);
        end(third, CANCELLED);
        pawl.resume(first.id(), "ann");
        until(first, RUNNING);
        String why = refused(() -> pawl.retry(second.id(), Retry.from("b"))).problem();
        assertThat(why).contains(first.id().toString());
        for (RunView view : List.of(second.view(), listed(pawl, second.id()))) {
            assertThat(possible(view, "retry")).isEqualTo(new Possible("retry", false, why));
            assertThat(possible(view, "resume").enabled()).isFalse();
        }
        int reads = bench().storeOf(pawl).reads();
        assertThat(first.view().status()).isEqualTo(RUNNING);
        assertThat(bench().storeOf(pawl).reads()).as("of a live run").isEqualTo(reads);
        held.gate.open();
        end(first, SUCCEEDED);
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

    /** Of one that was deleted nobody tells what it took up. */
    @Test
    @Tag("C2")
    @Tag("C12")
    default void alsoWhereOneBetweenThemWasDeleted() throws Exception {
        Held held = new Held(bench(), null);
        Pawl pawl = bench().start(held.pipeline);
        RunHandle first = held.failed(pawl);
        RunHandle second = pawl.retry(first.id(), Retry.from("b"));
        end(second, FAILED);
        RunHandle beside = pawl.retry(first.id(), Retry.from("a"));
        end(beside, FAILED);
        RunHandle last = pawl.retry(second.id(), Retry.from("b"));
        end(last, FAILED);
        assertThat(pawl.delete(second.id(), "ann")).isTrue();
        held.broken.set(false);
        pawl.resume(last.id(), "ann");
        held.gate.awaitReached();
        RefusedException no = refused(() -> pawl.resume(first.id(), "ann"));
        assertThat(no.code()).isEqualTo("ALREADY_RETRIED");
        assertThat(no.activeRun()).isEqualTo(last.id());
        assertThat(no.problem()).contains(" may take up run ");
        pawl.cancel(last.id(), null, null);
        end(last, CANCELLED);
        pawl.resume(first.id(), "ann");
        until(first, RUNNING);
        RefusedException active = refused(() -> pawl.retry(last.id(), Retry.from("b")));
        assertThat(active.code()).isEqualTo("RUN_ACTIVE");
        assertThat(active.activeRun()).isEqualTo(first.id());
        assertThat(active.problem()).contains(" may come,");
        held.gate.open();
        end(first, SUCCEEDED);
        end(pawl.resume(beside.id(), "ann"), SUCCEEDED);
    }

    /** What waits for a person cannot rest again; but it is not to go on either. */
    @Test
    @Tag("C2")
    default void whoIsResumedTooLateAndWaitsForAPersonIsCancelled() throws Exception {
        AtomicBoolean broken = new AtomicBoolean(true);
        Pipeline<String> pipeline = Pipeline.named("asks", String.class)
                .stage(
                        "a",
                        Integer.class,
                        s -> s.run(c -> {
                            if (broken.get()) {
                                throw new IllegalStateException("broken");
                            }
                            return 1;
                        }))
                .input("review", null, s -> s.after("a"))
                .build();
        Pawl pawl = bench().start(pipeline);
        Pawl other = bench().open().register(pipeline);
        RunHandle failed = pawl.submit(pipeline, "x", Submission.plain());
        end(failed, FAILED);
        broken.set(false);
        AtomicReference<RunHandle> retry = new AtomicReference<>();
        AtomicBoolean first = new AtomicBoolean(true);
        bench().storeOf(other).beforeAppend(() -> retry.set(pawl.retry(failed.id(), Retry.from("a"))));
        bench().storeOf(other).beforeAnswer(landed -> {
            if (first.getAndSet(false)) {
                Bench.until(() -> pawl.run(failed.id()).view().status() == WAITING);
            }
        });
        RefusedException no = refused(() -> other.resume(failed.id(), "ann"));
        assertThat(no.code()).isEqualTo("ALREADY_RETRIED");
        assertThat(no.activeRun()).isEqualTo(retry.get().id());
        end(pawl.run(failed.id()), CANCELLED);
        assertThat(Bench.events(pawl, failed.id(), Event.CancelRequested.class))
                .singleElement()
                .returns("ann", Event.CancelRequested::by)
                .extracting(Event.CancelRequested::reason)
                .asString()
                .startsWith(
                        "it was resumed at the same moment: run " + retry.get().id());
        assertThat(until(retry.get(), WAITING).status()).isEqualTo(WAITING);
    }

    private static Retry inLine() {
        return Retry.from("b")
                .input(RawJson.of("\"y\"".getBytes(StandardCharsets.UTF_8)))
                .onConflict(OnConflict.QUEUE);
    }

    /** It was in nobody's way, and who resumed the other one could not know of it. */
    @Test
    @Tag("C2")
    @Tag("C7")
    default void whatWaitedInLineBeginsOnlyWhenTheOtherHasEnded() throws Exception {
        Held held = Held.byInput(bench());
        Pawl pawl = bench().start(held.pipeline);
        RunHandle failed = held.failed(pawl);
        held.broken.set(false);
        RunHandle holder = pawl.submit(held.pipeline, "y", Submission.plain());
        held.gate.awaitReached();
        RunHandle retry = pawl.retry(failed.id(), inLine());
        pawl.resume(failed.id(), "ann");
        pawl.cancel(holder.id(), null, null);
        end(holder, CANCELLED);
        assertThat(pawl.recover(RecoveryAction.RESUME, null, Duration.ZERO).skipped())
                .filteredOn(left -> left.id().equals(retry.id()))
                .singleElement()
                .extracting(RecoveryReport.Left::reason)
                .asString()
                .startsWith("run " + failed.id() + ", from which run " + retry.id() + " comes, goes on");
        assertThat(retry.view().status()).isEqualTo(QUEUED);
        held.gate.open();
        end(failed, SUCCEEDED);
        end(retry, SUCCEEDED);
    }

    @Test
    @Tag("C2")
    @Tag("C7")
    default void whatWaitedInLineGivesWayToWhoIsResumedAsItBegins() throws Exception {
        Held held = Held.byInput(bench());
        Pawl first = bench().start(held.pipeline);
        RunHandle failed = held.failed(first);
        held.broken.set(false);
        bench().kill(first);
        Pawl other = bench().open().register(held.pipeline);
        RunHandle holder = other.submit(held.pipeline, "y", Submission.plain());
        RunHandle retry = other.retry(failed.id(), inLine());
        other.cancel(holder.id(), null, null);
        Pawl pawl = bench().open().register(held.pipeline);
        bench().storeOf(pawl).beforeAppend(() -> other.resume(failed.id(), "ann"));
        pawl.start();
        end(pawl.run(retry.id()), CANCELLED);
        assertThat(Bench.events(pawl, retry.id(), Event.CancelRequested.class))
                .singleElement()
                .extracting(Event.CancelRequested::reason)
                .asString()
                .startsWith("at the same moment run " + failed.id() + ", from which run " + retry.id() + " comes");
        held.gate.open();
        end(pawl.run(failed.id()), SUCCEEDED);
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
        assertThat(Bench.events(pawl, first.id(), Event.CancelRequested.class))
                .singleElement()
                .returns("ann", Event.CancelRequested::by)
                .returns("superseded by run " + second.view().number(), Event.CancelRequested::reason);
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
