// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.postgres;

import dev.pawl.core.Content;
import dev.pawl.spi.Append;
import dev.pawl.spi.AppendOutcome;
import dev.pawl.spi.Checkpoint;
import dev.pawl.spi.Entry;
import dev.pawl.spi.Keeper;
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
import dev.pawl.store.jdbc.internal.sql.SqlThreads;
import dev.pawl.store.jdbc.internal.sql.Waiting;
import dev.pawl.store.jdbc.internal.value.PayloadStream;
import dev.pawl.store.jdbc.internal.value.PayloadUpload;
import dev.pawl.store.jdbc.internal.value.ShortPayloads;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Runs in the schema {@code pawl} of a PostgreSQL database: a few connections append, a few do all else, one keeps watch. Many
 * processes may share it.
 */
public final class PostgresStore implements RunStore {

    /** How its URLs begin. */
    public static final String PREFIX = "jdbc:postgresql:";

    /** While one waits for its sync, another is worked on. */
    private static final int APPENDERS = 2;

    private static final int OTHERS = 3;

    private final String place;
    private final Sessions sessions;
    private final SqlThreads<PgSession> appender;
    private final SqlThreads<PgSession> others;
    private final Vigil vigil;
    private final PgFailures failures;
    private volatile @Nullable UUID worker;

    private PostgresStore(String place, Source source) {
        this.place = place;
        this.failures = new PgFailures(place);
        this.sessions = new Sessions(source, "pawl/" + UUID.randomUUID());
        this.appender = new SqlThreads<>("postgres-append", APPENDERS, sessions.appending(), failures);
        this.others = new SqlThreads<>("postgres", OTHERS, sessions.others(), failures);
        this.vigil = new Vigil(sessions, failures);
    }

    /** Makes the tables where they are missing. */
    public static PostgresStore open(String url) {
        PgUrl named = new PgUrl(url);
        named.refuseMisnamed();
        return opened(named.place(), Source.of(url));
    }

    /** The same on the connections of an application. */
    public static PostgresStore open(DataSource source) {
        try (var connection = source.getConnection()) {
            return opened(new PgUrl(connection.getMetaData().getURL()).place(), Source.of(source));
        } catch (SQLException e) {
            throw new PgFailures("of the application").of(e);
        }
    }

    private static PostgresStore opened(String place, Source source) {
        PostgresStore store = new PostgresStore(place, source);
        try {
            PgMigrations.run(store.sessions, place);
            return store;
        } catch (SQLException e) {
            store.close();
            throw store.failures.opening(e);
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
        return appender.submit(session -> PgJournal.append(session, appends, new Writer(worker, sessions.name())));
    }

    @Override
    public int appendsAtOnce() {
        return APPENDERS;
    }

    @Override
    public AppendOutcome append(Connection transaction, Append append) {
        try {
            return Joined.append(transaction, append, new Writer(null, sessions.name() + "/joined"));
        } catch (SQLException e) {
            throw failures.of(e);
        }
    }

    @Override
    public CompletableFuture<List<Entry>> read(UUID run, int afterSeq, int limit) {
        return others.submit(session -> PgJournal.read(session, run, afterSeq, limit));
    }

    @Override
    public CompletableFuture<List<Entry>> read(Map<UUID, Integer> afterSeqs, int each) {
        Map<UUID, Integer> runs = Map.copyOf(afterSeqs);
        return others.submit(session -> PgJournal.read(session, runs, each));
    }

    @Override
    public CompletableFuture<@Nullable RunRow> row(UUID run) {
        return others.submit(session -> PgRunRows.row(session, run));
    }

    @Override
    public CompletableFuture<List<RunRow>> find(RunQuery query) {
        return others.submit(session -> PgRunRows.find(session, query));
    }

    @Override
    public CompletableFuture<List<RunRow>> claimable(Instant now, int limit, Set<String> except) {
        return others.submit(session -> PgRunRows.claimable(session, now, limit, except));
    }

    @Override
    public CompletableFuture<List<SlotRow>> slots(String limit) {
        return others.submit(session -> PgSlots.list(session, limit));
    }

    @Override
    public CompletableFuture<@Nullable ScheduleRow> schedule(String pipeline) {
        return others.submit(session -> PgSchedules.get(session, pipeline));
    }

    @Override
    public CompletableFuture<Boolean> advance(@Nullable ScheduleRow seen, ScheduleRow next) {
        return others.submit(session -> PgSchedules.advance(session, seen, next));
    }

    @Override
    public CompletableFuture<List<RunRow>> ownedByOthers(Set<UUID> than, @Nullable UUID after, int limit) {
        Set<UUID> workers = Set.copyOf(than);
        return others.submit(session -> PgRunRows.ownedByOthers(session, workers, after, limit));
    }

    @Override
    public CompletableFuture<Waits> waits(Instant now, int limit) {
        return others.submit(session -> PgRunRows.waits(session, now, limit));
    }

    @Override
    public void putPayload(Content content, InputStream body) throws IOException {
        new PayloadUpload(new PgUpload(others, content), content).put(body);
    }

    @Override
    public InputStream openPayload(Content content) throws IOException {
        PgPayloadSql.Stored stored = Waiting.on(others.submit(session -> PgPayloadSql.find(session, content)));
        return PayloadStream.open(
                content,
                stored == null ? null : stored.size(),
                n -> stored == null
                        ? null
                        : Waiting.on(others.submit(session -> PgPayloadSql.read(session, stored.id(), n))));
    }

    @Override
    public Map<String, byte[]> shortPayloads(List<Content> contents) {
        return ShortPayloads.whole(
                contents, Waiting.on(others.submit(session -> PgPayloadSql.readShort(session, contents))));
    }

    @Override
    public Set<String> storedPayloads(List<Content> contents) {
        List<Content> asked = ShortPayloads.asked(contents);
        return ShortPayloads.stored(asked, Waiting.on(others.submit(session -> PgPayloadSql.lengths(session, asked))));
    }

    @Override
    public CompletableFuture<Boolean> putCheckpoint(Checkpoint checkpoint) {
        return others.submit(session -> PgCheckpoints.put(session, checkpoint));
    }

    @Override
    public CompletableFuture<@Nullable Checkpoint> checkpoint(UUID run, String stage) {
        return others.submit(session -> PgCheckpoints.get(session, run, stage));
    }

    @Override
    public WorkerSession enter(WorkerInfo info, Duration lease) {
        Waiting.on(others.submit(session -> {
            PgWorkers.forget(session);
            PgPayloadSql.dropAbandoned(session);
            return true;
        }));
        keeper().finish();
        vigil.enter(info, lease);
        worker = info.id();
        return new PgWorkerSession(info, vigil, others, sessions.name());
    }

    @Override
    public CompletableFuture<List<WorkerRow>> workers() {
        return others.submit(PgWorkers::list);
    }

    @Override
    public CompletableFuture<Sightings> sightings() {
        return vigil.look();
    }

    @Override
    public CompletableFuture<Boolean> bury(UUID dead, Instant seenLeaseUntil, String how) {
        return others.submit(session -> PgWorkers.bury(session, dead, seenLeaseUntil, how));
    }

    @Override
    public void onForeignChange(Runnable callback) {
        vigil.onForeignChange(callback);
    }

    @Override
    public void onSlot(Runnable callback) {
        vigil.onSlot(callback);
    }

    @Override
    public List<String> check() {
        try (PgSession session = sessions.patient()) {
            List<String> lines = new ArrayList<>(PgIntegrity.check(session));
            if (!vigil.isDirect()) {
                lines.add("a pooler between here and " + place + " hands out connections by transaction: the death of a"
                        + " worker is noticed only by its lease. Name the database itself");
            }
            return lines;
        } catch (SQLException e) {
            throw failures.of(e);
        }
    }

    @Override
    public Keeper keeper() {
        return new PgKeeper(others);
    }

    @Override
    public String place() {
        return place;
    }

    /** The watch ends last: while something is still being written, the worker lives. */
    @Override
    public void close() {
        appender.close();
        others.close();
        vigil.close();
    }

    /** For tests of what only PostgreSQL does. */
    Sessions sessions() {
        return sessions;
    }

    /** For tests: as if the process had ended. */
    void vanish() {
        vigil.vanish();
        close();
    }
}
