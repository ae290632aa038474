// SPDX-License-Identifier: Apache-2.0
package dev.pawl.core;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The vocabulary of the rows: pipelines, events, commands, worlds and actions in a word each. What is not said is plain:
 * time zero, worker A, epoch 1, generation 0, attempt 1.
 */
final class Words {

    static final UUID RUN = new UUID(7, 7);
    static final UUID A = new UUID(0, 0xA);
    static final UUID B = new UUID(0, 0xB);
    static final Instant ZERO = Instant.parse("2026-01-01T00:00:00Z");
    static final Content DEFINITION = content('d');
    static final Content INPUT = content('1');
    static final Content OUT = content('2');
    static final Content PARTIAL = content('3');
    static final Failure OOPS = new Failure(FailureKind.ERROR, "oops");
    static final RetryPolicy TWICE = new RetryPolicy(2, Duration.ofSeconds(10), 2, Duration.ofSeconds(60));

    private Words() {}

    static Content content(char digit) {
        return new Content(String.valueOf(digit).repeat(64), 1);
    }

    static Instant at(long seconds) {
        return ZERO.plusSeconds(seconds);
    }

    // Pipelines

    static PipelineSpec pipeline(StageSpec... stages) {
        return new PipelineSpec("p", 1, CheckpointPolicy.EVERY_STAGE, false, List.of(stages));
    }

    static PipelineSpec onFailure(StageSpec... stages) {
        return new PipelineSpec("p", 1, CheckpointPolicy.ON_FAILURE, false, List.of(stages));
    }

    static PipelineSpec forUser(StageSpec... stages) {
        return new PipelineSpec("p", 1, CheckpointPolicy.EVERY_STAGE, true, List.of(stages));
    }

    static StageSpec stage(String id, String... after) {
        return StageSpec.of(id, after);
    }

    static StageSpec pure(StageSpec s) {
        return s.but().effect(Effect.PURE).build();
    }

    static StageSpec external(StageSpec s) {
        return s.but().effect(Effect.EXTERNAL).build();
    }

    static StageSpec rerunning(StageSpec s) {
        return s.but().effect(Effect.EXTERNAL).onDoubt(OnDoubt.RERUN).build();
    }

    static StageSpec twice(StageSpec s) {
        return s.but().retry(TWICE).build();
    }

    static StageSpec within(long seconds, StageSpec s) {
        return s.but().timeout(Duration.ofSeconds(seconds)).build();
    }

    // Events

    static Event created(String... stages) {
        return new Event.Created(
                ZERO, "p", 1, DEFINITION, List.of(stages), INPUT, "key", "ann", Map.of("l", "v"), Queueing.NONE);
    }

    static Event claimed() {
        return claimed(A, 1);
    }

    static Event claimed(UUID worker, int epoch) {
        return new Event.Claimed(ZERO, worker, epoch, false);
    }

    static Event released() {
        return new Event.Released(ZERO, "drained");
    }

    static Event started(String stage) {
        return started(stage, 0, 1, 1);
    }

    static Event started(String stage, int generation, int number, int epoch) {
        return new Event.AttemptStarted(ZERO, stage, generation, number, epoch);
    }

    static Event succeeded(String stage) {
        return new Event.AttemptSucceeded(ZERO, stage, OUT, null);
    }

    static Event degraded(String stage) {
        return new Event.AttemptSucceeded(ZERO, stage, OUT, "thin");
    }

    static Event failed(String stage) {
        return new Event.AttemptFailed(ZERO, stage, OOPS, null, PARTIAL);
    }

    static Event failedUntil(long retryAt, String stage) {
        return failedUntil(at(retryAt), stage, OOPS);
    }

    static Event failedUntil(@Nullable Instant retryAt, String stage, Failure failure) {
        return new Event.AttemptFailed(ZERO, stage, failure, retryAt, PARTIAL);
    }

    static Event doubted(String stage) {
        return new Event.Doubted(ZERO, stage);
    }

    static Event doubted(String stage, Failure why) {
        return new Event.Doubted(ZERO, stage, why, PARTIAL);
    }

    static Event settled(String stage, SettleAs as) {
        return new Event.Settled(ZERO, stage, as, as == SettleAs.DONE ? OUT : null, "bob");
    }

    static Event cancelRequested() {
        return new Event.CancelRequested(ZERO, "bob", "enough");
    }

    static Event resumed(String... stages) {
        return new Event.Resumed(ZERO, "bob", List.of(stages));
    }

    static Event late(String stage, int epoch) {
        return new Event.LateResult(ZERO, stage, 0, 1, Attempt.NO_ITEM, epoch, OUT);
    }

    static Event ended(RunStatus status) {
        return new Event.Ended(ZERO, status, null);
    }

    static Event cancelledBeside(String stages) {
        String words = "the code of " + stages + " would not stop and was fenced off";
        return new Event.Ended(ZERO, RunStatus.CANCELLED, new Failure(FailureKind.CUT_SHORT, words));
    }

    static Event endedFailed(String message) {
        return new Event.Ended(ZERO, RunStatus.FAILED, new Failure(FailureKind.ERROR, message));
    }

    /** The event, that many seconds later. */
    static Event on(long seconds, Event event) {
        Instant at = at(seconds);
        return switch (event) {
            case Event.Created e ->
                new Event.Created(
                        at,
                        e.pipeline(),
                        e.version(),
                        e.definition(),
                        e.stages(),
                        e.input(),
                        e.key(),
                        e.user(),
                        e.labels(),
                        Queueing.NONE,
                        e.lineage(),
                        e.interactive());
            case Event.Reused e ->
                new Event.Reused(
                        at,
                        e.stage(),
                        e.status(),
                        e.output(),
                        e.degraded(),
                        e.run(),
                        e.artifacts(),
                        e.reads(),
                        e.answeredFor());
            case Event.Claimed e -> new Event.Claimed(at, e.worker(), e.epoch(), e.strike());
            case Event.Released e -> new Event.Released(at, e.reason(), e.rests());
            case Event.AttemptStarted e ->
                new Event.AttemptStarted(at, e.stage(), e.generation(), e.number(), e.epoch());
            case Event.AttemptSucceeded e -> new Event.AttemptSucceeded(at, e.stage(), e.output(), e.degraded());
            case Event.AttemptFailed e -> new Event.AttemptFailed(at, e.stage(), e.failure(), e.retryAt(), e.partial());
            case Event.Doubted e -> new Event.Doubted(at, e.stage(), e.failure(), e.partial());
            case Event.Settled e -> new Event.Settled(at, e.stage(), e.as(), e.output(), e.by());
            case Event.CancelRequested e -> new Event.CancelRequested(at, e.by(), e.reason());
            case Event.Resumed e -> new Event.Resumed(at, e.by(), e.reopened());
            case Event.LateResult e ->
                new Event.LateResult(
                        at, e.stage(), e.generation(), e.number(), e.item(), e.epoch(), e.output(), e.artifacts());
            case Event.ConditionEvaluated e -> new Event.ConditionEvaluated(at, e.stage(), e.holds());
            case Event.ConditionAsked e -> new Event.ConditionAsked(at, e.stage(), e.epoch());
            case Event.ConditionFailed e -> new Event.ConditionFailed(at, e.stage(), e.failure());
            case Event.StageWaits e -> new Event.StageWaits(at, e.stage(), e.until());
            case Event.Edited e -> new Event.Edited(at, e.stage(), e.output(), e.by());
            case Event.Pressed e -> new Event.Pressed(at, e.stage(), e.by());
            case Event.Reset e -> new Event.Reset(at, e.stage(), e.by());
            case Event.Undone e -> new Event.Undone(at, e.stage(), e.version(), e.by());
            case Event.Adopted e -> new Event.Adopted(at, e.stage(), e.output(), e.artifacts(), e.by());
            case Event.StaleDismissed e -> new Event.StaleDismissed(at, e.stage(), e.by());
            case Event.StaleAccepted e -> new Event.StaleAccepted(at, e.stage(), e.by());
            case Event.RefreshAsked e -> new Event.RefreshAsked(at, e.stages(), e.by());
            case Event.Kept e -> new Event.Kept(at, e.stage());
            case Event.Closed e -> new Event.Closed(at, e.by());
            case Event.ItemsListed e -> new Event.ItemsListed(at, e.stage(), e.count(), e.list(), e.keys());
            case Event.ItemStarted e -> new Event.ItemStarted(at, e.stage(), e.item());
            case Event.ItemSucceeded e -> new Event.ItemSucceeded(at, e.stage(), e.item(), e.output(), e.degraded());
            case Event.ItemFailed e -> new Event.ItemFailed(at, e.stage(), e.item(), e.failure(), e.retryAt());
            case Event.ItemDoubted e -> new Event.ItemDoubted(at, e.stage(), e.item(), e.failure());
            case Event.Rejected e -> new Event.Rejected(at, e.stage(), e.validates(), e.feedback(), e.reopened());
            case Event.Ended e -> new Event.Ended(at, e.status(), e.failure());
        };
    }

    /** A task's state: of what only other kinds have, there is nothing. */
    static StageState state(
            StageStatus status,
            @Nullable WaitFor waitsFor,
            int generation,
            int number,
            int epoch,
            long startOrdinal,
            @Nullable Instant startedAt,
            @Nullable Instant finishedAt,
            @Nullable Instant until,
            @Nullable Content output,
            @Nullable Content partial,
            @Nullable String degraded,
            @Nullable Failure failure) {
        return new StageState(
                status,
                waitsFor,
                generation,
                number,
                epoch,
                startOrdinal,
                startedAt,
                finishedAt,
                until,
                output,
                List.of(),
                partial,
                degraded,
                failure,
                false,
                false,
                false,
                0,
                null,
                null,
                null,
                Past.NONE);
    }

    /** The same, whatever it has put out so far. */
    static StageState withoutPast(StageState state) {
        StageChange plain = state.change();
        plain.past = Past.NONE;
        return plain.build();
    }

    static Run fold(Event... events) {
        return fold(List.of(events));
    }

    static Run fold(List<Event> events) {
        Run run = Run.empty(RUN);
        for (Event event : events) {
            run = Decider.apply(run, event);
        }
        return run;
    }

    // Attempts and commands

    static Attempt attempt(String stage) {
        return attempt(stage, 0, 1);
    }

    static Attempt attempt(String stage, int generation, int number) {
        return new Attempt(RUN, stage, generation, number);
    }

    static Command create(@Nullable String user) {
        return new Command.Create(DEFINITION, INPUT, "key", user, Map.of("l", "v"));
    }

    static Command claim(UUID worker, @Nullable UUID dead) {
        return new Command.Claim(worker, dead, false);
    }

    /** A person cancels a run whose owner lives. */
    static Command cancel() {
        return new Command.Cancel("bob", "enough", null);
    }

    static Command cancelOwnerDead(UUID dead) {
        return new Command.Cancel("bob", "enough", dead);
    }

    static Command resume() {
        return new Command.Resume("bob");
    }

    static Command settle(String stage, SettleAs as) {
        return new Command.Settle(stage, as, as == SettleAs.DONE ? OUT : null, "bob");
    }

    /** The fact, where {@link #started(String)} is the event. */
    static Command wasStarted(String stage) {
        return wasStarted(attempt(stage));
    }

    static Command wasStarted(Attempt attempt) {
        return new Command.Started(attempt, 1);
    }

    static Command done(String stage) {
        return done(attempt(stage), 1);
    }

    static Command done(Attempt attempt, int epoch) {
        return new Command.Done(attempt, epoch, OUT, null);
    }

    static Command doneDegraded(String stage) {
        return new Command.Done(attempt(stage), 1, OUT, "thin");
    }

    static Command fail(String stage) {
        return fail(attempt(stage), OOPS);
    }

    static Command fail(Attempt attempt, Failure failure) {
        return new Command.Fail(attempt, 1, failure, PARTIAL);
    }

    static Command handOver(String stage, int epoch) {
        return new Command.HandOver(attempt(stage), epoch, OUT);
    }

    // Worlds: everything durable and nothing executing, unless said otherwise

    static Here here() {
        return Here.PLAIN;
    }

    // What a plan says

    static Action record(Event event) {
        return new Action.Journal(event);
    }

    static Action execute(String stage) {
        return execute(attempt(stage), 1);
    }

    static Action execute(Attempt attempt, int epoch) {
        return new Action.Execute(attempt, epoch);
    }

    static Action stop(String stage, Action.StopCause cause) {
        return stop(attempt(stage), 1, cause);
    }

    static Action stop(Attempt attempt, int epoch, Action.StopCause cause) {
        return new Action.Stop(attempt, epoch, cause);
    }

    static Reason because(Reason.Code code) {
        return new Reason(code, null, null);
    }

    static Reason because(Reason.Code code, String stage) {
        return new Reason(code, stage, null);
    }

    static Reason because(Reason.Code code, String stage, long until) {
        return new Reason(code, stage, at(until));
    }
}
