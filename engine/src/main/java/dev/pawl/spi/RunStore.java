// SPDX-License-Identifier: Apache-2.0
package dev.pawl.spi;

import dev.pawl.RefusedException;
import dev.pawl.core.Content;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where runs are kept. Knows rows and bytes, decides nothing. Thread-safe; futures complete on threads of the store, which
 * must not be blocked, and fail with {@link StoreException}.
 */
public interface RunStore extends AutoCloseable {

    /** The longest value that {@link #shortPayloads} reads, in bytes. */
    int SHORT = 256 << 10;

    /** The most values of which {@link #storedPayloads} is asked at once. */
    int MOST_ASKED = 1000;

    /**
     * Writes appends of different runs, in one transaction. When the future completes, each is durable or has left no trace;
     * when it fails as {@link StoreException.Kind#TRANSIENT} any of them may be durable, and the same list is to be sent again.
     *
     * @param batch at most one append a run
     * @return what became of each, in the same order
     */
    CompletableFuture<List<AppendOutcome>> append(List<Append> batch);

    /** How many such batches are worth having on their way at once; the runs of one are not in another. */
    default int appendsAtOnce() {
        return 1;
    }

    /**
     * Writes one append in the transaction of a caller, who commits it or does not: it is durable when that is. Blocks; where it
     * is not written, the transaction is as before.
     *
     * @param transaction a connection to this database; it is neither committed nor closed
     * @throws RefusedException where the store has no such connections
     * @throws StoreException where it failed; the transaction may be over
     */
    default AppendOutcome append(Connection transaction, Append append) {
        throw new RefusedException(
                "NO_TRANSACTION",
                place() + " takes no part in transactions of others",
                "submit without one, after yours is committed",
                null);
    }

    /** Rows of a run's journal after {@code afterSeq}, in order, at most {@code limit}. */
    CompletableFuture<List<Entry>> read(UUID run, int afterSeq, int limit);

    /**
     * Rows of several journals at once: of each run those after a seq, in order, at most so many of every run. The rows of
     * different runs come in any order.
     *
     * @param afterSeqs by run
     * @param each at most so many of every run
     */
    default CompletableFuture<List<Entry>> read(Map<UUID, Integer> afterSeqs, int each) {
        CompletableFuture<List<Entry>> all = CompletableFuture.completedFuture(List.of());
        for (Map.Entry<UUID, Integer> one : afterSeqs.entrySet()) {
            all = all.thenCombine(
                    read(one.getKey(), one.getValue(), each),
                    (before, more) ->
                            Stream.concat(before.stream(), more.stream()).toList());
        }
        return all;
    }

    /** The run's row, or null. */
    CompletableFuture<@Nullable RunRow> row(UUID run);

    /** Runs, newest first. */
    CompletableFuture<List<RunRow>> find(RunQuery query);

    /**
     * Runs that a worker may take: active, owned by nobody, due by {@code now}, and not in line behind a run of their key that
     * is active and older or holds it. One that waits and is owned by nobody is a document at rest, and is not among them. Those of
     * the highest priority first, of these the oldest.
     *
     * @param limit at most so many, 1 to 1000
     * @param except runs of these pipelines are left out
     */
    CompletableFuture<List<RunRow>> claimable(Instant now, int limit, Set<String> except);

    /** The same of all pipelines. */
    default CompletableFuture<List<RunRow>> claimable(Instant now, int limit) {
        return claimable(now, limit, Set.of());
    }

    /**
     * Active runs that are owned, and by none of these workers, newest first: those of workers that are gone.
     *
     * @param after only runs older than this one, or null
     * @param limit at most so many, 1 to 1000
     */
    CompletableFuture<List<RunRow>> ownedByOthers(Set<UUID> than, @Nullable UUID after, int limit);

    /**
     * What is in the queue and may not be taken yet, summed up.
     *
     * @param limit at most so many keys, 1 to 1000
     */
    CompletableFuture<Waits> waits(Instant now, int limit);

    /**
     * Who holds slots of a named limit and who waits for one, of workers that are not declared dead: holders first, then in turn;
     * among holders too, those of the highest priority first, of these who wished first.
     */
    CompletableFuture<List<SlotRow>> slots(String limit);

    /** How far the schedule of a pipeline was carried out, or null where that was never said. */
    CompletableFuture<@Nullable ScheduleRow> schedule(String pipeline);

    /**
     * Says how far the schedule of a pipeline was carried out: a compare-and-set. Of several who say so at once one succeeds.
     *
     * @param seen what {@link #schedule} said of the same pipeline, or null
     * @param next its time is kept to the microsecond
     * @return whether it was still so, and is changed
     */
    CompletableFuture<Boolean> advance(@Nullable ScheduleRow seen, ScheduleRow next);

    /**
     * Stores a value by its content, compressed, in chunks; one that is there already is only touched. Blocks; reads
     * {@code body} once and does not close it. Memory is bounded by a few chunks.
     *
     * @throws IOException where {@code body} cannot be read, or is not what {@code content} says
     */
    void putPayload(Content content, InputStream body) throws IOException;

    /**
     * The value of that content, streamed. Blocks.
     *
     * @throws IOException where it is not there, or damaged
     */
    InputStream openPayload(Content content) throws IOException;

    /**
     * Values all at once, for who reads many that are short: of {@value #SHORT} bytes at most. In a few round trips, however many
     * they are. Blocks.
     *
     * @param contents what is read is held in memory: the caller asks for no more than there is room for, 500 and a few MB
     * @return by hash, those that are there, whole and short; the others are to be opened one by one, and say then what is wrong
     * @throws StoreException where the database cannot be asked now
     */
    Map<String, byte[]> shortPayloads(List<Content> contents);

    /**
     * Which of these values are there, of that length. No value is read, so a damaged one is there too. In a few round trips, however
     * many they are. Blocks.
     *
     * @param contents {@value #MOST_ASKED} at most
     * @return their hashes
     * @throws IllegalArgumentException where there are more
     * @throws StoreException where the database cannot be asked now
     */
    Set<String> storedPayloads(List<Content> contents);

    /**
     * Replaces the mid-stage checkpoint of a stage.
     *
     * @return whether it was written: false where the run's row has another epoch
     */
    CompletableFuture<Boolean> putCheckpoint(Checkpoint checkpoint);

    /** The latest checkpoint of a stage, or null. */
    CompletableFuture<@Nullable Checkpoint> checkpoint(UUID run, String stage);

    /**
     * Takes the right to execute runs.
     *
     * @param lease how long, at least, the worker counts as living after each renewal, the first of which this is
     * @throws DriverPresentException where another worker has it, and there is room for one
     */
    WorkerSession enter(WorkerInfo worker, Duration lease);

    /** Looks at the workers that are not declared dead. Declares nobody. */
    CompletableFuture<Sightings> sightings();

    /**
     * Declares a worker dead, where it has not renewed its lease since that was seen: a compare-and-set. Its connections are ended
     * before. Who is declared dead never lives again.
     *
     * @param seenLeaseUntil the end of its lease, as the look showed it by which it was judged
     * @param how by what it was judged, for a person
     * @return whether it is dead by this call; false also where it was dead already
     */
    CompletableFuture<Boolean> bury(UUID worker, Instant seenLeaseUntil, String how);

    /** All workers that own an active run or live, newest first. */
    CompletableFuture<List<WorkerRow>> workers();

    /**
     * Calls back, soon after, when somebody else may have appended to any run. One callback may stand for many changes; some
     * are for nothing. The callback runs on a thread of the store and must not block.
     */
    void onForeignChange(Runnable callback);

    /**
     * Calls back, soon after, when another worker gave a slot to somebody, perhaps to one of this handle's: see
     * {@link WorkerSession#wish}. That is no change of any run. It may be missed: who wishes asks again. One callback may stand for
     * many slots. It runs on a thread of the store and must not block.
     */
    void onSlot(Runnable callback);

    /** What is wrong with the database as it stands, one line each; none where all is well. May take seconds. */
    List<String> check();

    /**
     * Writes a copy of the database, as it is at one moment, to a file that opens as a database of its own. Blocks; others go on
     * writing meanwhile. The file is there whole and durable, or not at all.
     *
     * <p>A store whose database has better tools for that says so.
     *
     * @param progress called now and again, on this thread
     * @throws RefusedException where the target is there already, has no folder, or is where the database itself would be lost with
     *     it; nothing was done
     * @throws StoreException of kind {@link StoreException.Kind#UNAVAILABLE} where it cannot be written, as on a full disk
     */
    default void backup(Path target, BackupProgress progress) {
        throw new RefusedException(
                "NO_BACKUP", place() + " is not backed up by Pawl", "use the tools of that database", null);
    }

    /**
     * Its housekeeping.
     *
     * @throws RefusedException where the store has none
     */
    default Keeper keeper() {
        throw new RefusedException(
                "NO_HOUSEKEEPING", place() + " keeps everything", "use the tools of that database", null);
    }

    /** What and where it is, for a person; without a password. */
    String place();

    /** Waits for what is on its way, then releases everything. Idempotent. */
    @Override
    void close();
}
