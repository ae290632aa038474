// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.sqlite;

import dev.pawl.core.Content;
import dev.pawl.spi.Append;
import dev.pawl.spi.AppendOutcome;
import dev.pawl.spi.BackupProgress;
import dev.pawl.spi.Checkpoint;
import dev.pawl.spi.Entry;
import dev.pawl.spi.Keeper;
import dev.pawl.spi.RunQuery;
import dev.pawl.spi.RunRow;
import dev.pawl.spi.RunStore;
import dev.pawl.spi.ScheduleRow;
import dev.pawl.spi.Sighting;
import dev.pawl.spi.Sightings;
import dev.pawl.spi.SlotRow;
import dev.pawl.spi.StoreException;
import dev.pawl.spi.StoreException.Kind;
import dev.pawl.spi.Waits;
import dev.pawl.spi.WorkerInfo;
import dev.pawl.spi.WorkerRow;
import dev.pawl.spi.WorkerSession;
import dev.pawl.store.jdbc.internal.folder.Ballast;
import dev.pawl.store.jdbc.internal.folder.DataFolder;
import dev.pawl.store.jdbc.internal.folder.WorkerLock;
import dev.pawl.store.jdbc.internal.sql.SqlThreads;
import dev.pawl.store.jdbc.internal.sql.Waiting;
import dev.pawl.store.jdbc.internal.value.PayloadStream;
import dev.pawl.store.jdbc.internal.value.PayloadUpload;
import dev.pawl.store.jdbc.internal.value.ShortPayloads;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * Runs in one SQLite file in WAL mode: one thread writes, a few read, and nothing but SQLite ever opens the database or the
 * files beside it that are its own.
 */
public final class SqliteStore implements RunStore {

    /** How its URLs begin. */
    public static final String PREFIX = "jdbc:sqlite:";

    private static final int READERS = 3;
    private static final int BALLAST_MB = 16;
    private static final Duration ABANDONED = Duration.ofDays(1);

    /** Looking at a lock file takes no session that could break. */
    private static final UUID NO_SESSION = new UUID(0, 0);

    private final Access access;
    private final Path folder;
    private final InstantSource clock;
    private final ScheduledExecutorService chores;
    private final Ballast ballast;
    private final Writer writer;
    private final SqlThreads<Session> readers;
    private final ForeignChanges foreignChanges;
    private volatile @Nullable WorkerLock lock;

    private SqliteStore(Access access, InstantSource clock) {
        this.access = access;
        this.folder = access.folder();
        this.clock = clock;
        this.chores = Executors.newSingleThreadScheduledExecutor(
                task -> Thread.ofPlatform().name("pawl-sqlite-chores").daemon().unstarted(task));
        this.ballast = new Ballast(folder, BALLAST_MB, chores);
        this.writer = new Writer(access, ballast);
        this.readers = new SqlThreads<>("sqlite-read", READERS, access.reader(), Failures.in(access.database()));
        this.foreignChanges = new ForeignChanges(writer);
    }

    /** Makes the folder, the file and its tables where they are missing. A folder that cannot be written to is only read. */
    public static SqliteStore open(String url, InstantSource clock) {
        String name = url.substring(PREFIX.length());
        if (name.isBlank() || name.startsWith(":") || name.startsWith("file:") || name.indexOf('?') >= 0) {
            throw new StoreException(
                    Kind.BROKEN,
                    url + " does not name a file",
                    "Write " + PREFIX + "/path/to/pawl.db, with no options",
                    null);
        }
        Path path = Path.of(name).toAbsolutePath();
        Access access = Access.to(path);
        SqliteStore store = new SqliteStore(access, clock);
        try {
            Waiting.on(access.writable() ? store.writer.look(session -> true) : store.readers.submit(session -> true));
            return store;
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    @Override
    public CompletableFuture<List<AppendOutcome>> append(List<Append> batch) {
        Set<UUID> runs = new HashSet<>();
        for (Append append : batch) {
            if (!runs.add(append.run())) {
                throw new IllegalArgumentException("a batch has one append a run, this one has two of " + append.run());
            }
        }
        List<Append> appends = List.copyOf(batch);
        return writer.write(session -> Journal.append(session, appends));
    }

    @Override
    public CompletableFuture<List<Entry>> read(UUID run, int afterSeq, int limit) {
        return readers.submit(session -> Journal.read(session, run, afterSeq, limit));
    }

    @Override
    public CompletableFuture<List<Entry>> read(Map<UUID, Integer> afterSeqs, int each) {
        Map<UUID, Integer> runs = Map.copyOf(afterSeqs);
        return readers.submit(session -> Journal.read(session, runs, each));
    }

    @Override
    public CompletableFuture<@Nullable RunRow> row(UUID run) {
        return readers.submit(session -> RunRows.row(session, run));
    }

    @Override
    public CompletableFuture<List<RunRow>> find(RunQuery query) {
        return readers.submit(session -> RunRows.find(session, query));
    }

    @Override
    public CompletableFuture<List<RunRow>> claimable(Instant now, int limit, Set<String> except) {
        return readers.submit(session -> RunRows.claimable(session, now, limit, except));
    }

    @Override
    public CompletableFuture<List<SlotRow>> slots(String limit) {
        return readers.submit(session -> {
            WorkerInfo alive = WorkerEntrance.alive(folder);
            return Slots.list(session, limit, alive == null ? null : alive.id());
        });
    }

    @Override
    public CompletableFuture<@Nullable ScheduleRow> schedule(String pipeline) {
        return readers.submit(session -> Schedules.get(session, pipeline));
    }

    @Override
    public CompletableFuture<Boolean> advance(@Nullable ScheduleRow seen, ScheduleRow next) {
        return writer.write(session -> Schedules.advance(session, seen, next));
    }

    @Override
    public CompletableFuture<List<RunRow>> ownedByOthers(Set<UUID> than, @Nullable UUID after, int limit) {
        Set<UUID> workers = Set.copyOf(than);
        return readers.submit(session -> RunRows.ownedByOthers(session, workers, after, limit));
    }

    @Override
    public CompletableFuture<Waits> waits(Instant now, int limit) {
        return readers.submit(session -> RunRows.waits(session, now, limit));
    }

    @Override
    public void putPayload(Content content, InputStream body) throws IOException {
        new PayloadUpload(new SqliteUpload(writer, clock, content), content).put(body);
    }

    @Override
    public InputStream openPayload(Content content) throws IOException {
        PayloadSql.Stored stored = Waiting.on(readers.submit(session -> PayloadSql.find(session, content)));
        return PayloadStream.open(
                content,
                stored == null ? null : stored.size(),
                n -> stored == null
                        ? null
                        : Waiting.on(readers.submit(session -> PayloadSql.read(session, stored.id(), n))));
    }

    @Override
    public Map<String, byte[]> shortPayloads(List<Content> contents) {
        return ShortPayloads.whole(
                contents, Waiting.on(readers.submit(session -> PayloadSql.readShort(session, contents))));
    }

    @Override
    public Set<String> storedPayloads(List<Content> contents) {
        List<Content> asked = ShortPayloads.asked(contents);
        return ShortPayloads.stored(asked, Waiting.on(readers.submit(session -> PayloadSql.lengths(session, asked))));
    }

    @Override
    public CompletableFuture<Boolean> putCheckpoint(Checkpoint checkpoint) {
        return writer.write(session -> Checkpoints.put(session, checkpoint));
    }

    @Override
    public CompletableFuture<@Nullable Checkpoint> checkpoint(UUID run, String stage) {
        return readers.submit(session -> Checkpoints.get(session, run, stage));
    }

    @Override
    public WorkerSession enter(WorkerInfo worker, Duration lease) {
        if (!access.writable()) {
            throw DataFolder.notWritable(folder);
        }
        WorkerLock taken = WorkerEntrance.lock(folder, worker, place());
        try {
            Waiting.on(writer.write(session -> {
                PayloadSql.dropAbandoned(session, clock.instant().minus(ABANDONED));
                return Workers.enter(session, worker);
            }));
        } catch (RuntimeException e) {
            taken.close();
            throw e;
        }
        lock = taken;
        keeper().finish();
        ballast.want();
        return new HeldSession(worker, taken, writer, clock);
    }

    @Override
    public CompletableFuture<List<WorkerRow>> workers() {
        return readers.submit(session -> {
            WorkerInfo alive = WorkerEntrance.alive(folder);
            return Workers.list(session, alive == null ? null : alive.id());
        });
    }

    /** The one lock is for all: who does not hold it is dead, so at most one worker is seen. */
    @Override
    public CompletableFuture<Sightings> sightings() {
        return readers.submit(session -> {
            WorkerInfo alive = WorkerEntrance.alive(folder);
            Instant now = clock.instant();
            return new Sightings(
                    NO_SESSION,
                    now,
                    Instant.EPOCH,
                    alive == null
                            ? List.of()
                            : List.of(new Sighting(
                                    alive, HeldSession.LEASE, now.plus(HeldSession.LEASE), Sighting.Lock.HELD)));
        });
    }

    /** Whoever holds the lock lives, and all others are dead already. */
    @Override
    public CompletableFuture<Boolean> bury(UUID worker, Instant seenLeaseUntil, String how) {
        return CompletableFuture.completedFuture(false);
    }

    @Override
    public void onForeignChange(Runnable callback) {
        if (access.writable()) {
            foreignChanges.call(callback, chores);
        }
    }

    /** One worker at a time: none gives to another. */
    @Override
    public void onSlot(Runnable callback) {}

    @Override
    public List<String> check() {
        return Waiting.on(readers.submit(Integrity::check));
    }

    @Override
    public void backup(Path target, BackupProgress progress) {
        new Backup(access, target.toAbsolutePath().normalize()).make(progress);
    }

    @Override
    public Keeper keeper() {
        return new SqliteKeeper(writer, readers, clock);
    }

    @Override
    public String place() {
        return access.database().toString();
    }

    /** The lock goes last: while something is still being written, nobody else executes. */
    @Override
    public void close() {
        writer.close();
        readers.close();
        chores.close();
        WorkerLock held = lock;
        if (held != null) {
            held.close();
        }
    }

    /** For tests of what only SQLite does. */
    <T> T onWriter(SqlWork<T> work) throws SQLException {
        return Waiting.on(writer.look(work));
    }
}
