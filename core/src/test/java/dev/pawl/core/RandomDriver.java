// SPDX-License-Identifier: Apache-2.0
package dev.pawl.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.core.Command.Accepted;
import dev.pawl.core.Command.Rejected;
import dev.pawl.core.World.Executing;
import dev.pawl.core.World.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One run of a random pipeline from one seed, in a world where everything goes wrong: workers die or freeze and wake,
 * appends are late or lose to others' commands, code fails, hangs and ignores being stopped, clocks jump. Checks after
 * each step what must hold whatever happens; then lets the storm pass and has the run end.
 */
final class RandomDriver {

    /** An event on its way or durable; facts are accepted again when their append lost, decisions are dropped. */
    private record Entry(Event event, Command.@Nullable Fact fact) {}

    /** Work a worker lost with its run, and does not know yet. */
    private record Zombie(UUID worker, List<Executing> executing) {}

    private static final Effect[] INSIDE = {Effect.PURE, Effect.IDEMPOTENT};

    final List<String> story = new ArrayList<>();
    final List<Event> durable = new ArrayList<>();
    private final Random random;
    private final PipelineSpec pipeline;
    private final List<Entry> pending = new ArrayList<>();
    private final List<Zombie> zombies = new ArrayList<>();
    private final Map<Attempt, Action.StopCause> stopCauses = new HashMap<>();
    private final Map<String, Integer> executions = new HashMap<>();
    private final Map<String, Integer> allowed = new HashMap<>();
    private final Map<String, Attempt> again = new HashMap<>();
    private final Set<String> acknowledged = new HashSet<>();
    private final Set<String> unasked = new HashSet<>();
    private List<Executing> executing = new ArrayList<>();
    private UUID worker = Words.A;
    private Run durableRun = Run.empty(Words.RUN);
    private Run run = durableRun;
    private Instant now = Words.ZERO;
    private boolean draining;
    private boolean calm;
    private int workers;

    RandomDriver(long seed) {
        random = new Random(seed);
        pipeline = pipeline();
        foreign(new Command.Create(Words.DEFINITION, Words.INPUT, null, null, Map.of()));
    }

    private PipelineSpec pipeline() {
        CheckpointPolicy policy = chance(4) ? CheckpointPolicy.ON_FAILURE : CheckpointPolicy.EVERY_STAGE;
        List<StageSpec> stages = new ArrayList<>();
        int size = 1 + random.nextInt(6);
        for (int i = 0; i < size; i++) {
            List<String> after = new ArrayList<>();
            for (int up = 0; up < i; up++) {
                if (chance(2)) {
                    after.add("s" + up);
                }
            }
            Effect effect = any(policy == CheckpointPolicy.ON_FAILURE ? INSIDE : Effect.values());
            stages.add(StageSpec.named("s" + i)
                    .after(after.toArray(String[]::new))
                    .effect(effect)
                    .onDoubt(chance(4) ? OnDoubt.RERUN : OnDoubt.ASK)
                    .retry(chance(2) ? Words.TWICE : RetryPolicy.NONE)
                    .timeout(chance(3) ? Duration.ofSeconds(20) : null)
                    .build());
        }
        story.add(policy + " " + stages);
        return new PipelineSpec("p", 1, policy, false, stages);
    }

    /** Everything, for so many steps; then calm until the run has ended. */
    void drive(int steps) {
        for (int i = 0; i < steps; i++) {
            step();
            check();
        }
        calm = true;
        story.add("-- calm");
        for (int i = 0; !durableRun.status().terminal(); i++) {
            assertThat(i).as("steps until the run ends").isLessThan(300);
            calmStep();
            check();
        }
        atRest();
    }

    private void step() {
        switch (random.nextInt(20)) {
            case 0, 1, 2, 3, 4, 5, 6 -> plan();
            case 7, 8, 9 -> acknowledge(1 + random.nextInt(pending.size() + 1));
            case 10, 11, 12 -> report();
            case 13 -> now = now.plusSeconds(random.nextInt(15));
            case 14 -> now = chance(3) ? now.minusSeconds(random.nextInt(60)) : now.plusMillis(random.nextInt(3000));
            case 15 -> loseWorker();
            case 16 -> stopsOrNot();
            case 17 -> zombieActs();
            case 18 -> draining |= chance(4);
            default -> person();
        }
    }

    private void calmStep() {
        acknowledge(pending.size());
        if (run.ended() != null && run.status() == RunStatus.FAILED) {
            foreign(new Command.Resume("ann"));
        } else if (run.owner() == null && run.ended() == null) {
            claim(null);
        } else {
            Plan plan = plan();
            if (plan.actions().isEmpty()) {
                settleAll(SettleAs.DONE);
                if (plan.wakeAt() != null && plan.wakeAt().isAfter(now)) {
                    now = plan.wakeAt();
                }
                while (!executing.isEmpty()) {
                    Executing first = executing.removeFirst();
                    fact(first, new Command.Done(first.attempt(), first.epoch(), Words.OUT, null));
                }
            }
        }
    }

    // What the owner does

    private World world() {
        long ahead = calm || chance(2) ? run.ordinal() : durableRun.ordinal();
        return new World(
                worker, executing, durableRun.ordinal(), ahead, draining, Set.of(), Set.of(), World.Room.SHARED, null);
    }

    private Plan plan() {
        World world = world();
        Plan plan = Decider.next(pipeline, run, world, now);
        assertThat(Decider.next(pipeline, run, world, now)).as("the same plan").isEqualTo(plan);
        if (plan.actions().isEmpty()) {
            assertThat(plan.reasons()).as("why nothing happens").isNotEmpty();
        }
        Instant then = time();
        assertThat(plan.wakeAt() == null || plan.wakeAt().isAfter(then))
                .as("wakes later than %s", then)
                .isTrue();
        for (Action action : plan.actions()) {
            switch (action) {
                case Action.Journal journal -> {
                    if (journal.event() instanceof Event.Ended || journal.event() instanceof Event.Released) {
                        assertThat(executing)
                                .as("work that goes on after %s", journal.event())
                                .allMatch(one -> one.phase() == Phase.ABANDONED);
                    }
                    append(journal.event(), null);
                }
                case Action.Execute execute -> execute(execute, world);
                case Action.Stop stop -> stop(stop);
                default -> {}
            }
        }
        return plan;
    }

    private void execute(Action.Execute execute, World world) {
        Attempt attempt = execute.attempt();
        String stage = attempt.stage();
        StageSpec spec = pipeline.stage(stage);
        story.add("execute " + attempt.id() + " under " + execute.epoch());
        assertThat(acknowledged).as("stages acknowledged and executed again").doesNotContain(stage);
        assertThat(executing.stream()
                        .filter(other -> other.attempt().stage().equals(stage) && other.phase() != Phase.ABANDONED))
                .as("attempts of the stage that execute")
                .isEmpty();
        assertThat(executing.stream()
                        .filter(other -> other.attempt().equals(attempt) && other.epoch() == execute.epoch()))
                .as("this very attempt executes")
                .isEmpty();
        Attempt settled = again.remove(stage);
        assertThat(settled == null || settled.equals(attempt))
                .as("settled to run again, it is %s", settled)
                .isTrue();
        boolean mayRunAhead = spec.effect() == Effect.PURE || pipeline.checkpoint() == CheckpointPolicy.ON_FAILURE;
        assertThat(run.stage(stage).startOrdinal())
                .as("its start is durable")
                .isLessThanOrEqualTo(mayRunAhead ? world.ahead() : world.acked());
        if (spec.effect() == Effect.EXTERNAL && spec.onDoubt() == OnDoubt.ASK) {
            assertThat(executions.merge(attempt.id(), 1, Integer::sum))
                    .as("executions of external attempt " + attempt.id())
                    .isLessThanOrEqualTo(1 + allowed.getOrDefault(attempt.id(), 0));
            assertThat(unasked).as("stages stopped mid-way and not asked about").doesNotContain(stage);
        }
        int ahead = (int) (run.stage(stage).startOrdinal() - durableRun.ordinal()) - 1;
        if (ahead >= 0) {
            Event start = pending.get(ahead).event();
            assertThat(start).isInstanceOf(Event.AttemptStarted.class);
            pending.set(ahead, new Entry(start, new Command.Started(attempt, execute.epoch())));
        }
        executing.add(new Executing(attempt, execute.epoch(), Phase.RUNNING, now, null));
    }

    private void stop(Action.Stop stop) {
        story.add("stop " + stop.attempt().id() + " " + stop.cause());
        for (int i = 0; i < executing.size(); i++) {
            Executing one = executing.get(i);
            if (one.attempt().equals(stop.attempt()) && one.epoch() == stop.epoch()) {
                assertThat(one.phase()).as("what is stopped").isEqualTo(Phase.RUNNING);
                executing.set(i, new Executing(one.attempt(), one.epoch(), Phase.STOPPING, one.since(), null));
                stopCauses.put(one.attempt(), stop.cause());
            }
        }
    }

    private void append(Event event, Command.@Nullable Fact fact) {
        story.add(event + (fact == null ? "" : " (fact)"));
        pending.add(new Entry(event, fact));
        run = apply(run, event);
    }

    private void acknowledge(int count) {
        int acked = Math.min(count, pending.size());
        for (Entry entry : pending.subList(0, acked)) {
            commit(entry.event());
        }
        pending.subList(0, acked).clear();
        if (acked > 0) {
            story.add("acked " + durable.size());
        }
    }

    /** An attempt ends by itself, well or not; its result may take a while to store. */
    private void report() {
        if (!executing.isEmpty()) {
            int which = random.nextInt(executing.size());
            Executing one = executing.get(which);
            if (one.phase() == Phase.RUNNING && chance(4)) {
                executing.set(which, new Executing(one.attempt(), one.epoch(), Phase.FINISHED, one.since(), null));
            } else {
                executing.remove(which);
                fact(one, outcome(one));
            }
        }
    }

    private Command.Fact outcome(Executing one) {
        return switch (random.nextInt(6)) {
            case 0 -> new Command.Fail(one.attempt(), one.epoch(), Words.OOPS, Words.PARTIAL);
            case 1 ->
                new Command.Fail(one.attempt(), one.epoch(), new Failure(FailureKind.ERROR_RETRY_NOW, "busy"), null);
            case 2 -> new Command.Done(one.attempt(), one.epoch(), Words.OUT, "thin");
            default -> new Command.Done(one.attempt(), one.epoch(), Words.OUT, null);
        };
    }

    private void fact(Executing from, Command.Fact fact) {
        Command.Outcome outcome = Decider.accept(pipeline, run, fact, now);
        story.add(fact + " -> " + outcome);
        switch (outcome) {
            case Accepted accepted -> accepted.events().forEach(event -> append(event, fact));
            case Rejected refused ->
                assertThat(refused.code())
                        .isIn(Command.Rejection.STALE_ATTEMPT, Command.Rejection.ENDED, Command.Rejection.AT_REST);
        }
        boolean counted = outcome instanceof Accepted;
        if (counted && fact instanceof Command.Fail fail && fail.failure().kind() == FailureKind.TIMEOUT) {
            unasked.add(from.attempt().stage());
        }
    }

    /** Code that was asked to stop does, or does not in time. */
    private void stopsOrNot() {
        for (int i = 0; i < executing.size(); i++) {
            Executing one = executing.get(i);
            if (one.phase() == Phase.STOPPING) {
                if (chance(3)) {
                    executing.set(i, new Executing(one.attempt(), one.epoch(), Phase.ABANDONED, one.since(), null));
                } else {
                    executing.remove(i);
                }
                story.add("stopped or abandoned " + one);
                if (stopCauses.remove(one.attempt()) == Action.StopCause.TIMEOUT) {
                    Failure slow = new Failure(FailureKind.TIMEOUT, "slow");
                    fact(one, new Command.Fail(one.attempt(), one.epoch(), slow, null));
                }
                return;
            }
        }
    }

    // What others do

    /** The owner dies, or freezes and is thought dead; what it had not written is lost, and another takes over. */
    private void loseWorker() {
        if (durableRun.ended() != null) {
            return;
        }
        UUID former = durableRun.owner();
        if (former != null && chance(2)) {
            zombies.add(new Zombie(worker, executing));
        }
        claim(former);
    }

    private void claim(@Nullable UUID dead) {
        UUID next = new UUID(1, ++workers);
        pending.clear();
        run = durableRun;
        Command.Outcome outcome = foreign(new Command.Claim(next, dead, true));
        assertThat(outcome).isInstanceOf(Accepted.class);
        executing = new ArrayList<>();
        worker = next;
        draining = false;
    }

    /** A worker that lost its run wakes: it may not write, and has to stop. */
    private void zombieActs() {
        if (zombies.isEmpty()) {
            return;
        }
        Zombie zombie = zombies.removeFirst();
        World world = new World(
                zombie.worker(),
                zombie.executing(),
                durableRun.ordinal(),
                durableRun.ordinal(),
                false,
                Set.of(),
                Set.of(),
                World.Room.SHARED,
                null);
        long running = zombie.executing().stream()
                .filter(one -> one.phase() == Phase.RUNNING)
                .count();
        List<Action> actions = Decider.next(pipeline, durableRun, world, now).actions();
        assertThat(actions).as("a zombie only stops").hasSize((int) running).allMatch(Action.Stop.class::isInstance);
        for (Executing one : zombie.executing()) {
            Command.Outcome outcome = Decider.accept(pipeline, durableRun, outcome(one), now);
            assertThat(outcome).as("a zombie's result").isInstanceOf(Rejected.class);
            Command late = new Command.HandOver(one.attempt(), one.epoch(), Words.OUT);
            if (!durableRun.status().terminal()) {
                int before = durableRun.lateResults();
                foreign(late);
                assertThat(durableRun.lateResults()).isEqualTo(before + 1);
            }
        }
    }

    private void person() {
        if (run.status() == RunStatus.FAILED) {
            foreign(new Command.Resume("ann"));
        } else if (durableRun.owner() == null && durableRun.ended() == null) {
            claim(null);
        } else if (chance(12)) {
            foreign(new Command.Cancel("ann", null, true));
        } else {
            settleAll(any(SettleAs.values()));
        }
    }

    private void settleAll(SettleAs as) {
        for (StageSpec spec : pipeline.stages()) {
            StageState stage = durableRun.stage(spec.id());
            if (stage.waitsFor() == WaitFor.DOUBT && durableRun.ended() == null) {
                foreign(new Command.Settle(spec.id(), as, as == SettleAs.DONE ? Words.OUT : null, "ann"));
            }
        }
    }

    /** A command that is appended behind the owner's back: what the owner had on its way has lost and is planned anew. */
    private Command.Outcome foreign(Command command) {
        Command.Outcome outcome = Decider.accept(pipeline, durableRun, command, now);
        story.add("foreign " + command + " -> " + outcome);
        if (outcome instanceof Accepted accepted && !accepted.unchanged()) {
            List<Entry> lost = List.copyOf(pending);
            pending.clear();
            accepted.events().forEach(this::commit);
            run = durableRun;
            for (Entry entry : lost) {
                if (entry.fact() != null) {
                    again(entry.fact());
                }
            }
        }
        return outcome;
    }

    /** What happened is told again, and no result is lost; but under a cancel a failure is the last of its stage. */
    private void again(Command.Fact fact) {
        Command.Outcome outcome = Decider.accept(pipeline, run, fact, now);
        story.add("again " + fact + " -> " + outcome);
        boolean retry = fact.attempt().number() > 1;
        assertThat(outcome instanceof Accepted || run.ended() != null || (run.cancelRequested() && retry))
                .as("told again: %s, which is %s", fact, outcome)
                .isTrue();
        if (outcome instanceof Accepted accepted) {
            accepted.events().forEach(event -> append(event, fact));
        }
    }

    private void commit(Event event) {
        boolean terminal = durableRun.status() == RunStatus.SUCCEEDED || durableRun.status() == RunStatus.CANCELLED;
        assertThat(terminal && durableRun.exists()).as("a terminal run changes").isFalse();
        assertThat(durableRun.lastEventAt() == null || !event.at().isBefore(durableRun.lastEventAt()))
                .as("events in the order of their times")
                .isTrue();
        durable.add(event);
        Attempt before = event instanceof Event.OfStage of ? durableRun.attempt(of.stage()) : null;
        durableRun = apply(durableRun, event);
        switch (event) {
            case Event.AttemptSucceeded e -> acknowledged.add(e.stage());
            case Event.Settled e -> {
                unasked.remove(e.stage());
                if (e.as() == SettleAs.RERUN) {
                    allowed.merge(before.id(), 1, Integer::sum);
                    again.put(e.stage(), before);
                } else if (e.as() == SettleAs.DONE) {
                    acknowledged.add(e.stage());
                }
            }
            case Event.Resumed e -> e.reopened().forEach(again::remove);
            default -> {}
        }
    }

    // What must hold

    private static Run apply(Run run, Event event) {
        return Decider.apply(run, event);
    }

    private Instant time() {
        Instant last = run.lastEventAt();
        return last != null && last.isAfter(now) ? last : now;
    }

    private void check() {
        for (StageState stage : run.stages()) {
            assertThat(stage.waitsFor() != null).isEqualTo(stage.status() == StageStatus.WAITING);
            assertThat(stage.output() != null).isEqualTo(stage.status().done());
            assertThat(stage.retryAt() != null).isEqualTo(stage.waitsFor() == WaitFor.BACK_OFF);
            if (run.ended() != null) {
                assertThat(stage.status()).as("in a run that ended").isNotIn(StageStatus.RUNNING, StageStatus.WAITING);
            }
        }
        if (run.status() == RunStatus.RUNNING || run.status() == RunStatus.CANCELLING) {
            assertThat(run.owner()).as("who runs it").isNotNull();
        }
    }

    /** An ended run plans nothing, accepts nothing that changes it, and does not change whatever is applied to it. */
    private void atRest() {
        executing = new ArrayList<>();
        Plan plan = Decider.next(pipeline, durableRun, world(), now.plusSeconds(999));
        assertThat(plan.actions()).isEmpty();
        assertThat(plan.wakeAt()).isNull();
        Run last = durableRun;
        for (Event event : durable) {
            last = apply(last, event);
        }
        assertThat(last.stages()).isEqualTo(durableRun.stages());
        assertThat(last.status()).isEqualTo(durableRun.status());
        assertThat(last.epoch()).isEqualTo(durableRun.epoch());
        assertThat(last.lateResults()).isEqualTo(durableRun.lateResults());
        int cut = random.nextInt(durable.size());
        Run prefix = Words.fold(durable.subList(0, cut));
        for (Event event : durable.subList(cut, durable.size())) {
            prefix = apply(prefix, event);
        }
        assertThat(prefix.stages()).isEqualTo(durableRun.stages());
        assertThat(prefix.status()).isEqualTo(durableRun.status());
        assertThat(prefix.ordinal()).isEqualTo(durableRun.ordinal());
    }

    private <T> T any(T[] of) {
        return of[random.nextInt(of.length)];
    }

    private boolean chance(int oneIn) {
        return random.nextInt(oneIn) == 0;
    }
}
