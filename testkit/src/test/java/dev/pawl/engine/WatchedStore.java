// SPDX-License-Identifier: Apache-2.0
package dev.pawl.engine;

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
import dev.pawl.spi.SlotWish;
import dev.pawl.spi.StoreException;
import dev.pawl.spi.WorkerInfo;
import dev.pawl.spi.WorkerSession;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A handle on any store, with a count of what goes through it and weather on demand. */
final class WatchedStore extends RelayedStore {

    /** What happens to writes. */
    enum Weather {
        FAIR,
        /** The disk is full. */
        UNAVAILABLE,
        BROKEN,
        /** This process is dead: nothing it asks for is answered. */
        DEAD
    }

    private final List<List<Append>> batches = new CopyOnWriteArrayList<>();
    private final AtomicInteger pulses = new AtomicInteger();
    private final List<Checkpoint> checkpoints = new CopyOnWriteArrayList<>();
    private final List<String> limits = new CopyOnWriteArrayList<>();
    private final AtomicInteger reads = new AtomicInteger();
    private final AtomicInteger journalReads = new AtomicInteger();
    private final AtomicInteger valueReads = new AtomicInteger();
    private final AtomicInteger entries = new AtomicInteger();
    private final AtomicInteger payloads = new AtomicInteger();
    private final AtomicInteger lostAcknowledgements = new AtomicInteger();
    private final AtomicInteger failures = new AtomicInteger();
    private final AtomicInteger failedReads = new AtomicInteger();
    private final AtomicInteger brokenStreams = new AtomicInteger();
    private final Queue<Runnable> held = new ArrayDeque<>();
    private final AtomicReference<@Nullable RuntimeException> thrown = new AtomicReference<>();
    private final AtomicBoolean failRead = new AtomicBoolean();
    private boolean holding;
    private volatile Weather weather = Weather.FAIR;
    private volatile Predicate<Append> refused = append -> false;
    private final AtomicReference<@Nullable Runnable> beforeRead = new AtomicReference<>();
    private final AtomicReference<@Nullable Runnable> beforeAppend = new AtomicReference<>();
    private volatile Consumer<List<Append>> beforeAnswer = landed -> {};
    private volatile @Nullable WorkerSession session;
    private volatile @Nullable UUID unreadable;
    private volatile @Nullable RuntimeException faulty;
    private volatile @Nullable CompletableFuture<Void> drained;
    private volatile @Nullable RuntimeException noEntry;
    private final AtomicInteger refusedEntries = new AtomicInteger();

    WatchedStore(RunStore store) {
        super(store);
    }

    /** Batches of appends sent so far: each is one write transaction. */
    List<List<Append>> batches() {
        return batches;
    }

    /** How often signs of life were written down. */
    int pulses() {
        return pulses.get();
    }

    List<Checkpoint> checkpoints() {
        return checkpoints;
    }

    /** What was asked about limits. */
    List<String> limits() {
        return limits;
    }

    int reads() {
        return reads.get();
    }

    /** How often journals were asked for, of one run or of many at once. */
    int journalReads() {
        return journalReads.get();
    }

    /** How often values were asked for, one or many at once. */
    int valueReads() {
        return valueReads.get();
    }

    /** How many entries of journals were read one run at a time. */
    int entries() {
        return entries.get();
    }

    int payloads() {
        return payloads.get();
    }

    void weather(Weather now) {
        weather = now;
    }

    /** The next appends land, but nobody hears of it. */
    void loseAcknowledgements(int times) {
        lostAcknowledgements.set(times);
    }

    /** The next appends do not land. */
    void failBeforeLanding(int times) {
        failures.set(times);
    }

    void refuse(Predicate<Append> appends) {
        refused = appends;
    }

    /** The next time a journal is read, something happens first. */
    void beforeRead(Runnable first) {
        beforeRead.set(first);
    }

    /** The next time something is appended, something happens first. */
    void beforeAppend(Runnable first) {
        beforeAppend.set(first);
    }

    /** Something happens between an append landing, for all to see, and this handle hearing of it. */
    void beforeAnswer(Consumer<List<Append>> first) {
        beforeAnswer = first;
    }

    /** Appends wait from now on. */
    synchronized void hold() {
        holding = true;
    }

    /** How many batches wait. */
    synchronized int held() {
        return held.size();
    }

    /** Lets the oldest batch through, and goes on holding. */
    void releaseOne() {
        Runnable next;
        synchronized (this) {
            next = held.poll();
        }
        if (next != null) {
            next.run();
        }
    }

    void release() {
        while (true) {
            Runnable next;
            synchronized (this) {
                next = held.poll();
                if (next == null) {
                    holding = false;
                    return;
                }
            }
            next.run();
        }
    }

    /** The worker on this handle is taken for dead, though it goes on. */
    void declareDead() {
        WorkerSession entered = session;
        if (entered == null) {
            throw new IllegalStateException("no worker entered by this handle");
        }
        entered.close();
    }

    /** No worker enters by this handle for now. */
    void refuseEntry(RuntimeException why) {
        noEntry = why;
    }

    /** Workers enter by this handle again. */
    void letIn() {
        noEntry = null;
    }

    /** How many could not enter. */
    int refusedEntries() {
        return refusedEntries.get();
    }

    /** As with {@code kill -9}: it is dead, and nothing it asks for is answered. */
    void kill() {
        weather = Weather.DEAD;
        declareDead();
    }

    boolean isDead() {
        return weather == Weather.DEAD;
    }

    /** The next append throws instead of failing. */
    void throwOnce(RuntimeException fault) {
        thrown.set(fault);
    }

    /** Every append throws instead of failing, until it is told otherwise by null. */
    void throwAlways(@Nullable RuntimeException fault) {
        faulty = fault;
    }

    /** What becomes of it when the worker says that it ends on purpose. */
    void answerDrain(CompletableFuture<Void> instead) {
        drained = instead;
    }

    /** The worker on this handle says that it ends on purpose, and goes on for now. */
    CompletableFuture<Void> sayThatItEnds() {
        WorkerSession entered = session;
        if (entered == null) {
            throw new IllegalStateException("no worker entered by this handle");
        }
        return entered.drain();
    }

    /** The journal of that run is damaged. */
    void breakReadsOf(UUID run) {
        unreadable = run;
    }

    /** The next list of runs cannot be read. */
    void failReadsOnce() {
        failRead.set(true);
    }

    /** The next values and checkpoints cannot be read, and the next streams of values break where they are handed on. */
    void failValueReads(int reads, int streams) {
        failedReads.set(reads);
        brokenStreams.set(streams);
    }

    /** How many of these reads are still to fail. */
    int valueReadsToFail() {
        return failedReads.get() + brokenStreams.get();
    }

    @Override
    public CompletableFuture<@Nullable Checkpoint> checkpoint(UUID run, String stage) {
        return take(failedReads) ? CompletableFuture.failedFuture(lost()) : super.checkpoint(run, stage);
    }

    @Override
    public Map<String, byte[]> shortPayloads(List<Content> contents) {
        valueReads.incrementAndGet();
        return super.shortPayloads(contents);
    }

    @Override
    public Set<String> storedPayloads(List<Content> contents) {
        valueReads.incrementAndGet();
        return super.storedPayloads(contents);
    }

    @Override
    public InputStream openPayload(Content content) throws IOException {
        valueReads.incrementAndGet();
        if (take(failedReads)) {
            throw lost();
        }
        return new FilterInputStream(super.openPayload(content)) {
            private boolean begun;

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                if (begun && take(brokenStreams)) {
                    throw lost();
                }
                begun = true;
                return super.read(buffer, offset, length);
            }
        };
    }

    @Override
    public CompletableFuture<List<AppendOutcome>> append(List<Append> batch) {
        Runnable first = beforeAppend.getAndSet(null);
        if (first != null) {
            first.run();
        }
        RuntimeException once = thrown.getAndSet(null);
        RuntimeException fault = once == null ? faulty : once;
        if (fault != null) {
            throw fault;
        }
        CompletableFuture<List<AppendOutcome>> future = new CompletableFuture<>();
        synchronized (this) {
            if (holding) {
                held.add(() -> send(batch, future));
                return future;
            }
        }
        send(batch, future);
        return future;
    }

    private void send(List<Append> batch, CompletableFuture<List<AppendOutcome>> future) {
        batches.add(batch);
        switch (weather) {
            case FAIR -> {
                if (take(failures)) {
                    future.completeExceptionally(lost());
                } else {
                    land(batch).whenComplete((outcomes, error) -> {
                        beforeAnswer.accept(batch);
                        if (error != null) {
                            future.completeExceptionally(error);
                        } else if (take(lostAcknowledgements)) {
                            future.completeExceptionally(lost());
                        } else if (weather != Weather.DEAD) {
                            future.complete(outcomes);
                        }
                    });
                }
            }
            case UNAVAILABLE -> future.completeExceptionally(full());
            case BROKEN -> future.completeExceptionally(broken());
            case DEAD -> {}
        }
    }

    private CompletableFuture<List<AppendOutcome>> land(List<Append> batch) {
        Predicate<Append> bad = refused;
        List<Append> good = batch.stream().filter(bad.negate()).toList();
        return store().append(good).thenApply(outcomes -> {
            List<AppendOutcome> all = new ArrayList<>();
            int i = 0;
            for (Append append : batch) {
                all.add(bad.test(append) ? new AppendOutcome.Unstorable("the test refuses it") : outcomes.get(i++));
            }
            return all;
        });
    }

    @Override
    public CompletableFuture<List<Entry>> read(UUID run, int afterSeq, int limit) {
        journalReads.incrementAndGet();
        Runnable first = beforeRead.getAndSet(null);
        if (first != null) {
            first.run();
        }
        if (run.equals(unreadable)) {
            return CompletableFuture.failedFuture(broken());
        }
        return answered(store().read(run, afterSeq, limit)).thenApply(page -> {
            entries.addAndGet(page.size());
            return page;
        });
    }

    @Override
    public CompletableFuture<List<Entry>> read(Map<UUID, Integer> afterSeqs, int each) {
        journalReads.incrementAndGet();
        Runnable first = beforeRead.getAndSet(null);
        if (first != null) {
            first.run();
        }
        if (unreadable != null && afterSeqs.containsKey(unreadable)) {
            return CompletableFuture.failedFuture(broken());
        }
        return answered(store().read(afterSeqs, each));
    }

    @Override
    public CompletableFuture<List<RunRow>> find(RunQuery query) {
        if (failRead.getAndSet(false)) {
            return CompletableFuture.failedFuture(
                    new StoreException(StoreException.Kind.TRANSIENT, "the database is away for a moment", null));
        }
        return answered(store().find(query));
    }

    @Override
    public void putPayload(Content content, InputStream body) throws IOException {
        switch (weather) {
            case FAIR -> {}
            case UNAVAILABLE -> throw full();
            case BROKEN, DEAD -> throw broken();
        }
        payloads.incrementAndGet();
        store().putPayload(content, body);
    }

    @Override
    public CompletableFuture<Boolean> putCheckpoint(Checkpoint checkpoint) {
        checkpoints.add(checkpoint);
        return switch (weather) {
            case FAIR -> take(failures) ? CompletableFuture.failedFuture(lost()) : store().putCheckpoint(checkpoint);
            case UNAVAILABLE -> CompletableFuture.failedFuture(full());
            case BROKEN -> CompletableFuture.failedFuture(broken());
            case DEAD -> new CompletableFuture<>();
        };
    }

    @Override
    public WorkerSession enter(WorkerInfo worker, Duration lease) {
        RuntimeException why = noEntry;
        if (why != null) {
            refusedEntries.incrementAndGet();
            throw why;
        }
        WorkerSession entered = store().enter(worker, lease);
        session = entered;
        return new Session(entered);
    }

    private final class Session implements WorkerSession {

        private final WorkerSession entered;

        Session(WorkerSession entered) {
            this.entered = entered;
        }

        @Override
        public WorkerInfo worker() {
            return entered.worker();
        }

        @Override
        public CompletableFuture<Renewal> renew() {
            return weather == Weather.DEAD ? new CompletableFuture<>() : entered.renew();
        }

        @Override
        public CompletableFuture<Void> pulse(byte[] pulse) {
            pulses.incrementAndGet();
            return entered.pulse(pulse);
        }

        @Override
        public CompletableFuture<Void> drain() {
            CompletableFuture<Void> instead = drained;
            return instead == null ? entered.drain() : instead;
        }

        @Override
        public CompletableFuture<Boolean> wish(SlotWish wish) {
            return sent("wish", () -> entered.wish(wish));
        }

        @Override
        public CompletableFuture<Void> giveBack(SlotWish wish) {
            return sent("give back", () -> entered.giveBack(wish));
        }

        @Override
        public CompletableFuture<Admission> admit(AdmissionWish wish) {
            return sent("admit", () -> entered.admit(wish));
        }

        @Override
        public CompletableFuture<Void> dismiss(String pipeline, UUID run, long ticket) {
            return sent("dismiss", () -> entered.dismiss(pipeline, run, ticket));
        }

        private <T> CompletableFuture<T> sent(String what, Supplier<CompletableFuture<T>> call) {
            limits.add(what);
            return switch (weather) {
                case FAIR -> call.get();
                case UNAVAILABLE -> CompletableFuture.failedFuture(full());
                case BROKEN -> CompletableFuture.failedFuture(broken());
                case DEAD -> new CompletableFuture<>();
            };
        }

        @Override
        public void close() {
            entered.close();
        }
    }

    @Override
    public void onForeignChange(Runnable callback) {
        store().onForeignChange(() -> {
            if (weather != Weather.DEAD) {
                callback.run();
            }
        });
    }

    @Override
    public void onSlot(Runnable callback) {
        store().onSlot(() -> {
            if (weather != Weather.DEAD) {
                callback.run();
            }
        });
    }

    @Override
    <T extends @Nullable Object> CompletableFuture<T> answered(CompletableFuture<T> answer) {
        reads.incrementAndGet();
        return switch (weather) {
            case FAIR, UNAVAILABLE -> answer;
            case BROKEN -> CompletableFuture.failedFuture(broken());
            case DEAD -> new CompletableFuture<>();
        };
    }

    private static boolean take(AtomicInteger times) {
        return times.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
    }

    private static StoreException lost() {
        return new StoreException(StoreException.Kind.TRANSIENT, "the connection is lost, as the test asked", null);
    }

    private static StoreException full() {
        return new StoreException(StoreException.Kind.UNAVAILABLE, "the disk is full, as the test asked", null);
    }

    private static StoreException broken() {
        return new StoreException(StoreException.Kind.BROKEN, "the database is damaged, as the test asked", null);
    }
}
