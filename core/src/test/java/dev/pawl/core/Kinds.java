// SPDX-License-Identifier: Apache-2.0
package dev.pawl.core;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** More vocabulary of the rows, for stages that are no plain tasks. What is not said is as in {@link Words}. */
final class Kinds {

    static final Content LIST = Words.content('4');
    static final Content FEEDBACK = Words.content('5');
    static final Failure CUT = new Failure(FailureKind.CUT_SHORT, "killed");
    static final Limit GPU = new Limit("gpu", 2);

    private Kinds() {}

    // Stages

    /** A map of which so many items execute at once, and none may fail. */
    static StageSpec map(int parallel, StageSpec s) {
        return map(parallel, AllowedFailures.NONE, s);
    }

    static StageSpec map(int parallel, AllowedFailures allowed, StageSpec s) {
        return s.but().kind(new StageKind.Map(parallel, allowed)).build();
    }

    static StageSpec validator(String id, String validates, int rounds, String... after) {
        return StageSpec.named(id)
                .after(after)
                .kind(new StageKind.Validator(validates, rounds))
                .build();
    }

    static StageSpec input(StageSpec s) {
        return s.but().kind(new StageKind.Input(null)).build();
    }

    static StageSpec export(StageSpec s) {
        return s.but().kind(new StageKind.Export()).build();
    }

    static StageSpec inputWithin(long seconds, StageSpec s) {
        return s.but().kind(new StageKind.Input(Duration.ofSeconds(seconds))).build();
    }

    static StageSpec manual(StageSpec s) {
        return s.but().manual(true).build();
    }

    static StageSpec conditional(StageSpec s) {
        return s.but().conditional(true).build();
    }

    static StageSpec limited(StageSpec s) {
        return s.but().limit(GPU).priority(7).build();
    }

    static StageSpec interrupted(OnInterrupt then, StageSpec s) {
        return s.but().onInterrupt(then).build();
    }

    /** Signs of life each 10 s, stalled after 30. */
    static StageSpec promising(OnStall then, StageSpec s) {
        return s.but()
                .silence(new Silence(Duration.ofSeconds(10), Duration.ofSeconds(30), true, then))
                .build();
    }

    // Events

    static Event evaluated(String stage, boolean holds) {
        return new Event.ConditionEvaluated(Words.ZERO, stage, holds);
    }

    static Event notEvaluated(String stage) {
        return new Event.ConditionFailed(Words.ZERO, stage, Words.OOPS);
    }

    static Event asked(String stage) {
        return new Event.StageWaits(Words.ZERO, stage, null);
    }

    static Event conditionAsked(String stage, int epoch) {
        return new Event.ConditionAsked(Words.ZERO, stage, epoch);
    }

    static Event askedUntil(long until, String stage) {
        return new Event.StageWaits(Words.ZERO, stage, Words.at(until));
    }

    static Event edited(String stage) {
        return new Event.Edited(Words.ZERO, stage, Words.OUT, "bob");
    }

    static Event pressed(String stage) {
        return new Event.Pressed(Words.ZERO, stage, "bob");
    }

    static Event putBack(String stage) {
        return new Event.Reset(Words.ZERO, stage, "bob");
    }

    static Event listed(String stage, int count) {
        return new Event.ItemsListed(Words.ZERO, stage, count, LIST, null);
    }

    static Event itemStarted(String stage, int item) {
        return new Event.ItemStarted(Words.ZERO, stage, item);
    }

    static Event itemDone(String stage, int item) {
        return new Event.ItemSucceeded(Words.ZERO, stage, item, Words.OUT, null);
    }

    static Event itemFailed(String stage, int item) {
        return new Event.ItemFailed(Words.ZERO, stage, item, Words.OOPS, null);
    }

    static Event itemFailedUntil(long retryAt, String stage, int item) {
        return new Event.ItemFailed(Words.ZERO, stage, item, Words.OOPS, Words.at(retryAt));
    }

    static Event itemDoubted(String stage, int item) {
        return new Event.ItemDoubted(Words.ZERO, stage, item, CUT);
    }

    static Event rejected(String stage, String validates, String... reopened) {
        return new Event.Rejected(Words.ZERO, stage, validates, FEEDBACK, List.of(reopened));
    }

    /** Claimed from an owner that died over it. */
    static Event struck(UUID worker, int epoch) {
        return new Event.Claimed(Words.ZERO, worker, epoch, true);
    }

    // Attempts and commands

    static Attempt item(String stage, int item) {
        return item(stage, 0, 1, item);
    }

    static Attempt item(String stage, int generation, int number, int item) {
        return new Attempt(Words.RUN, stage, generation, number, item);
    }

    static Command doneItem(String stage, int item) {
        return Words.done(item(stage, item), 1);
    }

    static Command failItem(String stage, int item, Failure why) {
        return Words.fail(item(stage, item), why);
    }

    static Command rejects(String stage) {
        return new Command.Rejects(Words.attempt(stage), 1, FEEDBACK);
    }

    static Command holds(String stage, boolean holds) {
        return new Command.Evaluated(Words.attempt(stage), 1, holds);
    }

    static Command cannotSay(String stage) {
        return new Command.NotEvaluated(Words.attempt(stage), 1, Words.OOPS);
    }

    static Command lists(String stage, int count) {
        return new Command.Listed(Words.attempt(stage), 1, count, LIST, null);
    }

    static Command edit(String stage) {
        return new Command.Edit(stage, Words.OUT, "bob");
    }

    static Command press(String stage) {
        return new Command.Press(stage, "bob");
    }

    static Command reset(String stage) {
        return new Command.Reset(stage, "bob");
    }

    static Command giveUp() {
        return new Command.GiveUp("too old");
    }

    // Actions

    static Action evaluate(String stage) {
        return new Action.Evaluate(Words.attempt(stage), 1);
    }

    static Action list(String stage) {
        return new Action.ListItems(Words.attempt(stage), 1);
    }

    static Action gather(String stage) {
        return new Action.Gather(Words.attempt(stage), 1);
    }

    static Action acquire(Attempt attempt) {
        return new Action.AcquireSlot(attempt, GPU, 7);
    }

    static Action release(Attempt attempt) {
        return new Action.ReleaseSlot(attempt);
    }

    static Action executeItem(String stage, int item) {
        return Words.execute(item(stage, item), 1);
    }

    /** The failure a run ends with. */
    static Event endedAs(FailureKind kind, String message) {
        return new Event.Ended(Words.ZERO, RunStatus.FAILED, new Failure(kind, message));
    }

    static Event failedAs(FailureKind kind, String stage, String message, @Nullable Content partial) {
        return new Event.AttemptFailed(Words.ZERO, stage, new Failure(kind, message), null, partial);
    }
}
