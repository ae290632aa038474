// SPDX-License-Identifier: Apache-2.0
package dev.pawl.testkit;

import dev.pawl.core.Content;
import dev.pawl.spi.Admission;
import dev.pawl.spi.AdmissionWish;
import dev.pawl.spi.Append;
import dev.pawl.spi.AppendOutcome;
import dev.pawl.spi.Checkpoint;
import dev.pawl.spi.DriverPresentException;
import dev.pawl.spi.Entry;
import dev.pawl.spi.Keeper;
import dev.pawl.spi.Renewal;
import dev.pawl.spi.RunQuery;
import dev.pawl.spi.RunRow;
import dev.pawl.spi.RunStore;
import dev.pawl.spi.ScheduleRow;
import dev.pawl.spi.Sightings;
import dev.pawl.spi.SlotRow;
import dev.pawl.spi.SlotWish;
import dev.pawl.spi.StoreException;
import dev.pawl.spi.Waits;
import dev.pawl.spi.WorkerInfo;
import dev.pawl.spi.WorkerRow;
import dev.pawl.spi.WorkerSession;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A store in memory that fails on demand. It has no thread and no clock: calls complete on the executor it is given, in the
 * order they were made, so a test that is deterministic stays so.
 */
public final class FakeStore implements RunStore {

    private final FakeDatabase database;
    private final FakeFaults faults = new FakeFaults();
    private final FakeQueue queue;
    private volatile @Nullable Runnable onForeignChange;
    private volatile @Nullable Runnable onSlot;
    private final List<WorkerInfo> entered = new CopyOnWriteArrayList<>();
    private volatile UUID observer = new UUID(0, 0);
    private volatile boolean closed;

    /** A database of its own; every call completes before it returns. */
    public FakeStore() {
        this(new FakeDatabase(), Runnable::run);
    }

    public FakeStore(FakeDatabase database, Executor executor) {
        this.database = database;
        this.queue = new FakeQueue(executor);
        database.join(this);
    }

    /** What goes wrong from now on. */
    public FakeFaults faults() {
        return faults;
    }

    /** What is written from now on waits. */
    public void hold() {
        queue.hold();
    }

    /** What waits is written, in the order it came. */
    public void release() {
        queue.release();
    }

    @Override
    public CompletableFuture<List<AppendOutcome>> append(List<Append> batch) {
        Set<UUID> runs = new HashSet<>();
        batch.forEach(append -> {
            if (!runs.add(append.run())) {
                throw new IllegalArgumentException("a batch has one append a run, this one has two of " + append.run());
            }
        });
        List<Append> copy = List.copyOf(batch);
        return queue.write(() -> {
            refuseClosed();
            faults.beforeLanding();
            List<AppendOutcome> outcomes = new ArrayList<>();
            for (Append append : copy) {
                String problem = faults.refusal(append);
                outcomes.add(problem == null ? database.append(append) : new AppendOutcome.Unstorable(problem));
            }
            database.others(this).forEach(other -> other.tell(other.onForeignChange));
            faults.afterLanding();
            return outcomes;
        });
    }

    private void tell(@Nullable Runnable callback) {
        if (callback != null) {
            var unused = read(() -> {
                callback.run();
                return true;
            });
        }
    }

    @Override
    public CompletableFuture<List<Entry>> read(UUID run, int afterSeq, int limit) {
        return read(() -> database.read(run, afterSeq, limit));
    }

    @Override
    public CompletableFuture<List<Entry>> read(Map<UUID, Integer> afterSeqs, int each) {
        Map<UUID, Integer> runs = new LinkedHashMap<>(afterSeqs);
        return read(() -> runs.entrySet().stream()
                .flatMap(one -> database.read(one.getKey(), one.getValue(), each).stream())
                .toList());
    }

    @Override
    public CompletableFuture<@Nullable RunRow> row(UUID run) {
        return read(() -> database.row(run));
    }

    @Override
    public CompletableFuture<List<RunRow>> find(RunQuery query) {
        return read(() -> database.find(query));
    }

    @Override
    public CompletableFuture<List<RunRow>> claimable(Instant now, int limit, Set<String> except) {
        return read(() -> database.claimable(now, limit, except));
    }

    @Override
    public CompletableFuture<List<SlotRow>> slots(String limit) {
        return read(() -> database.slots(limit));
    }

    @Override
    public CompletableFuture<@Nullable ScheduleRow> schedule(String pipeline) {
        return read(() -> database.schedule(pipeline));
    }

    @Override
    public CompletableFuture<Boolean> advance(@Nullable ScheduleRow seen, ScheduleRow next) {
        return written(() -> database.advance(seen, next));
    }

    @Override
    public CompletableFuture<List<RunRow>> ownedByOthers(Set<UUID> than, @Nullable UUID after, int limit) {
        Set<UUID> workers = Set.copyOf(than);
        return read(() -> database.ownedByOthers(workers, after, limit));
    }

    @Override
    public CompletableFuture<Waits> waits(Instant now, int limit) {
        return read(() -> database.waits(now, limit));
    }

    @Override
    public void putPayload(Content content, InputStream body) throws IOException {
        refuseClosed();
        faults.beforeLanding();
        database.putPayload(content, FakePayload.checked(content, body.readAllBytes()));
    }

    @Override
    public InputStream openPayload(Content content) throws IOException {
        refuseClosed();
        return FakePayload.open(content, database.payload(content));
    }

    @Override
    public Map<String, byte[]> shortPayloads(List<Content> contents) {
        Map<String, byte[]> whole = new HashMap<>();
        for (Content content : contents) {
            if (content.size() <= SHORT) {
                try (InputStream in = openPayload(content)) {
                    whole.put(content.sha(), in.readAllBytes());
                } catch (IOException e) {
                    whole.remove(content.sha()); // it is said when it is opened
                }
            }
        }
        return whole;
    }

    @Override
    public Set<String> storedPayloads(List<Content> contents) {
        refuseClosed();
        if (contents.size() > MOST_ASKED) {
            throw new IllegalArgumentException("at most " + MOST_ASKED + " values are asked for at once, not "
                    + contents.size() + "; ask several times");
        }
        Set<String> there = new HashSet<>();
        for (Content content : contents) {
            byte[] body = database.payload(content);
            if (body != null && body.length == content.size()) {
                there.add(content.sha());
            }
        }
        return there;
    }

    @Override
    public CompletableFuture<Boolean> putCheckpoint(Checkpoint checkpoint) {
        return written(() -> database.putCheckpoint(checkpoint));
    }

    @Override
    public CompletableFuture<@Nullable Checkpoint> checkpoint(UUID run, String stage) {
        return read(() -> database.checkpoint(run, stage));
    }

    @Override
    public WorkerSession enter(WorkerInfo worker, Duration lease) {
        refuseClosed();
        WorkerInfo holder = database.enter(worker, lease);
        if (holder != null) {
            throw new DriverPresentException(holder, place());
        }
        entered.add(worker);
        return new Session(worker);
    }

    @Override
    public CompletableFuture<Sightings> sightings() {
        return read(() -> database.sightings(observer));
    }

    @Override
    public CompletableFuture<Boolean> bury(UUID worker, Instant seenLeaseUntil, String how) {
        return written(() -> database.bury(worker, seenLeaseUntil));
    }

    /** The session by which this handle sees the workers breaks, and it has another. */
    void observeAnew(long number) {
        observer = new UUID(0, number);
    }

    /** As with {@code kill -9}: its workers' locks are free, nobody declared them dead, and it is never heard of again. */
    public void vanish() {
        closed = true;
        database.part(this);
        entered.forEach(worker -> database.loseLock(worker.id()));
    }

    @Override
    public CompletableFuture<List<WorkerRow>> workers() {
        return read(database::workers);
    }

    @Override
    public void onForeignChange(Runnable callback) {
        onForeignChange = callback;
    }

    @Override
    public void onSlot(Runnable callback) {
        onSlot = callback;
    }

    @Override
    public List<String> check() {
        return List.of();
    }

    @Override
    public Keeper keeper() {
        return new FakeKeeper(database);
    }

    @Override
    public String place() {
        return "memory";
    }

    @Override
    public void close() {
        if (!closed) {
            queue.drain();
            closed = true;
            database.part(this);
            entered.forEach(database::leave);
        }
    }

    private <T extends @Nullable Object> CompletableFuture<T> read(FakeQueue.Work<T> work) {
        return queue.read(() -> {
            refuseClosed();
            return work.run();
        });
    }

    private <T extends @Nullable Object> CompletableFuture<T> written(FakeQueue.Work<T> work) {
        return queue.write(() -> {
            refuseClosed();
            faults.beforeLanding();
            return work.run();
        });
    }

    private void refuseClosed() {
        if (closed) {
            throw new StoreException(StoreException.Kind.BROKEN, "the store is closed; open another", null);
        }
    }

    private final class Session implements WorkerSession {

        private final WorkerInfo worker;

        Session(WorkerInfo worker) {
            this.worker = worker;
        }

        @Override
        public WorkerInfo worker() {
            return worker;
        }

        @Override
        public CompletableFuture<Renewal> renew() {
            return written(() -> database.renew(worker));
        }

        @Override
        public CompletableFuture<Void> pulse(byte[] pulse) {
            return done(() -> database.pulse(worker, pulse));
        }

        @Override
        public CompletableFuture<Void> drain() {
            return done(() -> database.drain(worker));
        }

        @Override
        public CompletableFuture<Boolean> wish(SlotWish wish) {
            return written(() -> {
                List<SlotRow> granted = new ArrayList<>();
                boolean held = database.wish(worker, wish, granted);
                tell(granted);
                return held;
            });
        }

        @Override
        public CompletableFuture<Void> giveBack(SlotWish wish) {
            return done(() -> tell(database.giveBack(worker, wish)));
        }

        @Override
        public CompletableFuture<Admission> admit(AdmissionWish wish) {
            return written(() -> database.admit(worker, wish));
        }

        @Override
        public CompletableFuture<Void> dismiss(String pipeline, UUID run, long ticket) {
            return done(() -> database.dismiss(worker, pipeline, run, ticket));
        }

        private void tell(List<SlotRow> granted) {
            if (granted.stream().anyMatch(row -> !row.worker().equals(worker.id()))) {
                database.others(FakeStore.this).forEach(other -> other.tell(other.onSlot));
            }
        }

        private CompletableFuture<Void> done(Runnable change) {
            return written(() -> {
                        change.run();
                        return true;
                    })
                    .thenAccept(landed -> {});
        }

        @Override
        public void close() {
            database.leave(worker);
        }
    }
}
