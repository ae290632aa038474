// SPDX-License-Identifier: Apache-2.0
package dev.pawl.engine;

import dev.pawl.core.Content;
import dev.pawl.spi.Append;
import dev.pawl.spi.AppendOutcome;
import dev.pawl.spi.Checkpoint;
import dev.pawl.spi.Keeper;
import dev.pawl.spi.RunRow;
import dev.pawl.spi.RunStore;
import dev.pawl.spi.ScheduleRow;
import dev.pawl.spi.Sightings;
import dev.pawl.spi.SlotRow;
import dev.pawl.spi.Waits;
import dev.pawl.spi.WorkerRow;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A store that hands on what it is asked to the one behind it; what is read passes by {@link #answered}. */
abstract class RelayedStore implements RunStore {

    private final RunStore store;

    RelayedStore(RunStore store) {
        this.store = store;
    }

    /** The one behind. */
    final RunStore store() {
        return store;
    }

    /** What is answered instead. */
    abstract <T extends @Nullable Object> CompletableFuture<T> answered(CompletableFuture<T> answer);

    @Override
    public AppendOutcome append(Connection transaction, Append append) {
        return store.append(transaction, append);
    }

    @Override
    public CompletableFuture<@Nullable RunRow> row(UUID run) {
        return answered(store.row(run));
    }

    @Override
    public CompletableFuture<List<RunRow>> claimable(Instant now, int limit, Set<String> except) {
        return answered(store.claimable(now, limit, except));
    }

    @Override
    public CompletableFuture<List<SlotRow>> slots(String limit) {
        return answered(store.slots(limit));
    }

    @Override
    public CompletableFuture<@Nullable ScheduleRow> schedule(String pipeline) {
        return answered(store.schedule(pipeline));
    }

    @Override
    public CompletableFuture<Boolean> advance(@Nullable ScheduleRow seen, ScheduleRow next) {
        return answered(store.advance(seen, next));
    }

    @Override
    public CompletableFuture<List<RunRow>> ownedByOthers(Set<UUID> than, @Nullable UUID after, int limit) {
        return answered(store.ownedByOthers(than, after, limit));
    }

    @Override
    public CompletableFuture<Waits> waits(Instant now, int limit) {
        return answered(store.waits(now, limit));
    }

    @Override
    public InputStream openPayload(Content content) throws IOException {
        return store.openPayload(content);
    }

    @Override
    public Map<String, byte[]> shortPayloads(List<Content> contents) {
        return store.shortPayloads(contents);
    }

    @Override
    public Set<String> storedPayloads(List<Content> contents) {
        return store.storedPayloads(contents);
    }

    @Override
    public CompletableFuture<@Nullable Checkpoint> checkpoint(UUID run, String stage) {
        return answered(store.checkpoint(run, stage));
    }

    @Override
    public CompletableFuture<Sightings> sightings() {
        return answered(store.sightings());
    }

    @Override
    public CompletableFuture<Boolean> bury(UUID worker, Instant seenLeaseUntil, String how) {
        return answered(store.bury(worker, seenLeaseUntil, how));
    }

    @Override
    public CompletableFuture<List<WorkerRow>> workers() {
        return answered(store.workers());
    }

    @Override
    public Keeper keeper() {
        return store.keeper();
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
