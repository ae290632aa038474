// SPDX-License-Identifier: Apache-2.0
package dev.pawl.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.core.Command.Accepted;
import dev.pawl.core.Command.Rejected;
import dev.pawl.core.World.Executing;
import dev.pawl.core.World.Phase;
import dev.pawl.core.World.Room;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
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

    final List<Object> story = new ArrayList<>();
    final List<Event> durable = new ArrayList<>();
    private final int parents;
    private final Luck luck;
    private final PipelineSpec pipeline;
    private final Witness witness;
    private final NaiveStaleness staleness;
    private final List<Entry> pending = new ArrayList<>();
    private final List<Zombie> zombies = new ArrayList<>();
    private final Map<Attempt, Action.StopCause> stopCauses = new HashMap<>();
    private final Set<Action> asked = new LinkedHashSet<>();
    private final Set<Attempt> slots = new LinkedHashSet<>();
    private Room room = Room.SHARED;
    private List<Executing> executing = new ArrayList<>();
    private UUID worker = Words.A;
    private Run durableRun = Run.empty(Words.RUN);
    private Run run = durableRun;
    private Instant now = Words.ZERO;
    private boolean draining;
    private boolean calm;
    private int workers;
    /** How much may still go wrong by itself once the storm is over. */
    private int badNews = 30;
    /** How much people still change in a document before they close it. */
    private int changes = 20;

    RandomDriver(long seed) {
        this(seed, 2);
    }

    private RandomDriver(long seed, int parents) {
        this.parents = parents;
        luck = new Luck(new Random(seed));
        pipeline = new RandomPipelines(luck).next();
        witness = new Witness(pipeline);
        staleness = new NaiveStaleness(pipeline);
        story.add(pipeline.checkpoint());
        story.addAll(pipeline.stages());
        foreign(first(seed));
    }

    /** Some take up what another such run left, where that may be. */
    private Command first(long seed) {
        Command.Create create = new Command.Create(Words.DEFINITION, Words.INPUT, null, null, Map.of());
        Luck own = new Luck(new Random(~seed)); // the story of a seed stays what it was
        if (parents == 0 || !own.chance(3)) {
            return create;
        }
        RandomDriver before = new RandomDriver(seed, parents - 1);
        before.drive(RandomDriverTest.STEPS);
        List<Event> ends =
                before.durable.stream().filter(Event.Ended.class::isInstance).toList();
        Run parent = Words.fold(before.durable.subList(0, before.durable.indexOf(own.any(ends)) + 1));
        String from = own.any(pipeline.ids());
        boolean partial = own.chance(2);
        Command.DoneItems items = own.chance(3) ? new Command.DoneItems(parent, Map.of()) : null;
        Command retry = new Command.Retry(create, parent, from, partial, items, parents, null, "ann");
        boolean may = Decider.accept(pipeline, durableRun, retry, now) instanceof Command.Accepted;
        return may ? retry : create;
    }

    /** Everything, for so many steps or fewer; then calm until the run has ended. */
    void drive(int steps) {
        int storm = luck.chance(2) ? steps : luck.upTo(steps);
        for (int i = 0; i < storm; i++) {
            step();
            Witness.check(run, now);
        }
        calm = true;
        story.add("-- calm");
        for (int i = 0; !durableRun.status().terminal(); i++) {
            assertThat(i).as("steps until the run ends").isLessThan(600);
            calmStep();
            Witness.check(run, now);
        }
        atRest();
    }

    private void step() {
        if (pipeline.interactive() && durableRun.epoch() > 0 && durableRun.ended() == null && luck.chance(3)) {
            if (durableRun.owner() == null && !durableRun.rests()) {
                claim(null);
            } else {
                document(someStage());
            }
            return;
        }
        switch (luck.upTo(28)) {
            case 0, 1, 2, 3, 4, 5, 6, 7 -> plan();
            case 8, 9, 10 -> acknowledge(1 + luck.upTo(pending.size() + 1));
            case 11, 12, 13 -> report();
            case 14, 15, 16 -> answer();
            case 17 -> now = now.plusSeconds(luck.upTo(15));
            case 18 -> now = luck.chance(3) ? now.minusSeconds(luck.upTo(60)) : now.plusMillis(luck.upTo(3000));
            case 19 -> loseWorker();
            case 20 -> stopsOrNot();
            case 21 -> zombieActs();
            case 22 -> draining |= luck.chance(4);
            case 23 -> beat();
            case 24 -> room = room == Room.ALONE || luck.chance(2) ? room : luck.any(List.of(Room.SHARED, Room.CLOSED));
            default -> person();
        }
    }

    private void calmStep() {
        acknowledge(pending.size());
        room = room == Room.CLOSED ? Room.SHARED : room;
        if (run.rests() && changes-- > 0) {
            document(someStage());
        } else if (run.rests()) {
            endDocument();
        } else if (run.ended() != null && run.status() == RunStatus.FAILED) {
            foreign(new Command.Resume("ann"));
        } else if (run.ended() == null && !worker.equals(run.owner())) {
            claim(run.owner());
        } else {
            Plan plan = plan();
            if (plan.actions().isEmpty()) {
                List.copyOf(asked).forEach(this::answer);
                pipeline.ids().forEach(stage -> help(stage, SettleAs.DONE));
                if (plan.wakeAt() != null && plan.wakeAt().isAfter(now)) {
                    now = plan.wakeAt();
                }
                while (!executing.isEmpty()) {
                    Executing first = executing.removeFirst();
                    fact(
                            badNews > 0
                                    ? luck.outcome(pipeline, first)
                                    : new Command.Done(first.attempt(), first.epoch(), Words.OUT, null));
                    badNews--;
                }
            }
        }
    }

    // What the owner does

    private World world() {
        long ahead = calm || luck.chance(2) ? run.ordinal() : durableRun.ordinal();
        Instant judged = luck.chance(4) ? now.minusSeconds(luck.upTo(20)) : null;
        return new World(
                worker,
                List.copyOf(executing),
                durableRun.ordinal(),
                ahead,
                draining,
                new LinkedHashSet<>(asked),
                new LinkedHashSet<>(slots),
                room,
                judged);
    }

    private Plan plan() {
        World world = world();
        Plan plan = Decider.next(pipeline, run, world, now);
        assertThat(Decider.next(pipeline, run, world, now)).as("the same plan").isEqualTo(plan);
        assertThat(plan.actions()).as("once each").doesNotHaveDuplicates();
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
                case Action.ReleaseSlot release -> {
                    boolean wished = asked.removeIf(one -> one instanceof Action.AcquireSlot slot
                            && slot.attempt().equals(release.attempt()));
                    assertThat(slots.remove(release.attempt()) || wished)
                            .as("%s gives back what it has", release)
                            .isTrue();
                    assertThat(executing)
                            .as("who needs its slot")
                            .noneMatch(one -> one.attempt().equals(release.attempt()));
                }
                case Action.LeaveAlone leave -> {
                    assertThat(room).isEqualTo(Room.ALONE);
                    room = Room.SHARED;
                }
                case Action.Evaluate ask -> ask(ask);
                case Action.ListItems ask -> ask(ask);
                case Action.Gather ask -> ask(ask);
                case Action.AcquireSlot ask -> ask(ask);
                case Action.AskAlone ask -> ask(ask);
            }
        }
        return plan;
    }

    private void ask(Action action) {
        story.add(List.of("ask", action));
        assertThat(asked.add(action)).as("asked once: %s", action).isTrue();
    }

    private void answer() {
        if (!asked.isEmpty()) {
            answer(luck.any(List.copyOf(asked)));
        }
    }

    /** What was asked for is there; in a storm it may be late, refused, or bad news. */
    private void answer(Action action) {
        boolean bad = (!calm || badNews > 0) && luck.chance(4);
        switch (action) {
            case Action.AcquireSlot e -> {
                if (slots.size() < e.limit().most()) {
                    asked.remove(action);
                    slots.add(e.attempt());
                }
            }
            case Action.AskAlone e -> {
                asked.remove(action);
                room = Room.ALONE;
            }
            default -> {
                asked.remove(action);
                fact(luck.answer(action, bad));
            }
        }
    }

    private void execute(Action.Execute execute, World world) {
        Attempt attempt = execute.attempt();
        story.add(execute);
        witness.executes(execute, world, executing, run, durableRun);
        int ahead = (int) (run.stage(attempt.stage()).startOrdinal() - durableRun.ordinal()) - 1;
        if (ahead >= 0 && !attempt.ofItem()) {
            Event start = pending.get(ahead).event();
            assertThat(start).isInstanceOf(Event.AttemptStarted.class);
            pending.set(ahead, new Entry(start, new Command.Started(attempt, execute.epoch())));
        }
        executing.add(new Executing(attempt, execute.epoch(), Phase.RUNNING, now, null));
    }

    private void stop(Action.Stop stop) {
        story.add(stop);
        for (int i = 0; i < executing.size(); i++) {
            Executing one = executing.get(i);
            if (one.attempt().equals(stop.attempt()) && one.epoch() == stop.epoch()) {
                assertThat(one.phase()).as("what is stopped").isEqualTo(Phase.RUNNING);
                executing.set(i, phase(one, Phase.STOPPING));
                stopCauses.put(one.attempt(), stop.cause());
            }
        }
    }

    private static Executing phase(Executing one, Phase phase) {
        return new Executing(one.attempt(), one.epoch(), phase, one.since(), one.lastSign());
    }

    private void beat() {
        executing.replaceAll(
                one -> luck.chance(2) ? one : new Executing(one.attempt(), one.epoch(), one.phase(), one.since(), now));
    }

    private void append(Event event, Command.@Nullable Fact fact) {
        story.add(fact == null ? event : List.of(event, "a fact"));
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
            story.add(List.of("acked", acked));
        }
    }

    /** An attempt ends by itself, well or not; its result may take a while to store. */
    private void report() {
        if (!executing.isEmpty()) {
            int which = luck.upTo(executing.size());
            Executing one = executing.get(which);
            if (one.phase() == Phase.RUNNING && luck.chance(4)) {
                executing.set(which, phase(one, Phase.FINISHED));
            } else {
                executing.remove(which);
                fact(luck.outcome(pipeline, one));
            }
        }
    }

    private void fact(Command.Fact fact) {
        Command.Outcome outcome = Decider.accept(pipeline, run, fact, now);
        story.add(List.of(fact, outcome));
        switch (outcome) {
            case Accepted accepted -> {
                StageState stage = run.stage(fact.attempt().stage());
                assertThat(fact.attempt().generation())
                        .as("the generation that counts")
                        .isEqualTo(Witness.agrees(pipeline, run, fact) ? stage.generation() - 1 : stage.generation());
                assertThat(fact.epoch()).as("the epoch that counts").isEqualTo(run.epoch());
                accepted.events().forEach(event -> append(event, fact));
            }
            case Rejected refused ->
                assertThat(refused.code())
                        .isIn(Command.Rejection.STALE_ATTEMPT, Command.Rejection.ENDED, Command.Rejection.AT_REST);
        }
    }

    /** Code that was asked to stop does, or does not in time. */
    private void stopsOrNot() {
        for (int i = 0; i < executing.size(); i++) {
            Executing one = executing.get(i);
            if (one.phase() == Phase.STOPPING) {
                if (luck.chance(3)) {
                    executing.set(i, phase(one, Phase.ABANDONED));
                } else {
                    executing.remove(i);
                }
                story.add(List.of("stopped or abandoned", one));
                Action.StopCause cause = stopCauses.remove(one.attempt());
                FailureKind kind = cause == Action.StopCause.TIMEOUT
                        ? FailureKind.TIMEOUT
                        : cause == Action.StopCause.STALLED ? FailureKind.STALLED : null;
                if (kind != null) {
                    fact(new Command.Fail(one.attempt(), one.epoch(), new Failure(kind, "slow"), null));
                }
                return;
            }
        }
    }

    // What others do

    /** The owner dies, or freezes and is thought dead; what it had not written is lost, and another takes over or gives up. */
    private void loseWorker() {
        if (durableRun.ended() != null) {
            return;
        }
        UUID former = durableRun.owner();
        if (luck.chance(5)) {
            leave(new UUID(2, ++workers));
            foreign(new Command.GiveUp("too old"));
        } else {
            if (former != null && former.equals(worker) && luck.chance(2)) {
                zombies.add(new Zombie(worker, executing));
            }
            claim(former);
        }
    }

    private void claim(@Nullable UUID dead) {
        leave(new UUID(1, ++workers));
        Command.Outcome outcome = foreign(new Command.Claim(worker, dead, luck.chance(3)));
        assertThat(outcome).isInstanceOf(Accepted.class);
    }

    /** What a process knew goes with it. */
    private void leave(UUID next) {
        pending.clear();
        run = durableRun;
        executing = new ArrayList<>();
        asked.clear();
        slots.clear();
        room = Room.SHARED;
        worker = next;
        draining = false;
    }

    /** A worker that lost its run wakes: it may not write, and has to stop. */
    private void zombieActs() {
        if (zombies.isEmpty()) {
            return;
        }
        Zombie zombie = zombies.removeFirst();
        long acked = durableRun.ordinal();
        World world = new World(
                zombie.worker(), zombie.executing(), acked, acked, false, Set.of(), Set.of(), Room.SHARED, null);
        long running = zombie.executing().stream()
                .filter(one -> one.phase() == Phase.RUNNING)
                .count();
        List<Action> actions = Decider.next(pipeline, durableRun, world, now).actions();
        assertThat(actions).as("a zombie only stops").hasSize((int) running).allMatch(Action.Stop.class::isInstance);
        for (Executing one : zombie.executing()) {
            Command.Outcome outcome = Decider.accept(pipeline, durableRun, luck.outcome(pipeline, one), now);
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
        String stage = luck.any(pipeline.ids());
        if (run.status() == RunStatus.FAILED) {
            foreign(new Command.Resume("ann"));
        } else if (durableRun.owner() == null && durableRun.ended() == null) {
            claim(null);
        } else if (luck.chance(20)) {
            foreign(new Command.Cancel("ann", null, null));
        } else if (luck.chance(6)) {
            foreign(new Command.Reset(stage, "ann"));
        } else {
            help(stage, luck.any(List.of(SettleAs.values())));
        }
    }

    /** What is open for ever is closed; of what is in doubt somebody has to say something first. */
    private void endDocument() {
        if (foreign(new Command.Close("ann")) instanceof Rejected) {
            pipeline.ids().forEach(stage -> help(stage, SettleAs.DONE));
        }
    }

    /** Mostly one that has an output. */
    private String someStage() {
        List<String> withOutput = pipeline.ids().stream()
                .filter(id -> durableRun.stage(id).past().version() > 0)
                .toList();
        return withOutput.isEmpty() || luck.chance(4) ? luck.any(pipeline.ids()) : luck.any(withOutput);
    }

    private void document(String stage) {
        StageState state = durableRun.stage(stage);
        boolean strange =
                state.status() != StageStatus.SUCCEEDED && state.past().version() > 1;
        if (strange && luck.chance(2)) {
            foreign(new Command.Undo(stage, state.past().version(), "ann"));
            return;
        }
        foreign(
                switch (luck.upTo(12)) {
                    case 0, 1 ->
                        new Command.Edit(stage, luck.output(), state.past().version(), "ann");
                    case 2, 3, 4 -> new Command.Undo(stage, null, "ann");
                    case 5 -> new Command.Dismiss(stage, "ann");
                    case 6 -> new Command.AcceptStale(stage, "ann");
                    case 7, 8 -> new Command.RefreshStale("ann");
                    case 9 -> luck.chance(15) ? new Command.Close("ann") : new Command.Adopt(stage, "ann");
                    default -> new Command.Press(stage, "ann");
                });
    }

    /** Does what the stage waits for a person to do, as far as it stands in the journal. */
    private void help(String id, SettleAs as) {
        StageState stage = durableRun.stage(id);
        if (durableRun.ended() != null) {
            return;
        }
        if (stage.waitsFor() == WaitFor.DOUBT) {
            boolean several = stage.items() != null && stage.items().count(ItemStatus.DOUBT) > 1;
            SettleAs each = several && as == SettleAs.DONE ? SettleAs.FAILED : as; // one output is not that of them all
            foreign(new Command.Settle(id, each, each == SettleAs.DONE ? Words.OUT : null, "ann"));
        } else if (stage.waitsFor() == WaitFor.PERSON) {
            foreign(new Command.Edit(id, Words.OUT, "ann"));
        } else if (stage.held() || (!calm && pipeline.stage(id).manual())) {
            foreign(new Command.Press(id, "ann"));
        }
    }

    /** A command that is appended behind the owner's back: what the owner had on its way has lost and is planned anew. */
    private Command.Outcome foreign(Command command) {
        Command.Outcome outcome = Decider.accept(pipeline, durableRun, command, now);
        story.add(List.of("foreign", command, outcome));
        if (outcome instanceof Accepted accepted && !accepted.unchanged()) {
            List<Entry> lost = List.copyOf(pending);
            pending.clear();
            accepted.events().forEach(this::commit);
            run = durableRun;
            String reset = command instanceof Command.Reset r ? r.stage() : null;
            String changed = changes(command);
            for (Entry entry : lost) {
                if (entry.fact() != null) {
                    again(entry.fact(), reset, changed);
                }
            }
        }
        return outcome;
    }

    /** A stage that has an output by that, or none any more: what was asked of it before is of no use. */
    private static @Nullable String changes(Command command) {
        return switch (command) {
            case Command.Edit e -> e.stage();
            case Command.Undo e -> e.stage();
            case Command.Adopt e -> e.stage();
            case Command.Press e -> e.stage();
            default -> null;
        };
    }

    /**
     * What happened is told again, and no result is lost; but under a cancel a failure is the last of its stage, what was put
     * back has no results, a condition may be of a generation that a dropped refresh began, and a list or an empty map's output may stand on a start that was dropped.
     */
    private void again(Command.Fact fact, @Nullable String reset, @Nullable String changed) {
        Command.Outcome outcome = Decider.accept(pipeline, run, fact, now);
        story.add(List.of("again", fact, outcome));
        Attempt attempt = fact.attempt();
        boolean may = run.ended() != null
                || (run.cancelRequested() && attempt.number() > 1)
                || reset != null
                || attempt.stage().equals(changed)
                || attempt.generation() > durableRun.stage(attempt.stage()).generation()
                || (!attempt.ofItem() && pipeline.stage(attempt.stage()).kind() instanceof StageKind.Map);
        assertThat(outcome instanceof Accepted || may)
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
        Run before = durableRun;
        durableRun = apply(durableRun, event);
        witness.committed(event, before, durableRun);
        staleness.committed(event, before, durableRun);
    }

    // What must hold

    private static Run apply(Run run, Event event) {
        return Decider.apply(run, event);
    }

    private Instant time() {
        Instant last = run.lastEventAt();
        return last != null && last.isAfter(now) ? last : now;
    }

    /** An ended run plans nothing, accepts nothing that changes it, and does not change whatever is applied to it. */
    private void atRest() {
        leave(worker);
        Plan plan = Decider.next(pipeline, durableRun, world(), now.plusSeconds(999));
        assertThat(plan.actions()).isEmpty();
        assertThat(plan.wakeAt()).isNull();
        Witness.isTheFold(durableRun, durable, luck.upTo(durable.size()));
    }
}
