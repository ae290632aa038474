// SPDX-License-Identifier: Apache-2.0
package dev.pawl.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.core.World.Executing;
import dev.pawl.core.World.Phase;
import dev.pawl.core.World.Room;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What must hold whatever happens to a run, seen from outside: what executes, and what becomes durable. */
final class Witness {

    private final PipelineSpec pipeline;
    /** Stages and items whose result is durable, and that nobody sent back since. */
    private final Set<String> acknowledged = new HashSet<>();
    /** What was executed outside, and of which nobody knows yet what it did. */
    private final Set<String> unknown = new HashSet<>();
    /** What a person settled to run again, and as which attempt. */
    private final Map<String, Attempt> again = new HashMap<>();

    private final Map<String, Integer> executions = new HashMap<>();
    private final Map<String, Integer> allowed = new HashMap<>();

    Witness(PipelineSpec pipeline) {
        this.pipeline = pipeline;
    }

    private static String unit(Attempt attempt) {
        return attempt.ofItem() ? attempt.stage() + "/" + attempt.item() : attempt.stage();
    }

    /** The attempt is about to execute in that world, beside these. */
    void executes(Action.Execute execute, World world, List<Executing> executing, Run run, Run durable) {
        Attempt attempt = execute.attempt();
        StageSpec spec = pipeline.stage(attempt.stage());
        StageState stage = run.stage(attempt.stage());
        String unit = unit(attempt);
        if (attempt.generation()
                == durable.stage(spec.id()).generation()) { // else it was sent back by what is on its way
            assertThat(acknowledged).as("acknowledged, and executed again").doesNotContain(unit, attempt.stage());
        }
        assertThat(attempt.ofItem()).isEqualTo(spec.kind() instanceof StageKind.Map);
        assertThat(executing)
                .as("executes already")
                .noneMatch(other -> unit(other.attempt()).equals(unit) && other.phase() != Phase.ABANDONED)
                .noneMatch(other -> other.attempt().equals(attempt) && other.epoch() == execute.epoch());
        if (spec.kind() instanceof StageKind.Map map) {
            assertThat(atWork(executing, spec.id())).as("items at once").isLessThan(map.parallel());
        }
        assertThat(spec.limit() == null || world.slots().contains(attempt))
                .as("%s has its slot", attempt)
                .isTrue();
        assertThat(world.room()).as("there is room").isNotEqualTo(Room.CLOSED);
        assertThat(run.strikes() < Run.SUSPECT || world.room() == Room.ALONE)
                .as("a suspect is alone")
                .isTrue();
        Attempt settled = again.remove(unit);
        assertThat(settled == null || settled.equals(attempt))
                .as("settled to run again, it is %s", settled)
                .isTrue();
        boolean mayRunAhead = !attempt.ofItem()
                && (spec.effect() == Effect.PURE || pipeline.checkpoint() == CheckpointPolicy.ON_FAILURE);
        if (!attempt.ofItem() || !spec.asksWhenStopped()) { // else its own start is, whatever others began since
            assertThat(stage.startOrdinal())
                    .as("its start is durable")
                    .isLessThanOrEqualTo(mayRunAhead ? world.ahead() : world.acked());
        }
        if (spec.asksWhenStopped()) {
            assertThat(unknown.add(unit))
                    .as("%s was stopped mid-way, and nobody asked", unit)
                    .isTrue();
            assertThat(executions.merge(attempt.id(), 1, Integer::sum))
                    .as("executions of external attempt " + attempt.id())
                    .isLessThanOrEqualTo(1 + allowed.getOrDefault(attempt.id(), 0));
            if (attempt.ofItem()) {
                assertThat(durable.stage(spec.id()).items().get(attempt.item()).status())
                        .isEqualTo(ItemStatus.STARTED);
            }
        }
    }

    private static long atWork(List<Executing> executing, String stage) {
        return executing.stream()
                .filter(one -> one.attempt().stage().equals(stage))
                .filter(one -> one.phase() == Phase.RUNNING || one.phase() == Phase.STOPPING)
                .count();
    }

    /** The event became durable and changed the run. */
    void committed(Event event, Run before, Run after) {
        switch (event) {
            case Event.Reused e -> known(e.stage(), true);
            case Event.AttemptSucceeded e -> known(e.stage(), true);
            case Event.Edited e -> known(e.stage(), true);
            case Event.AttemptFailed e -> {
                if (!e.failure().kind().cutShort()) {
                    unknown.remove(e.stage());
                }
            }
            case Event.ItemSucceeded e -> known(e.stage() + "/" + e.item(), true);
            case Event.ItemFailed e -> known(e.stage() + "/" + e.item(), false);
            case Event.Undone e -> known(e.stage(), true);
            case Event.Adopted e -> known(e.stage(), true);
            case Event.Pressed e -> {
                StageState stage = before.stage(e.stage());
                boolean failed = stage.status() == StageStatus.FAILED;
                // items of what failed are kept, but where it is to run again as what they were made of has changed
                boolean kept = failed && !stage.past().refreshing();
                if (failed || stage.status().done()) {
                    acknowledged.removeIf(
                            unit -> unit.equals(e.stage()) || (!kept && unit.startsWith(e.stage() + "/")));
                    forget(e.stage());
                }
            }
            case Event.Settled e -> settled(e, before);
            case Event.Reset e -> {
                // a person who puts back what is at work outside says by that it may run again; items keep their doubt
                if (e.by() != null) {
                    unknown.remove(e.stage());
                }
                forget(e.stage());
            }
            case Event.Rejected e -> {
                known(e.stage(), false);
                sentBack(e.stage(), e.reopened(), after);
            }
            case Event.Resumed e -> {
                e.reopened().forEach(this::forget);
                if (e.reopened().stream().anyMatch(id -> before.stage(id).status() != StageStatus.FAILED)) {
                    assertThat(e.reopened())
                            .as("something that was done runs again, for a validator that rejected it")
                            .anyMatch(id -> wasRejected(before.stage(id)));
                    sentBack("resume", e.reopened(), after);
                }
            }
            default -> {}
        }
    }

    /** A validator that was sent back says what it thinks of the output before, and the work at the next has not begun. */
    static boolean agrees(PipelineSpec pipeline, Run run, Command.Fact fact) {
        String stage = fact.attempt().stage();
        if (fact instanceof Command.Rejects && run.stage(stage).status() == StageStatus.IDLE) {
            StageKind.Validator kind =
                    (StageKind.Validator) pipeline.stage(stage).kind();
            StageState judged = run.stage(kind.validates());
            assertThat(judged.status()).isEqualTo(StageStatus.IDLE);
            assertThat(judged.number()).isZero();
            return true;
        }
        return false;
    }

    private static boolean wasRejected(StageState stage) {
        Failure failure = stage.failure();
        return failure != null && failure.kind() == FailureKind.REJECTED;
    }

    private void known(String unit, boolean done) {
        unknown.remove(unit);
        if (done) {
            acknowledged.add(unit);
        }
    }

    private void forget(String stage) {
        again.keySet().removeIf(unit -> unit.equals(stage) || unit.startsWith(stage + "/"));
    }

    private void sentBack(String by, List<String> stages, Run after) {
        for (String stage : stages) {
            assertThat(unknown)
                    .as("%s sends back what may have happened outside", by)
                    .noneMatch(unit -> unit.equals(stage) || unit.startsWith(stage + "/"));
            acknowledged.removeIf(unit -> unit.equals(stage) || unit.startsWith(stage + "/"));
            forget(stage);
            assertThat(after.stage(stage).items()).isNull();
            assertThat(after.stage(stage).status()).isEqualTo(StageStatus.IDLE);
        }
    }

    private void settled(Event.Settled e, Run before) {
        StageState stage = before.stage(e.stage());
        Items items = stage.items();
        if (items == null) {
            settled(e, before.attempt(e.stage()));
        }
        for (int i = 0; items != null && i < items.size(); i++) {
            ItemState item = items.get(i);
            if (item.status() == ItemStatus.DOUBT) {
                settled(e, new Attempt(before.id(), e.stage(), stage.generation(), item.failures() + 1, i));
            }
        }
    }

    private void settled(Event.Settled e, Attempt attempt) {
        unknown.remove(unit(attempt));
        switch (e.as()) {
            case RERUN -> {
                allowed.merge(attempt.id(), 1, Integer::sum);
                again.put(unit(attempt), attempt);
            }
            case DONE -> acknowledged.add(unit(attempt));
            case FAILED -> {}
        }
    }

    /** What can be said of a run at any time. */
    static void check(Run run, Instant now) {
        for (StageState stage : run.stages()) {
            assertThat(stage.waitsFor() != null).isEqualTo(stage.status() == StageStatus.WAITING);
            assertThat(stage.output() != null)
                    .isEqualTo(stage.status().done() && stage.status() != StageStatus.SKIPPED);
            assertThat(stage.retryAt() != null).isEqualTo(stage.waitsFor() == WaitFor.BACK_OFF);
            assertThat(stage.held() && stage.status() != StageStatus.IDLE).isFalse();
            if (run.ended() != null) {
                assertThat(stage.status()).as("in a run that ended").isNotIn(StageStatus.RUNNING, StageStatus.WAITING);
            }
            if (stage.items() != null) {
                recount(stage.items(), now);
            }
        }
        if (run.status() == RunStatus.RUNNING || run.status() == RunStatus.CANCELLING) {
            assertThat(run.owner()).as("who runs it").isNotNull();
        }
        if (run.rests()) {
            assertThat(run.owner()).as("who owns what rests").isNull();
            assertThat(run.stages()).as("at rest").noneMatch(stage -> stage.status() == StageStatus.RUNNING);
        }
    }

    /** A run that ended does not change whatever is applied to it, and is the fold of its events wherever that is cut. */
    static void isTheFold(Run run, List<Event> events, int cut) {
        Run last = run;
        for (Event event : events) {
            last = Decider.apply(last, event);
        }
        assertThat(last.stages()).isEqualTo(run.stages());
        assertThat(last.status()).isEqualTo(run.status());
        assertThat(last.epoch()).isEqualTo(run.epoch());
        assertThat(last.lateResults()).isEqualTo(run.lateResults());
        Run prefix = Words.fold(events.subList(0, cut));
        for (Event event : events.subList(cut, events.size())) {
            prefix = Decider.apply(prefix, event);
        }
        assertThat(prefix.stages()).isEqualTo(run.stages());
        assertThat(prefix.status()).isEqualTo(run.status());
        assertThat(prefix.ordinal()).isEqualTo(run.ordinal());
    }

    private static void recount(Items items, Instant now) {
        int[] counts = new int[ItemStatus.values().length];
        int ready = -1;
        Instant due = null;
        for (int i = items.size() - 1; i >= 0; i--) {
            ItemState item = items.get(i);
            counts[List.of(ItemStatus.values()).indexOf(item.status())]++;
            boolean backOff = item.status() == ItemStatus.BACK_OFF;
            assertThat(item.until() != null).isEqualTo(backOff);
            boolean waits = backOff && item.until().isAfter(now);
            if (waits) {
                due = earlier(due, item.until());
            } else if (backOff || item.status() == ItemStatus.OPEN || item.status() == ItemStatus.STARTED) {
                ready = i;
            }
        }
        for (ItemStatus status : ItemStatus.values()) {
            assertThat(items.count(status))
                    .isEqualTo(counts[List.of(ItemStatus.values()).indexOf(status)]);
        }
        assertThat(items.ready(0, now)).isEqualTo(ready);
        assertThat(items.nextDue(now)).isEqualTo(due);
    }

    private static Instant earlier(@Nullable Instant a, Instant b) {
        return a == null || b.isBefore(a) ? b : a;
    }
}
