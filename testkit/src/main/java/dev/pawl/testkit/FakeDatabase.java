// SPDX-License-Identifier: Apache-2.0
package dev.pawl.testkit;

import dev.pawl.core.Content;
import dev.pawl.core.RunStatus;
import dev.pawl.spi.Admission;
import dev.pawl.spi.AdmissionWish;
import dev.pawl.spi.Append;
import dev.pawl.spi.AppendOutcome;
import dev.pawl.spi.Checkpoint;
import dev.pawl.spi.Entry;
import dev.pawl.spi.Keeper;
import dev.pawl.spi.Keeper.Deletion;
import dev.pawl.spi.Renewal;
import dev.pawl.spi.RetryRow;
import dev.pawl.spi.RunQuery;
import dev.pawl.spi.RunRow;
import dev.pawl.spi.ScheduleRow;
import dev.pawl.spi.Sightings;
import dev.pawl.spi.SlotRow;
import dev.pawl.spi.SlotWish;
import dev.pawl.spi.Told;
import dev.pawl.spi.Waits;
import dev.pawl.spi.WorkerInfo;
import dev.pawl.spi.WorkerRow;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the {@link FakeStore}s of one test share: tables in memory, one transaction at a time, no faults of its own. */
public final class FakeDatabase {

    private static final Comparator<UUID> NEWEST_FIRST =
            Comparator.comparing(UUID::toString).reversed();

    private final Map<UUID, List<Entry>> journals = new HashMap<>();
    private final Map<UUID, RunRow> rows = new TreeMap<>(NEWEST_FIRST);
    private final Map<UUID, Map<String, Checkpoint>> checkpoints = new HashMap<>();
    private final FakeWorkers workers;
    private final FakeSlots slots;
    private final FakeAdmissions admissions;
    private final FakeSchedules schedules = new FakeSchedules();
    private final InstantSource clock;
    private final Map<String, byte[]> payloads = new HashMap<>();
    private final Map<UUID, Told> told = new HashMap<>();
    private final List<Told> tales = new ArrayList<>();
    private final Map<String, Instant> turns = new HashMap<>();
    private final Map<String, Instant> touched = new HashMap<>();
    private final List<FakeStore> handles = new ArrayList<>();
    private Instant up;
    private long numbers;
    private long observers;

    /** One worker at a time may execute; the clock stands still. */
    public FakeDatabase() {
        this(new SettableClock());
    }

    /** One worker at a time may execute. */
    public FakeDatabase(InstantSource clock) {
        this(new FakeWorkers(false), clock);
    }

    private FakeDatabase(FakeWorkers workers, InstantSource clock) {
        this.workers = workers;
        this.slots = new FakeSlots(workers::isAlive);
        this.admissions = new FakeAdmissions(rows, workers::isAlive);
        this.clock = clock;
        this.up = clock.instant();
    }

    /** Many workers may execute at the same time. */
    public static FakeDatabase forManyWorkers(InstantSource clock) {
        return new FakeDatabase(new FakeWorkers(true), clock);
    }

    /** Changes a stored value behind its hash. */
    public synchronized void damage(Content content) {
        byte[] body = payloads.get(content.sha());
        if (body == null || body.length == 0) {
            throw new IllegalArgumentException("there is no byte to damage in " + content);
        }
        body[body.length / 2] ^= 1;
    }

    /** All that was told of runs, as it came. */
    public synchronized List<Told> tales() {
        return List.copyOf(tales);
    }

    synchronized AppendOutcome append(Append append) {
        String problem = FakeLimits.problem(append);
        if (problem != null) {
            return new AppendOutcome.Unstorable(problem);
        }
        List<Entry> journal = journals.getOrDefault(append.run(), List.of());
        if (journal.size() > append.base()
                && journal.get(append.base()).appendId().equals(append.appendId())) {
            return won(append);
        }
        if (journal.size() != append.base()
                || (append.base() > 0 && !journal.getLast().appendId().equals(append.baseAppendId()))) {
            return new AppendOutcome.Lost();
        }
        RunRow row = append.row();
        UUID retried = row == null ? null : retrying(row);
        if (retried != null) {
            return new AppendOutcome.RetryTaken(retried);
        }
        UUID active = row == null ? null : holder(row);
        if (active != null) {
            return new AppendOutcome.KeyTaken(active);
        }
        journals.computeIfAbsent(append.run(), run -> new ArrayList<>())
                .add(new Entry(
                        append.run(), append.seq(), append.appendId(), append.epoch(), append.at(), append.body()));
        if (row != null) {
            RunRow old = rows.get(row.id());
            rows.put(row.id(), FakeFind.numbered(row, old == null ? ++numbers : old.number()));
        }
        for (String dropped : append.dropCheckpoints()) {
            checkpoints
                    .getOrDefault(append.run(), new HashMap<>())
                    .keySet()
                    .removeIf(place -> place.equals(dropped) || place.startsWith(dropped + "/"));
        }
        return won(append);
    }

    private AppendOutcome won(Append append) {
        long number = Objects.requireNonNull(rows.get(append.run())).number();
        return new AppendOutcome.Won(append.own() && append.base() > 0 ? 0 : number);
    }

    private @Nullable UUID holder(RunRow wanted) {
        return rows.values().stream()
                .filter(row -> wanted.holdsKey() && row.holdsKey() && !row.id().equals(wanted.id()))
                .filter(row -> row.pipeline().equals(wanted.pipeline())
                        && row.key() != null
                        && row.key().equals(wanted.key()))
                .map(RunRow::id)
                .findFirst()
                .orElse(null);
    }

    private @Nullable UUID retrying(RunRow wanted) {
        RetryRow retry = wanted.retry();
        if (retry == null || !retry.holds()) {
            return null;
        }
        return rows.values().stream()
                .filter(row -> !row.id().equals(wanted.id()))
                .filter(row -> FakeFind.takesUp(row, retry.parent(), retry.from()))
                .map(RunRow::id)
                .findFirst()
                .orElse(null);
    }

    synchronized List<Entry> read(UUID run, int afterSeq, int limit) {
        return journals.getOrDefault(run, List.of()).stream()
                .skip(afterSeq)
                .limit(limit)
                .toList();
    }

    synchronized @Nullable RunRow row(UUID run) {
        return rows.get(run);
    }

    synchronized List<RunRow> find(RunQuery query) {
        return rows.values().stream()
                .filter(row -> FakeFind.matches(query, row))
                .limit(query.limit())
                .toList();
    }

    synchronized List<RunRow> claimable(Instant now, int limit, Set<String> except) {
        return rows.values().stream()
                .filter(row -> !except.contains(row.pipeline()))
                .filter(row -> row.active() && row.owner() == null && FakeFind.isDue(row, now))
                .filter(row -> row.status() != RunStatus.WAITING)
                .filter(row -> rows.values().stream().noneMatch(other -> FakeFind.isBehind(row, other)))
                .sorted(Comparator.comparingInt(RunRow::priority)
                        .reversed()
                        .thenComparing(row -> row.id().toString()))
                .limit(limit)
                .toList();
    }

    synchronized List<RunRow> ownedByOthers(Set<UUID> than, @Nullable UUID after, int limit) {
        return rows.values().stream()
                .filter(row -> row.active() && row.owner() != null && !than.contains(row.owner()))
                .filter(row ->
                        after == null || FakeFind.matches(RunQuery.active(1).olderThan(after), row))
                .limit(limit)
                .toList();
    }

    synchronized Waits waits(Instant now, int limit) {
        List<RunRow> queued = rows.values().stream()
                .filter(row -> row.active() && row.owner() == null && row.status() != RunStatus.WAITING)
                .toList();
        return new Waits(
                queued.stream()
                        .filter(row -> !FakeFind.isDue(row, now))
                        .map(RunRow::notBefore)
                        .min(Comparator.naturalOrder())
                        .orElse(null),
                queued.stream()
                        .filter(row -> row.key() != null && !row.holdsKey())
                        .map(row -> new Waits.Line(row.pipeline(), row.key()))
                        .distinct()
                        .limit(limit)
                        .collect(Collectors.toSet()));
    }

    synchronized boolean putCheckpoint(Checkpoint checkpoint) {
        RunRow row = rows.get(checkpoint.run());
        if (row == null || row.epoch() != checkpoint.epoch()) {
            return false;
        }
        checkpoints
                .computeIfAbsent(checkpoint.run(), run -> new LinkedHashMap<>())
                .put(checkpoint.stage(), checkpoint);
        return true;
    }

    synchronized @Nullable Checkpoint checkpoint(UUID run, String stage) {
        return checkpoints.getOrDefault(run, Map.of()).get(stage);
    }

    synchronized void putPayload(Content content, byte[] body) {
        payloads.putIfAbsent(content.sha(), body);
        touched.put(content.sha(), clock.instant());
    }

    synchronized void touch(Content content) {
        touched.computeIfPresent(content.sha(), (sha, before) -> clock.instant());
    }

    synchronized boolean turn(String name, Duration every) {
        boolean due = due(name, every);
        if (due) {
            turns.put(name, clock.instant());
        }
        return due;
    }

    synchronized List<String> pipelines() {
        return rows.values().stream().map(RunRow::pipeline).distinct().sorted().toList();
    }

    synchronized List<RunRow> ended(String pipeline) {
        return rows.values().stream()
                .filter(row -> row.pipeline().equals(pipeline) && row.finishedAt() != null)
                .sorted(FakeFind.BY_END)
                .toList();
    }

    synchronized boolean due(String name, Duration every) {
        Instant before = turns.get(name);
        return before == null || !before.isAfter(clock.instant().minus(every));
    }

    Instant now() {
        return clock.instant();
    }

    synchronized List<Content> untouched(Instant since, @Nullable String afterSha, int limit) {
        return payloads.entrySet().stream()
                .filter(value -> afterSha == null || value.getKey().compareTo(afterSha) > 0)
                .map(value -> new Content(value.getKey(), value.getValue().length))
                .filter(content -> isUntouched(content, since))
                .sorted(Comparator.comparing(Content::sha))
                .limit(limit)
                .toList();
    }

    /** Whether it was there, untouched since then, and is there no more. */
    synchronized boolean drop(Content content, Instant since) {
        boolean unused = payloads.containsKey(content.sha()) && isUntouched(content, since);
        if (unused) {
            payloads.remove(content.sha());
            touched.remove(content.sha());
        }
        return unused;
    }

    private boolean isUntouched(Content content, Instant since) {
        Instant at = touched.getOrDefault(content.sha(), Instant.MAX);
        return !at.isAfter(since);
    }

    synchronized long highestNumber() {
        return numbers;
    }

    synchronized Deletion delete(UUID run, boolean activeToo) {
        RunRow row = rows.get(run);
        if (row == null) {
            return Deletion.GONE;
        }
        if (row.active() && !activeToo) {
            return Deletion.ACTIVE;
        }
        rows.remove(run);
        journals.remove(run);
        checkpoints.remove(run);
        told.remove(run);
        return Deletion.DELETED;
    }

    /** False where only what has changed was to be told, and something else was told before. */
    synchronized boolean tell(Told of) {
        tales.add(of);
        Told before = told.get(of.run());
        boolean goesOn = of.base() == 0 || (before != null && before.seq() == of.base());
        if (goesOn && rows.containsKey(of.run()) && (before == null || before.seq() <= of.seq())) {
            told.put(of.run(), of);
        }
        return goesOn;
    }

    synchronized void untell(UUID run) {
        told.remove(run);
    }

    synchronized List<UUID> untold(@Nullable UUID after, int limit) {
        return page(
                rows.values().stream()
                        .filter(row -> !FakeFind.isTold(row, told.get(row.id())))
                        .map(RunRow::id),
                after,
                limit);
    }

    synchronized List<UUID> journals(@Nullable UUID after, int limit) {
        return page(journals.keySet().stream(), after, limit);
    }

    private static List<UUID> page(Stream<UUID> runs, @Nullable UUID after, int limit) {
        return runs.filter(run -> after == null || NEWEST_FIRST.compare(run, after) < 0)
                .sorted(NEWEST_FIRST.reversed())
                .limit(limit)
                .toList();
    }

    synchronized boolean mend(RunRow row, int seq, UUID appendId) {
        List<Entry> journal = journals.getOrDefault(row.id(), List.of());
        if (journal.size() != seq || !journal.getLast().appendId().equals(appendId)) {
            return false;
        }
        RunRow old = rows.get(row.id());
        rows.put(row.id(), FakeFind.numbered(row, old == null ? ++numbers : old.number()));
        return true;
    }

    synchronized List<Entry> entries(Keeper.@Nullable Place after, int limit) {
        return journals.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(NEWEST_FIRST.reversed()))
                .flatMap(journal -> journal.getValue().stream())
                .filter(entry -> after == null || isAfter(entry, after))
                .limit(limit)
                .toList();
    }

    private static boolean isAfter(Entry entry, Keeper.Place place) {
        int order = entry.run().toString().compareTo(place.run().toString());
        return order > 0 || (order == 0 && entry.seq() > place.seq());
    }

    synchronized byte @Nullable [] payload(Content content) {
        return payloads.get(content.sha());
    }

    /** Lets the worker in, and is null; or the one that is in already. */
    synchronized @Nullable WorkerInfo enter(WorkerInfo worker, Duration lease) {
        return workers.enter(worker, lease, clock.instant());
    }

    synchronized Renewal renew(WorkerInfo worker) {
        return workers.renew(worker.id(), clock.instant());
    }

    synchronized void leave(WorkerInfo worker) {
        workers.leave(worker.id());
    }

    synchronized void pulse(WorkerInfo worker, byte[] pulse) {
        workers.pulse(worker.id(), pulse);
    }

    synchronized void drain(WorkerInfo worker) {
        workers.drain(worker.id());
    }

    synchronized List<WorkerRow> workers() {
        return workers.rows().stream()
                .filter(row -> row.alive()
                        || rows.values().stream()
                                .anyMatch(
                                        run -> run.active() && row.worker().id().equals(run.owner())))
                .toList();
    }

    synchronized Sightings sightings(UUID observer) {
        return new Sightings(observer, clock.instant(), up, workers.sightings());
    }

    synchronized boolean bury(UUID worker, Instant seenLeaseUntil) {
        return workers.bury(worker, seenLeaseUntil);
    }

    /**
     * Whether the slot is held.
     *
     * @param granted gets those that hold one by this
     */
    synchronized boolean wish(WorkerInfo worker, SlotWish wish, List<SlotRow> granted) {
        granted.addAll(slots.wish(wish, worker.id(), clock.instant()));
        return slots.holds(wish, worker.id());
    }

    synchronized List<SlotRow> giveBack(WorkerInfo worker, SlotWish wish) {
        return slots.giveBack(wish, worker.id());
    }

    synchronized List<SlotRow> slots(String limit) {
        return slots.list(limit);
    }

    synchronized Admission admit(WorkerInfo worker, AdmissionWish wish) {
        return admissions.admit(wish, worker.id(), clock.instant());
    }

    synchronized void dismiss(WorkerInfo worker, String pipeline, UUID run, long ticket) {
        admissions.dismiss(pipeline, run, worker.id(), ticket);
    }

    synchronized @Nullable ScheduleRow schedule(String pipeline) {
        return schedules.of(pipeline);
    }

    synchronized boolean advance(@Nullable ScheduleRow seen, ScheduleRow next) {
        return schedules.advance(seen, next);
    }

    /** The connection of a worker breaks: its lock is free until it renews its lease. */
    public synchronized void loseLock(UUID worker) {
        workers.loseLock(worker);
    }

    /** The database starts anew, with all that was committed: all locks are free, no session is what it was. */
    public synchronized void restart() {
        up = clock.instant();
        workers.restart();
        handles.forEach(handle -> handle.observeAnew(++observers));
    }

    synchronized void join(FakeStore handle) {
        handles.add(handle);
        handle.observeAnew(++observers);
    }

    synchronized void part(FakeStore handle) {
        handles.remove(handle);
    }

    synchronized List<FakeStore> others(FakeStore handle) {
        return handles.stream().filter(other -> other != handle).toList();
    }
}
