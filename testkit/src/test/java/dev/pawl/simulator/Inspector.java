// SPDX-License-Identifier: Apache-2.0
package dev.pawl.simulator;

import dev.pawl.core.Attempt;
import dev.pawl.core.Effect;
import dev.pawl.core.Event;
import dev.pawl.core.ItemStatus;
import dev.pawl.core.Items;
import dev.pawl.core.Lineage;
import dev.pawl.core.OnDoubt;
import dev.pawl.core.Run;
import dev.pawl.core.RunStatus;
import dev.pawl.core.SettleAs;
import dev.pawl.core.StageSpec;
import dev.pawl.core.StageState;
import dev.pawl.core.StageStatus;
import dev.pawl.internal.journal.Replay;
import dev.pawl.internal.journal.Rows;
import dev.pawl.spi.Append;
import dev.pawl.spi.AppendOutcome;
import dev.pawl.spi.Entry;
import dev.pawl.spi.Renewal;
import dev.pawl.spi.RunRow;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Sees everything that lands in the database and everything that executes, and says what must never be. */
final class Inspector {

    /** What must never be was. */
    static final class Violation extends AssertionError {
        private static final long serialVersionUID = 1;

        Violation(String what) {
            super(what);
        }
    }

    private final Timeline time;
    private final Story story;
    private final Pipelines pipelines;
    private final Function<UUID, @Nullable RunRow> rows;
    private final Predicate<UUID> isGone;
    private final Sharing sharing;
    private final Map<UUID, Replay> journals = new LinkedHashMap<>();
    private final Map<UUID, Integer> names = new HashMap<>();
    private final Map<UUID, Machine> workers = new HashMap<>();
    /** External attempts that were begun, and how often more a person allowed. */
    private final Map<String, Integer> begun = new HashMap<>();

    private final Map<String, Integer> allowed = new HashMap<>();
    private final Map<UUID, Long> free = new HashMap<>();
    private final Map<UUID, Instant> leases = new HashMap<>();
    private final Map<Machine, BooleanSupplier> working = new HashMap<>();
    private final Set<UUID> appends = new HashSet<>();
    /** Attempts whose start is durable, each with its epoch. */
    private final Set<String> started = new HashSet<>();

    /** Stages with their result, each with the run and the epoch. */
    private final Set<String> done = new HashSet<>();

    private final Map<Machine, UUID> latest = new HashMap<>();
    private final Set<Class<?>> seen = new HashSet<>();
    private Instant up = Machine.BEGIN;
    private final Outputs outputs;
    private @Nullable Violation first;

    Inspector(
            Timeline time,
            Story story,
            Pipelines pipelines,
            java.util.function.Function<UUID, @Nullable RunRow> rows,
            Predicate<UUID> isGone) {
        this.isGone = isGone;
        this.sharing = new Sharing(isGone);
        this.time = time;
        this.story = story;
        this.pipelines = pipelines;
        this.outputs = new Outputs(pipelines);
        this.rows = rows;
    }

    /** Kinds of events that were written. */
    Set<Class<?>> seen() {
        return seen;
    }

    Map<UUID, Replay> journals() {
        return journals;
    }

    @Nullable
    Violation violation() {
        return first;
    }

    void violated(String what) {
        story.tell(time.now(), "INSPECTOR", what);
        if (first == null) {
            first = new Violation(what);
        }
    }

    void check(boolean right, String otherwise) {
        if (!right) {
            violated(otherwise);
        }
    }

    void enters(UUID worker, Machine machine) {
        workers.put(worker, machine);
        latest.put(machine, worker);
    }

    /** Its lock is free. */
    void unlocked(UUID worker) {
        free.putIfAbsent(worker, time.now());
    }

    /** It has its lock, and a lease from here on. */
    void renewed(UUID worker, Renewal renewal) {
        if (renewal instanceof Renewal.Renewed now) {
            free.remove(worker);
            lease(worker, now.until());
        }
    }

    /** It has entered. */
    void entered(UUID worker, Duration lease) {
        free.remove(worker);
        lease(worker, now().plus(lease));
    }

    /** All locks are free, and those of before say nothing. */
    void restarted() {
        up = now();
        workers.keySet().forEach(worker -> free.put(worker, Long.MAX_VALUE));
    }

    private Instant now() {
        return Machine.BEGIN.plusNanos(time.now());
    }

    /** A worker was declared dead: by the rule, said here once more in other words. */
    void buried(Machine by, UUID worker, String how) {
        story.tell(time.now(), by.name(), "declares " + owner(worker) + " dead: " + how);
        Instant end = leases.getOrDefault(worker, Instant.MAX);
        Instant least = up.plus(Duration.ofSeconds(15));
        boolean over = now().isAfter(end) && now().isAfter(least);
        boolean unlocked = time.now() - free.getOrDefault(worker, Long.MAX_VALUE) >= 1_000_000_000L;
        check(
                over || unlocked,
                owner(worker) + " was declared dead, and its lease has not ended, nor was its lock free");
    }

    /** Who could not renew its lease has stopped its work before that ends, unless it could do nothing at all. */
    private void lease(UUID worker, Instant until) {
        leases.put(worker, until);
        time.after(Duration.between(now(), until).toNanos(), null, () -> {
            Machine machine = workers.get(worker);
            if (machine != null
                    && until.equals(leases.get(worker))
                    && worker.equals(latest.get(machine))
                    && machine.runs()
                    && time.now() - machine.frozenUntil() > 2_000_000_000L) {
                check(
                        !working.getOrDefault(machine, () -> false).getAsBoolean(),
                        owner(worker) + " has let its lease end, and its work goes on");
            }
        });
    }

    /** Whether any code on that machine was not asked to stop. */
    void works(Machine machine, BooleanSupplier isWorking) {
        working.put(machine, isWorking);
    }

    /** Whether that append is in the journal. */
    boolean knows(Append append) {
        return appends.contains(append.appendId());
    }

    String name(UUID run) {
        return "r" + names.computeIfAbsent(run, id -> names.size() + 1);
    }

    @Nullable
    Run run(UUID id) {
        Replay replay = journals.get(id);
        return replay == null ? null : replay.run();
    }

    boolean exists(UUID id) {
        Run run = run(id);
        return run != null && run.exists();
    }

    private String owner(@Nullable UUID worker) {
        Machine machine = workers.get(worker);
        return worker == null ? "nobody" : machine == null ? "?" : machine.name();
    }

    // ---- the journal

    /** An append was done, or was not; whether it is one of another than the run's owner. */
    boolean landed(Machine by, Append append, @Nullable RunRow before, AppendOutcome outcome) {
        UUID id = append.run();
        Replay known = journals.computeIfAbsent(id, Replay::none);
        if (!(outcome instanceof AppendOutcome.Won)) {
            story.tell(time.now(), by.name(), name(id) + " append " + append.seq() + " " + outcome);
            return false;
        }
        if (append.seq() <= known.seq()) {
            check(knows(append), name(id) + " append " + append.seq() + " is said to be written, and another is there");
            story.tell(time.now(), by.name(), name(id) + " append " + append.seq() + " again");
            return false;
        }
        Entry entry = new Entry(id, append.seq(), append.appendId(), append.epoch(), append.at(), append.body());
        Replay now;
        try {
            now = known.after(entry);
        } catch (RuntimeException e) {
            violated(name(id) + " entry " + append.seq() + " does not follow: " + e);
            return true;
        }
        List<Event> events = Replay.story(entry).events();
        events.forEach(event -> seen.add(event.getClass()));
        appends.add(append.appendId());
        story.tell(time.now(), by.name(), name(id) + " " + append.seq() + " " + Words.of(events));
        check(
                Objects.equals(append.baseAppendId(), known.appendId()),
                name(id) + " entry " + append.seq() + " was written on another than the one before it");
        entry(by, known.run(), now.run(), events);
        outputs.follow(known.run(), events).ifPresent(what -> violated(name(id) + " " + what));
        check(
                sharing.changes(
                        known.run(),
                        now.run(),
                        events,
                        pipelines.running(now.run().created())),
                name(id) + " is at work beside as many runs of its pipeline as may be");
        journals.put(id, now);
        RunRow row = rows.apply(id);
        check(
                row != null && Rows.project(now.run(), row.number()).equals(row),
                name(id) + " its row is " + row + ", its journal says " + Rows.project(now.run(), 0));
        keys(now.run());
        places(now.run());
        return !workersOwn(by, before);
    }

    private boolean workersOwn(Machine by, @Nullable RunRow before) {
        return before != null && before.owner() != null && workers.get(before.owner()) == by;
    }

    private void entry(Machine by, Run before, Run after, List<Event> events) {
        String run = name(after.id());
        UUID owner = before.owner();
        for (Event event : events) {
            switch (event) {
                case Event.Claimed e -> {
                    boolean free = owner == null || owner.equals(e.worker()) || isGone.test(owner);
                    check(free, run + " is claimed from " + owner(owner) + ", which is not dead");
                    owner = e.worker();
                }
                case Event.Released e -> owner = null;
                case Event.AttemptStarted e -> {
                    Attempt attempt = new Attempt(before.id(), e.stage(), e.generation(), e.number());
                    check(
                            !before.cancelRequested() || pipelines.runsAhead(before.created(), attempt),
                            run + " starts a stage, and is to be cancelled");
                    started.add(attempt.id() + "@" + e.epoch());
                    works(by, run, owner);
                }
                case Event.AttemptSucceeded e -> {
                    works(by, run, owner);
                    StageState stage = after.stage(e.stage());
                    done.add(new Attempt(before.id(), e.stage(), stage.generation(), stage.number()).id() + "@"
                            + stage.epoch());
                }
                case Event.LateResult e ->
                    check(
                            e.item() >= 0
                                    || !done.contains(
                                            new Attempt(before.id(), e.stage(), e.generation(), e.number()).id() + "@"
                                                    + e.epoch()),
                            run + " says that a result of " + e.stage() + " came too late, and has it");
                case Event.ItemStarted e -> works(by, run, owner);
                case Event.Reused e ->
                    check(!before.exists(), run + " takes over stage " + e.stage() + " when it is there already");
                case Event.ItemSucceeded e -> worksOrTakesOver(by, before, run, owner);
                case Event.ItemsListed e -> worksOrTakesOver(by, before, run, owner);
                case Event.ConditionEvaluated e -> works(by, run, owner);
                case Event.Rejected e -> works(by, run, owner);
                case Event.Settled e -> settled(e, before);
                default -> {}
            }
        }
        long claims = events.stream().filter(Event.Claimed.class::isInstance).count();
        check(
                after.epoch() == before.epoch() + claims,
                run + " goes from epoch " + before.epoch() + " to " + after.epoch() + " with " + claims + " claims");
        if (before.exists() && before.status().terminal()) {
            check(after.status() == before.status(), run + " had ended, and is " + after.status());
        }
        if (before.exists() && before.cancelRequested() && before.ended() == null) {
            check(after.status() != RunStatus.SUCCEEDED, run + " was to be cancelled, and succeeded");
        }
        for (StageState stage : after.stages()) {
            check(
                    after.ended() == null || stage.status() != StageStatus.RUNNING,
                    run + " has ended with a stage running");
        }
    }

    private void worksOrTakesOver(Machine by, Run before, String run, @Nullable UUID owner) {
        if (before.exists()) {
            works(by, run, owner);
        }
    }

    private void works(Machine by, String run, @Nullable UUID owner) {
        check(workers.get(owner) == by, run + " is worked on by " + by + ", and its owner is " + owner(owner));
    }

    private void settled(Event.Settled e, Run before) {
        if (e.as() != SettleAs.RERUN) {
            return;
        }
        Items items = before.stage(e.stage()).items();
        Attempt attempt = before.attempt(e.stage());
        if (items == null) {
            allowed.merge(attempt.id(), 1, Integer::sum);
        }
        for (int i = 0; items != null && i < items.size(); i++) {
            if (items.get(i).status() == ItemStatus.DOUBT) {
                allowed.merge(
                        new Attempt(
                                        before.id(),
                                        e.stage(),
                                        attempt.generation(),
                                        items.get(i).failures() + 1,
                                        i)
                                .id(),
                        1,
                        Integer::sum);
            }
        }
    }

    /** One active run a key, and the row says so exactly while it is one. */
    private void keys(Run run) {
        String key = run.created().key();
        if (key == null) {
            return;
        }
        RunRow row = rows.apply(run.id());
        check(
                row != null && row.holdsKey() == holdsKey(run),
                name(run.id()) + " holds its key is " + (row != null && row.holdsKey()) + ", and it is "
                        + run.status());
        if (!holdsKey(run)) {
            return;
        }
        journals.values().stream()
                .map(Replay::run)
                .filter(other ->
                        other.exists() && holdsKey(other) && !other.id().equals(run.id()))
                .filter(other -> key.equals(other.created().key())
                        && other.created().pipeline().equals(run.created().pipeline()))
                .forEach(other ->
                        violated(name(run.id()) + " and " + name(other.id()) + " are both active with key " + key));
    }

    private void places(Run run) {
        Lineage lineage = run.created().lineage();
        if (lineage == null || !holdsPlace(run)) {
            return;
        }
        for (Replay other : journals.values()) {
            Lineage same = other.run().exists() ? other.run().created().lineage() : null;
            if (same != null
                    && !other.run().id().equals(run.id())
                    && holdsPlace(other.run())
                    && same.parent().equals(lineage.parent())
                    && same.retryFrom().equals(lineage.retryFrom())) {
                violated(name(run.id()) + " and " + name(other.run().id()) + " both take up " + name(lineage.parent())
                        + " from " + lineage.retryFrom());
            }
        }
    }

    private static boolean holdsPlace(Run run) {
        return run.status().active() && !run.inLine();
    }

    /** From its first entry to the one that ends it, or, where it waits in line, from its first claim. */
    private static boolean holdsKey(Run run) {
        boolean begun = !run.created().queueing().inLine() || run.epoch() > 0;
        return run.created().key() != null && begun && run.ended() == null;
    }

    // ---- what executes

    /** Code begins. */
    void begins(Machine by, Attempt attempt, int epoch) {
        String what = name(attempt.run()) + " " + attempt.id().substring(37) + " under epoch " + epoch;
        story.tell(time.now(), by.name(), what + " begins");
        Run run = run(attempt.run());
        if (run == null || !run.exists()) {
            violated(what + " begins, and its run is not durable");
            return;
        }
        check(
                workers.get(run.owner()) == by && run.epoch() == epoch,
                what + " begins here, and the run's owner is " + owner(run.owner()) + " under " + run.epoch());
        check(
                sharing.begins(
                        run.owner(),
                        attempt,
                        epoch,
                        pipelines.spec(run.created(), attempt.stage()).limit()),
                what + " begins, and no slot of its limit is free");
        StageState stage = run.stage(attempt.stage());
        if (stage.generation() == attempt.generation()) {
            Items items = stage.items();
            boolean done = (attempt.ofItem() && items != null)
                    ? items.get(attempt.item()).status() == ItemStatus.SUCCEEDED
                    : stage.status().done();
            check(!done, what + " begins, and its result is acknowledged");
        }
        if (!pipelines.runsAhead(run.created(), attempt) && !attempt.ofItem()) {
            check(started.contains(attempt.id() + "@" + epoch), what + " begins, and its start is not durable");
        }
        StageSpec spec = pipelines.spec(run.created(), attempt.stage());
        if (!pipelines.runsAhead(run.created(), attempt)
                && !run.interactive()) { // of documents when its start is written
            for (String up : spec.after()) {
                check(run.stage(up).status().done(), what + " begins, and " + up + ", which it needs, is not done");
            }
        }
        if (spec.effect() == Effect.EXTERNAL && spec.onDoubt() == OnDoubt.ASK) {
            int times = begun.merge(attempt.id(), 1, Integer::sum);
            check(
                    times <= 1 + allowed.getOrDefault(attempt.id(), 0),
                    what + " has an effect outside, and begins once more unasked");
        }
    }

    /** Code is at work no more. */
    void over(Attempt attempt, int epoch) {
        sharing.ends(attempt, epoch);
    }

    void ends(Machine by, Attempt attempt, int epoch, String how) {
        story.tell(
                time.now(),
                by.name(),
                name(attempt.run()) + " " + attempt.id().substring(37) + " under epoch " + epoch + " " + how);
    }
}
