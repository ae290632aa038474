// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.postgres;

import dev.pawl.core.Content;
import dev.pawl.spi.Entry;
import dev.pawl.spi.Keeper;
import dev.pawl.spi.RunRow;
import dev.pawl.spi.Told;
import dev.pawl.store.jdbc.internal.sql.SqlThreads;
import dev.pawl.store.jdbc.internal.sql.TellingPortions;
import dev.pawl.store.jdbc.internal.sql.Waiting;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Housekeeping: each statement is a transaction, and a short one. */
final class PgKeeper implements Keeper {

    private static final int AT_ONCE = 5000;
    private static final int VALUES_AT_ONCE = 100;
    private static final int CONFLICTS = 10;

    /** Deletions after which those of before are looked after. */
    private static final int NOTES_AT_ONCE = 500;

    private final SqlThreads<PgSession> sessions;
    private final AtomicInteger deletions = new AtomicInteger();

    PgKeeper(SqlThreads<PgSession> sessions) {
        this.sessions = sessions;
    }

    @Override
    public Deletion delete(UUID run) {
        return begun(run, Waiting.on(sessions.submit(session -> begin(session, run))));
    }

    /** Whoever still has it makes it active again with its next entry, and is first. */
    @Override
    public Deletion deleteUnreadable(UUID run) {
        return begun(run, Waiting.on(sessions.submit(session -> {
            PgDeletions.end(session, run);
            return begin(session, run);
        })));
    }

    private Deletion begun(UUID run, int entries) {
        if (entries > AT_ONCE) {
            emptyEntries(run);
        }
        if (deletions.getAndIncrement() % NOTES_AT_ONCE == 0) {
            finish();
        }
        return entries > 0 ? Deletion.DELETED : entries < 0 ? Deletion.ACTIVE : Deletion.GONE;
    }

    /** Somebody may append to it just now, and be first. */
    private static int begin(PgSession session, UUID run) throws SQLException {
        for (int tries = 1; ; tries++) {
            try {
                return PgDeletions.begin(session, run, AT_ONCE);
            } catch (SQLException e) {
                if (tries == CONFLICTS || !(PgFailures.isOfTheRow(e) || PgFailures.isConflict(e))) {
                    throw e;
                }
            }
        }
    }

    @Override
    public long highestNumber() {
        return Waiting.on(sessions.submit(PgDeletions::highestNumber));
    }

    /** What it reads is what it takes away: a note whose minute is not over is not looked at. */
    @Override
    public void finish() {
        Waiting.on(sessions.submit(PgDeletions::begun)).forEach(this::emptyEntries);
        boolean more = true;
        while (more) {
            more = Waiting.on(sessions.submit(session -> PgDeletions.forget(session, NOTES_AT_ONCE, AT_ONCE)));
        }
    }

    private void emptyEntries(UUID run) {
        boolean more = true;
        while (more) {
            more = Waiting.on(sessions.submit(session -> PgDeletions.goesOn(session, run, AT_ONCE)));
        }
    }

    @Override
    public List<Entry> entries(@Nullable Place after, int limit) {
        return Waiting.on(sessions.submit(session -> PgJournal.scan(session, after, limit)));
    }

    @Override
    public void touch(Collection<Content> contents) {
        List<Content> all = List.copyOf(contents);
        for (int i = 0; i < all.size(); i += AT_ONCE) {
            List<Content> some = all.subList(i, Math.min(all.size(), i + AT_ONCE));
            Waiting.on(sessions.submit(session -> {
                PgPayloadSql.touch(session, some);
                return true;
            }));
        }
    }

    @Override
    public Set<UUID> tell(List<Told> runs) {
        Set<UUID> otherwise = new HashSet<>();
        for (TellingPortions.Portion portion : TellingPortions.of(runs, AT_ONCE)) {
            otherwise.addAll(Waiting.on(sessions.submit(session -> {
                Told large = portion.of();
                if (large == null) {
                    return PgTelling.tell(session, portion.runs());
                }
                PgTelling.someItems(session, large, portion.items());
                return Set.<UUID>of();
            })));
        }
        return otherwise;
    }

    @Override
    public List<UUID> untold(@Nullable UUID after, int limit) {
        return Waiting.on(sessions.submit(session -> PgTelling.untold(session, after, limit)));
    }

    @Override
    public void untell(Collection<UUID> runs) {
        UUID[] all = runs.toArray(UUID[]::new);
        Waiting.on(sessions.submit(session -> {
            PgTelling.untell(session, all);
            return true;
        }));
    }

    @Override
    public List<UUID> journals(@Nullable UUID after, int limit) {
        return Waiting.on(sessions.submit(session -> PgMending.journals(session, after, limit)));
    }

    @Override
    public boolean mend(RunRow row, int seq, UUID appendId) {
        return Waiting.on(sessions.submit(session -> PgMending.mend(session, row, seq, appendId)));
    }

    @Override
    public boolean turn(String name, Duration every) {
        return Waiting.on(sessions.submit(session -> PgTurns.take(session, name, every)));
    }

    @Override
    public List<String> pipelines() {
        return Waiting.on(sessions.submit(PgEnded::pipelines));
    }

    @Override
    public List<RunRow> ended(String pipeline, Instant by, @Nullable RunRow after, int limit) {
        return Waiting.on(sessions.submit(session -> PgEnded.by(session, pipeline, by, after, limit)));
    }

    @Override
    public int ended(String pipeline) {
        return Waiting.on(sessions.submit(session -> PgEnded.count(session, pipeline)));
    }

    @Override
    public boolean due(String name, Duration every) {
        return Waiting.on(sessions.submit(session -> PgTurns.due(session, name, every)));
    }

    @Override
    public Instant now() {
        return Waiting.on(sessions.submit(PgPayloadSql::now));
    }

    @Override
    public List<Content> untouched(Instant since, @Nullable String afterSha, int limit) {
        return Waiting.on(sessions.submit(session -> PgPayloadSql.untouched(session, since, afterSha, limit)));
    }

    @Override
    public Dropped drop(Collection<Content> contents, Instant since) {
        List<Content> all = List.copyOf(contents);
        int values = 0;
        long bytes = 0;
        for (int i = 0; i < all.size(); i += VALUES_AT_ONCE) {
            List<Content> some = all.subList(i, Math.min(all.size(), i + VALUES_AT_ONCE));
            Dropped dropped = Waiting.on(sessions.submit(session -> PgPayloadSql.drop(session, some, since)));
            values += dropped.values();
            bytes += dropped.bytes();
        }
        return new Dropped(values, bytes);
    }
}
