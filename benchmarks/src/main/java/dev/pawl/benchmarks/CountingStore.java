// SPDX-License-Identifier: Apache-2.0
package dev.pawl.benchmarks;

import dev.pawl.core.Content;
import dev.pawl.spi.Append;
import dev.pawl.spi.AppendOutcome;
import dev.pawl.spi.Checkpoint;
import dev.pawl.spi.Entry;
import dev.pawl.spi.RunQuery;
import dev.pawl.spi.RunRow;
import dev.pawl.spi.RunStore;
import dev.pawl.spi.ScheduleRow;
import dev.pawl.spi.Sightings;
import dev.pawl.spi.SlotRow;
import dev.pawl.spi.Waits;
import dev.pawl.spi.WorkerInfo;
import dev.pawl.spi.WorkerRow;
import dev.pawl.spi.WorkerSession;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Counts what a store is asked for. */
final class CountingStore implements RunStore {

    /** Transactions that write runs; those of the worker itself are not among them. */
    final AtomicInteger writes = new AtomicInteger();

    /** Calls that read. */
    final AtomicInteger reads = new AtomicInteger();

    private final RunStore store;

    CountingStore(RunStore store) {
        this.store = store;
    }

    @Override
    public int appendsAtOnce() {
        return store.appendsAtOnce();
    }

    @Override
    public CompletableFuture<List<AppendOutcome>> append(List<Append> batch) {
        writes.incrementAndGet();
        return store.append(batch);
    }

    @Override
    public AppendOutcome append(Connection transaction, Append append) {
        return store.append(transaction, append);
    }

    @Override
    public CompletableFuture<List<Entry>> read(UUID run, int afterSeq, int limit) {
        reads.incrementAndGet();
        return store.read(run, afterSeq, limit);
    }

    @Override
    public CompletableFuture<List<Entry>> read(Map<UUID, Integer> afterSeqs, int each) {
        reads.incrementAndGet();
        return store.read(afterSeqs, each);
    }

    @Override
    public CompletableFuture<@Nullable RunRow> row(UUID run) {
        reads.incrementAndGet();
        return store.row(run);
    }

    @Override
    public CompletableFuture<List<RunRow>> claimable(Instant now, int limit, Set<String> except) {
        reads.incrementAndGet();
        return store.claimable(now, limit, except);
    }

    @Override
    public CompletableFuture<List<SlotRow>> slots(String limit) {
        reads.incrementAndGet();
        return store.slots(limit);
    }

    @Override
    public CompletableFuture<@Nullable ScheduleRow> schedule(String pipeline) {
        reads.incrementAndGet();
        return store.schedule(pipeline);
    }

    @Override
    public CompletableFuture<Boolean> advance(@Nullable ScheduleRow seen, ScheduleRow next) {
        writes.incrementAndGet();
        return store.advance(seen, next);
    }

    @Override
    public CompletableFuture<List<RunRow>> find(RunQuery query) {
        reads.incrementAndGet();
        return store.find(query);
    }

    @Override
    public CompletableFuture<List<RunRow>> ownedByOthers(Set<UUID> than, @Nullable UUID after, int limit) {
        reads.incrementAndGet();
        return store.ownedByOthers(than, after, limit);
    }

    @Override
    public CompletableFuture<Waits> waits(Instant now, int limit) {
        reads.incrementAndGet();
        return store.waits(now, limit);
    }

    @Override
    public void putPayload(Content content, InputStream body) throws IOException {
        writes.incrementAndGet();
        store.putPayload(content, body);
    }

    @Override
    public InputStream openPayload(Content content) throws IOException {
        reads.incrementAndGet();
        return store.openPayload(content);
    }

    @Override
    public Map<String, byte[]> shortPayloads(List<Content> contents) {
        reads.incrementAndGet();
        return store.shortPayloads(contents);
    }

    @Override
    public Set<String> storedPayloads(List<Content> contents) {
        reads.incrementAndGet();
        return store.storedPayloads(contents);
    }

    @Override
    public CompletableFuture<Boolean> putCheckpoint(Checkpoint checkpoint) {
        writes.incrementAndGet();
        return store.putCheckpoint(checkpoint);
    }

    @Override
    public CompletableFuture<@Nullable Checkpoint> checkpoint(UUID run, String stage) {
        reads.incrementAndGet();
        return store.checkpoint(run, stage);
    }

    @Override
    public WorkerSession enter(WorkerInfo worker, Duration lease) {
        return store.enter(worker, lease);
    }

    @Override
    public CompletableFuture<Sightings> sightings() {
        return store.sightings();
    }

    @Override
    public CompletableFuture<Boolean> bury(UUID worker, Instant seenLeaseUntil, String how) {
        return store.bury(worker, seenLeaseUntil, how);
    }

    @Override
    public CompletableFuture<List<WorkerRow>> workers() {
        reads.incrementAndGet();
        return store.workers();
    }

    @Override
    public void onForeignChange(Runnable callback) {
        store.onForeignChange(callback);
    }

    @Override
    public void onSlot(Runnable callback) {
        store.onSlot(callback);
    }

    @Override
    public List<String> check() {
        return store.check();
    }

    @Override
    public String place() {
        return store.place();
    }

    @Override
    public void close() {
        store.close();
    }
}
