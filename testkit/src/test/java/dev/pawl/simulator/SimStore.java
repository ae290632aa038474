// SPDX-License-Identifier: Apache-2.0
package dev.pawl.simulator;

import dev.pawl.core.Content;
import dev.pawl.spi.Admission;
import dev.pawl.spi.AdmissionWish;
import dev.pawl.spi.Append;
import dev.pawl.spi.AppendOutcome;
import dev.pawl.spi.Checkpoint;
import dev.pawl.spi.Entry;
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
import dev.pawl.testkit.FakeStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One machine's way to the database. */
final class SimStore implements RunStore {

    private final SimDatabase database;
    private final Machine machine;
    private final Inspector inspector;
    private final Bug bug;
    private final List<FakeStore> own = new ArrayList<>();
    private final List<UUID> entering = new ArrayList<>();
    private final List<Session> sessions = new ArrayList<>();
    private FakeStore eyes;
    private @Nullable Runnable callback;
    private @Nullable Runnable slotCallback;
    private boolean closed;

    SimStore(SimDatabase database, Machine machine, Inspector inspector, Bug bug) {
        this.bug = bug;
        this.database = database;
        this.machine = machine;
        this.inspector = inspector;
        this.eyes = new FakeStore(database.tables(), Runnable::run);
        database.opened(this);
    }

    Machine machine() {
        return machine;
    }

    void changed() {
        if (callback != null && !closed) {
            callback.run();
        }
    }

    void slotGiven() {
        if (slotCallback != null && !closed) {
            slotCallback.run();
        }
    }

    private <T extends @Nullable Object> CompletableFuture<T> call(boolean writes, Supplier<T> statement) {
        return closed
                ? CompletableFuture.failedFuture(
                        new StoreException(StoreException.Kind.BROKEN, "the store is closed; open another", null))
                : database.call(machine, writes, statement);
    }

    @Override
    public int appendsAtOnce() {
        return 2;
    }

    @Override
    public CompletableFuture<List<AppendOutcome>> append(List<Append> batch) {
        List<Append> copy = List.copyOf(batch);
        CompletableFuture<List<AppendOutcome>> reply = call(true, () -> {
            List<AppendOutcome> outcomes = new ArrayList<>();
            boolean foreign = false;
            for (Append append : copy) {
                Append sent = bug.sent(append);
                RunRow before = server().row(append.run()).join();
                AppendOutcome outcome = server().append(List.of(sent)).join().getFirst();
                if (bug != Bug.NONE && outcome instanceof AppendOutcome.Lost) {
                    Append behind = bug.behind(
                            sent, server().read(append.run(), 0, 100_000).join());
                    if (behind != null) {
                        sent = behind;
                        outcome = server().append(List.of(sent)).join().getFirst();
                    }
                }
                boolean again = inspector.knows(sent);
                foreign |= inspector.landed(machine, sent, before, outcome);
                outcomes.add(bug.instead(outcome, again, before == null ? 0 : before.number()));
            }
            if (foreign) {
                database.changed(this);
            }
            return outcomes;
        });
        return bug == Bug.READ_AFTER_LOST_ACKNOWLEDGEMENT ? orRead(copy, reply) : reply;
    }

    private CompletableFuture<List<AppendOutcome>> orRead(
            List<Append> batch, CompletableFuture<List<AppendOutcome>> reply) {
        return reply.exceptionallyCompose(error -> StoreException.from(error).kind() != StoreException.Kind.TRANSIENT
                ? CompletableFuture.failedFuture(error)
                : call(false, () -> {
                    List<AppendOutcome> outcomes = new ArrayList<>();
                    for (Append append : batch) {
                        RunRow row = server().row(append.run()).join();
                        outcomes.add(
                                row != null && inspector.knows(append)
                                        ? new AppendOutcome.Won(row.number())
                                        : new AppendOutcome.Lost());
                    }
                    return outcomes;
                }));
    }

    private FakeStore server() {
        return database.server();
    }

    @Override
    public CompletableFuture<List<Entry>> read(UUID run, int afterSeq, int limit) {
        return call(false, () -> server().read(run, afterSeq, limit).join());
    }

    @Override
    public CompletableFuture<List<Entry>> read(Map<UUID, Integer> afterSeqs, int each) {
        Map<UUID, Integer> runs = new LinkedHashMap<>(afterSeqs);
        return call(false, () -> server().read(runs, each).join());
    }

    @Override
    public CompletableFuture<@Nullable RunRow> row(UUID run) {
        return call(false, () -> server().row(run).join());
    }

    @Override
    public CompletableFuture<List<RunRow>> find(RunQuery query) {
        return call(false, () -> server().find(query).join());
    }

    @Override
    public CompletableFuture<List<RunRow>> claimable(Instant now, int limit, Set<String> except) {
        return call(false, () -> server().claimable(now, limit, except).join());
    }

    @Override
    public CompletableFuture<List<SlotRow>> slots(String limit) {
        return call(false, () -> server().slots(limit).join());
    }

    @Override
    public CompletableFuture<@Nullable ScheduleRow> schedule(String pipeline) {
        return call(false, () -> server().schedule(pipeline).join());
    }

    @Override
    public CompletableFuture<Boolean> advance(@Nullable ScheduleRow seen, ScheduleRow next) {
        return call(true, () -> server().advance(seen, next).join());
    }

    @Override
    public CompletableFuture<List<RunRow>> ownedByOthers(Set<UUID> than, @Nullable UUID after, int limit) {
        Set<UUID> workers = Set.copyOf(than);
        return call(false, () -> server().ownedByOthers(workers, after, limit).join());
    }

    @Override
    public CompletableFuture<Waits> waits(Instant now, int limit) {
        return call(false, () -> server().waits(now, limit).join());
    }

    @Override
    public void putPayload(Content content, InputStream body) throws IOException {
        byte[] bytes = body.readAllBytes();
        StoreException.join(call(true, () -> {
            try {
                server().putPayload(content, new ByteArrayInputStream(bytes));
                return true;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }));
    }

    @Override
    public InputStream openPayload(Content content) throws IOException {
        return StoreException.join(call(false, () -> {
            try {
                return server().openPayload(content);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }));
    }

    @Override
    public Map<String, byte[]> shortPayloads(List<Content> contents) {
        return StoreException.join(call(false, () -> server().shortPayloads(contents)));
    }

    @Override
    public Set<String> storedPayloads(List<Content> contents) {
        return StoreException.join(call(false, () -> server().storedPayloads(contents)));
    }

    @Override
    public CompletableFuture<Boolean> putCheckpoint(Checkpoint checkpoint) {
        return call(true, () -> server().putCheckpoint(checkpoint).join());
    }

    @Override
    public CompletableFuture<@Nullable Checkpoint> checkpoint(UUID run, String stage) {
        return call(false, () -> server().checkpoint(run, stage).join());
    }

    @Override
    public WorkerSession enter(WorkerInfo worker, Duration lease) {
        inspector.enters(worker.id(), machine);
        entering.add(worker.id());
        FakeStore place = new FakeStore(database.tables(), Runnable::run);
        own.add(place);
        WorkerSession entered;
        try {
            entered = StoreException.join(call(true, () -> {
                WorkerSession made = place.enter(worker, lease);
                if (database.isForMany()) {
                    inspector.entered(worker.id(), lease);
                }
                return made;
            }));
        } catch (StoreException e) {
            place.vanish(); // what the connection held is free again
            inspector.unlocked(worker.id());
            throw e;
        }
        Session session = new Session(worker, place, entered);
        sessions.add(session);
        return session;
    }

    @Override
    public CompletableFuture<Sightings> sightings() {
        FakeStore now = eyes;
        return call(false, () -> {
            if (now != eyes) {
                throw new StoreException(StoreException.Kind.TRANSIENT, "the connection is lost", null);
            }
            return bug.seen(now.sightings().join());
        });
    }

    @Override
    public CompletableFuture<Boolean> bury(UUID worker, Instant seenLeaseUntil, String how) {
        return call(true, () -> {
            boolean buried = server().bury(worker, seenLeaseUntil, how).join();
            if (buried) {
                inspector.buried(machine, worker, how);
            }
            return buried;
        });
    }

    /** Its connections end: the locks they hold are free, and it makes others as soon as it hears of that and can. */
    void disconnect() {
        eyes.close();
        eyes = new FakeStore(database.tables(), Runnable::run);
        for (Session session : sessions) {
            database.tables().loseLock(session.worker.id());
            inspector.unlocked(session.worker.id());
            machine.spawn(100_000_000, session::lockAgain);
        }
    }

    @Override
    public CompletableFuture<List<WorkerRow>> workers() {
        UUID me = sessions.isEmpty() ? null : sessions.getLast().worker.id();
        return call(false, () -> bug.seen(server().workers().join(), me));
    }

    @Override
    public void onForeignChange(Runnable changed) {
        callback = changed;
    }

    @Override
    public void onSlot(Runnable given) {
        slotCallback = given;
    }

    @Override
    public List<String> check() {
        return List.of();
    }

    @Override
    public String place() {
        return "simulated";
    }

    /** The process is gone, and its locks with it. */
    void die() {
        gone();
        own.forEach(FakeStore::vanish);
        entering.forEach(inspector::unlocked);
    }

    private void gone() {
        closed = true;
        eyes.close();
        database.closed(this);
    }

    @Override
    public void close() {
        gone();
        own.forEach(FakeStore::close);
    }

    private final class Session implements WorkerSession {

        private final WorkerInfo worker;
        private final FakeStore place;
        private final WorkerSession session;
        private boolean left;

        Session(WorkerInfo worker, FakeStore place, WorkerSession session) {
            this.worker = worker;
            this.place = place;
            this.session = session;
        }

        /** What holds the lock watches its connection. */
        private void lockAgain() {
            if (!closed && !left) {
                var unused = renew().whenComplete((renewed, error) -> {
                    if (error != null) {
                        machine.spawn(100_000_000, this::lockAgain);
                    }
                });
            }
        }

        @Override
        public WorkerInfo worker() {
            return worker;
        }

        @Override
        public CompletableFuture<Renewal> renew() {
            return call(true, () -> {
                Renewal renewal = session.renew().join();
                if (database.isForMany()) {
                    inspector.renewed(worker.id(), renewal);
                }
                return bug.seen(renewal);
            });
        }

        @Override
        public CompletableFuture<Void> pulse(byte[] pulse) {
            return call(true, () -> session.pulse(pulse).join());
        }

        @Override
        public CompletableFuture<Void> drain() {
            return call(true, () -> session.drain().join());
        }

        @Override
        public CompletableFuture<Boolean> wish(SlotWish wish) {
            return call(true, () -> heard(session.wish(wish).join()) || bug == Bug.SLOT_FOR_ALL);
        }

        @Override
        public CompletableFuture<Void> giveBack(SlotWish wish) {
            return call(true, () -> heard(session.giveBack(wish).join()));
        }

        /** Others are told where one of them was given a slot. */
        private <T extends @Nullable Object> T heard(T answer) {
            database.slotsMayHavePassed(SimStore.this);
            return answer;
        }

        @Override
        public CompletableFuture<Admission> admit(AdmissionWish wish) {
            return call(
                    true,
                    () -> bug == Bug.ALL_ADMITTED
                            ? new Admission.Admitted()
                            : session.admit(wish).join());
        }

        @Override
        public CompletableFuture<Void> dismiss(String pipeline, UUID run, long ticket) {
            return call(true, () -> session.dismiss(pipeline, run, ticket).join());
        }

        @Override
        public void close() {
            left = true;
            place.close();
        }
    }
}
