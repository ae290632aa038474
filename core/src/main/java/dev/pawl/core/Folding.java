// SPDX-License-Identifier: Apache-2.0
package dev.pawl.core;

import dev.pawl.core.Transitions.Trigger;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@link Decider#apply}: one event onto one run. Stages are an array, copied at each change: 1,000 take 0.3 µs. */
final class Folding {

    private Folding() {}

    static Run apply(Run run, Event event) {
        Draft draft = new Draft(run, event.at());
        if (applies(run, event)) {
            draft.rests &= !DocumentFolding.wakes(run, event);
            fold(draft, event);
        }
        return draft.run();
    }

    /** A run begins with its creation, once, and nothing changes it after it succeeded or was cancelled. */
    private static boolean applies(Run run, Event event) {
        return event instanceof Event.Created
                ? !run.exists()
                : run.exists() && !(run.ended != null && run.ended.status().terminal());
    }

    private static void fold(Draft draft, Event event) {
        switch (event) {
            case Event.Created e -> draft.create(e);
            case Event.Reused e -> reuse(draft, e);
            case Event.Claimed e -> claim(draft, e);
            case Event.Released e -> {
                draft.claimed = null;
                draft.rests = e.rests();
                DocumentFolding.released(draft, e);
            }
            case Event.AttemptStarted e -> start(draft, e);
            case Event.AttemptSucceeded e -> {
                draft.progress();
                Trigger trigger = e.degraded() == null ? Trigger.RESULT : Trigger.RESULT_DEGRADED;
                draft.move(e.stage(), trigger, (old, to) -> {
                    return made(draft, old, to, e.output(), e.degraded(), e.artifacts());
                });
            }
            case Event.AttemptFailed e -> {
                draft.progress();
                draft.move(
                        e.stage(),
                        e.retryAt() == null ? Trigger.FAILURE : Trigger.RETRY,
                        (old, to) -> failed(old, to, e.retryAt(), e.at(), e.failure(), e.partial()));
            }
            case Event.Doubted e -> doubt(draft, e);
            case Event.Settled e -> settle(draft, e);
            case Event.ConditionEvaluated e -> condition(draft, e);
            case Event.ConditionFailed e -> {
                draft.progress();
                draft.move(e.stage(), Trigger.CONDITION_FAILED, (old, to) -> {
                    StageChange next = failed(old, to, null, e.at(), e.failure(), null);
                    next.past = old.past().reading(draft.ordinal);
                    return next;
                });
            }
            case Event.ConditionAsked e ->
                draft.change(e.stage(), old -> {
                    StageChange next = old.change();
                    next.epoch = e.epoch();
                    next.startOrdinal = draft.ordinal;
                    return next;
                });
            case Event.StageWaits e ->
                draft.move(e.stage(), Trigger.ASKED, (old, to) -> {
                    StageChange next = old.change().to(to);
                    next.waitsFor = WaitFor.PERSON;
                    next.until = e.until();
                    next.startedAt = e.at();
                    next.past = old.past().reading(draft.ordinal);
                    return next;
                });
            case Event.Edited e -> DocumentFolding.given(draft, e.stage(), e.output(), List.of(), e.by());
            case Event.Pressed e -> DocumentFolding.pressed(draft, e);
            case Event.Undone e -> DocumentFolding.undone(draft, e);
            case Event.Adopted e -> DocumentFolding.given(draft, e.stage(), e.output(), e.artifacts(), e.by());
            case Event.StaleDismissed e ->
                DocumentFolding.past(draft, e.stage(), past -> past.dismissed(draft.ordinal));
            case Event.StaleAccepted e -> DocumentFolding.past(draft, e.stage(), past -> past.accepted(draft.ordinal));
            case Event.RefreshAsked e ->
                e.stages().forEach(id -> DocumentFolding.past(draft, id, past -> past.refreshing(true)));
            case Event.Kept e -> DocumentFolding.past(draft, e.stage(), past -> past.refreshing(false));
            case Event.Closed e -> {}
            case Event.Reset e -> putBack(draft, e);
            case Event.ItemsListed e ->
                draft.change(e.stage(), old -> {
                    StageChange next = old.change();
                    next.items = Items.listed(e.list(), e.keys(), e.count());
                    next.startOrdinal =
                            draft.ordinal; // no item executes of a list that is not durable: another may be made
                    return next;
                });
            case Event.ItemStarted e -> ItemFolding.started(draft, e);
            case Event.ItemSucceeded e -> ItemFolding.succeeded(draft, e);
            case Event.ItemFailed e -> ItemFolding.failed(draft, e);
            case Event.ItemDoubted e -> ItemFolding.doubted(draft, e);
            case Event.Rejected e -> reject(draft, e);
            case Event.CancelRequested e -> draft.cancel = e;
            case Event.Resumed e -> resume(draft, e);
            case Event.LateResult e -> {
                draft.lateResults++;
                if (e.item() == Attempt.NO_ITEM) {
                    DocumentFolding.past(draft, e.stage(), past -> past.late(new Late(e.output(), e.artifacts())));
                }
            }
            case Event.Ended e -> end(draft, e);
        }
    }

    private static void reuse(Draft draft, Event.Reused e) {
        Trigger trigger = e.status() == StageStatus.SKIPPED
                ? Trigger.REUSED_SKIPPED
                : e.status() == StageStatus.DEGRADED ? Trigger.REUSED_DEGRADED : Trigger.REUSED;
        draft.move(e.stage(), trigger, (old, to) -> {
            StageChange next = done(draft, old, to);
            next.output = e.output();
            next.degraded = e.degraded();
            next.past = old.past().taken(draft.ordinal, e);
            next.reusedFrom = e.run();
            next.artifacts = e.artifacts();
            return next;
        });
    }

    private static void claim(Draft draft, Event.Claimed e) {
        boolean died = draft.claimed != null && !draft.claimed.worker().equals(e.worker());
        draft.recoveries += died ? 1 : 0;
        draft.claimed = e;
        draft.epoch = e.epoch();
        draft.strikes += e.strike() ? 1 : 0;
        draft.progressed = false;
    }

    private static void start(Draft draft, Event.AttemptStarted e) {
        StageState before = draft.stage(e.stage());
        boolean again = before != null && before.status() == StageStatus.RUNNING;
        draft.move(e.stage(), again ? Trigger.STARTED_AGAIN : Trigger.STARTED, (old, to) -> {
            StageChange next = old.change().to(to);
            next.generation = e.generation();
            next.number = e.number();
            next.epoch = e.epoch();
            next.startOrdinal = draft.ordinal;
            next.startedAt = e.at();
            next.failure = old.failure();
            next.items = ItemFolding.startedInDoubt(old.items());
            // what has begun goes on with what it began with: the same attempt, and items that are listed or done
            boolean begun = (again || old.items() != null) && old.past().readAt() > 0;
            next.past = begun ? old.past() : old.past().reading(draft.ordinal);
            return next;
        });
        if (draft.startedAt == null) {
            draft.startedAt = e.at();
        }
    }

    private static void condition(Draft draft, Event.ConditionEvaluated e) {
        if (e.holds()) {
            draft.change(e.stage(), old -> {
                StageChange next = old.change();
                next.cleared = true;
                return next;
            });
        } else {
            draft.move(e.stage(), Trigger.CONDITION_FALSE, (old, to) -> {
                StageChange next = done(draft, old, to);
                next.past = old.past().skipped(draft.ordinal);
                return next;
            });
        }
    }

    private static void doubt(Draft draft, Event.Doubted e) {
        draft.move(e.stage(), Trigger.INTERRUPTED_EXTERNAL, (old, to) -> {
            StageChange next = old.change().to(to);
            next.waitsFor = WaitFor.DOUBT;
            next.partial = e.partial();
            next.failure = e.failure();
            return next;
        });
    }

    private static void settle(Draft draft, Event.Settled e) {
        draft.forgive();
        StageState before = draft.stage(e.stage());
        if (before != null && before.items() != null) {
            // one less, so that the next start is the same attempt: the ids of its items' attempts stand on it
            draft.move(e.stage(), Trigger.SETTLED_ITEMS, (old, to) -> {
                StageChange next = old.change().again(old.generation(), old.number() - 1);
                next.cleared = old.cleared();
                next.items = ItemFolding.settled(old.items(), e);
                return next;
            });
            return;
        }
        switch (e.as()) {
            case RERUN ->
                // one less, so that the next start is the same attempt: its id is the effect's idempotency key
                draft.move(e.stage(), Trigger.SETTLED_RERUN, (old, to) -> {
                    StageChange next = old.change().again(old.generation(), old.number() - 1);
                    next.cleared = old.cleared();
                    return next;
                });
            case DONE ->
                draft.move(
                        e.stage(),
                        Trigger.SETTLED_DONE,
                        (old, to) -> made(draft, old, to, e.output(), null, List.of()));
            case FAILED ->
                draft.move(
                        e.stage(),
                        Trigger.SETTLED_FAILED,
                        (old, to) -> failed(old, to, null, e.at(), ItemFolding.SETTLED_AS_FAILED, null));
        }
    }

    private static void putBack(Draft draft, Event.Reset e) {
        draft.move(e.stage(), Trigger.PUT_BACK, (old, to) -> {
            StageChange next = old.change().again(old.generation() + 1, 0);
            next.pressed = false;
            next.held = true;
            next.items = ItemFolding.reopened(old.items());
            return next;
        });
    }

    /** A validator that was sent back meanwhile is at another generation already: its verdict is kept, and no more. */
    private static void reject(Draft draft, Event.Rejected e) {
        draft.progress();
        StageState validator = draft.stage(e.stage());
        boolean inTime = validator != null && validator.status() == StageStatus.RUNNING;
        draft.change(e.validates(), old -> {
            StageChange next = old.change();
            int judged = old.generation() - (inTime ? 0 : 1);
            next.feedback = Feedback.with(old.feedback(), judged, e.stage(), e.feedback());
            return next;
        });
        for (String stage : e.reopened()) {
            draft.move(stage, Trigger.SENT_BACK, (old, to) -> {
                StageChange next = old.change().again(old.generation() + 1, 0);
                next.items = null;
                next.rounds += stage.equals(e.stage()) ? 1 : 0;
                return next;
            });
        }
        if (e.reopened().isEmpty()) {
            Failure failure = new Failure(FailureKind.REJECTED, "it rejects the output of " + e.validates());
            draft.move(e.stage(), Trigger.REJECTS, (old, to) -> failed(old, to, null, e.at(), failure, e.feedback()));
        }
    }

    /** A map that failed keeps the items it has done, unless what they were made of runs again, too. */
    private static void resume(Draft draft, Event.Resumed e) {
        draft.ended = null;
        draft.forgive();
        boolean sentBack = e.reopened().stream()
                .map(draft::stage)
                .anyMatch(stage -> stage != null && stage.status() != StageStatus.FAILED);
        for (String stage : e.reopened()) {
            draft.move(stage, Trigger.REOPENED, (old, to) -> {
                StageChange next = old.change().again(old.generation() + 1, 0);
                next.rounds = 0;
                next.items = sentBack ? null : ItemFolding.reopened(old.items());
                return next;
            });
        }
    }

    private static void end(Draft draft, Event.Ended e) {
        draft.ended = e;
        draft.claimed = null;
        if (e.status() == RunStatus.CANCELLED) {
            for (String stage : draft.positions.keySet()) {
                draft.move(
                        stage,
                        Trigger.RUN_CANCELLED,
                        (old, to) -> failed(old, to, null, e.at(), old.failure(), old.partial()));
            }
        }
    }

    private static StageChange made(
            Draft draft,
            StageState old,
            StageStatus to,
            @Nullable Content output,
            @Nullable String degraded,
            List<Artifact> artifacts) {
        StageChange next = done(draft, old, to);
        next.output = output;
        next.degraded = degraded;
        next.artifacts = artifacts;
        next.past = old.past().made(draft.ordinal, output, degraded, artifacts);
        return next;
    }

    /** Done, as yet without an output. */
    static StageChange done(Draft draft, StageState old, StageStatus to) {
        StageChange next = old.change().to(to);
        next.finishedAt = draft.at;
        next.held = false;
        return next;
    }

    private static StageChange failed(
            StageState old,
            StageStatus to,
            @Nullable Instant retryAt,
            Instant at,
            @Nullable Failure failure,
            @Nullable Content partial) {
        StageChange next = old.change().to(to);
        next.waitsFor = retryAt == null ? null : WaitFor.BACK_OFF;
        next.until = retryAt;
        next.finishedAt = at;
        next.partial = partial;
        next.failure = failure;
        return next;
    }
}
