// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.sqlite;

import dev.pawl.core.Content;
import dev.pawl.spi.Entry;
import dev.pawl.spi.Keeper;
import dev.pawl.spi.RunRow;
import dev.pawl.spi.Told;
import dev.pawl.store.jdbc.internal.sql.SqlThreads;
import dev.pawl.store.jdbc.internal.sql.TellingPortions;
import dev.pawl.store.jdbc.internal.sql.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Housekeeping: the writer is had for a moment at a time, so that appends never wait for long. */
final class SqliteKeeper implements Keeper {

    /** In one transaction: some milliseconds. */
    private static final int AT_ONCE = 1000;

    private static final String TURN = """
            INSERT INTO turn (name, at) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET at = ?2 WHERE at <= ?3
            """;

    private final Writer writer;
    private final SqlThreads<Session> readers;
    private final InstantSource clock;

    SqliteKeeper(Writer writer, SqlThreads<Session> readers, InstantSource clock) {
        this.writer = writer;
        this.readers = readers;
        this.clock = clock;
    }

    @Override
    public Deletion delete(UUID run) {
        return delete(run, false);
    }

    @Override
    public Deletion deleteUnreadable(UUID run) {
        return delete(run, true);
    }

    private Deletion delete(UUID run, boolean activeToo) {
        Deletion done = Waiting.on(writer.write(session -> {
            Deletion begun = Deletions.begin(session, run, activeToo, clock.instant());
            if (begun == Deletion.DELETED && Deletions.goesOn(session, run, AT_ONCE)) {
                boolean unused = Deletions.goesOn(session, run, AT_ONCE);
            }
            return begun;
        }));
        finish();
        return done;
    }

    @Override
    public long highestNumber() {
        return Waiting.on(readers.submit(Deletions::highestNumber));
    }

    @Override
    public void finish() {
        for (UUID run : Waiting.on(readers.submit(Deletions::begun))) {
            boolean more = true;
            while (more) {
                more = Waiting.on(writer.write(session -> Deletions.goesOn(session, run, AT_ONCE)));
            }
        }
    }

    @Override
    public List<Entry> entries(@Nullable Place after, int limit) {
        return Waiting.on(readers.submit(session -> Journal.scan(session, after, limit)));
    }

    @Override
    public void touch(Collection<Content> contents) {
        List<Content> all = List.copyOf(contents);
        for (int i = 0; i < all.size(); i += AT_ONCE) {
            List<Content> some = all.subList(i, Math.min(all.size(), i + AT_ONCE));
            Waiting.on(writer.write(session -> {
                Instant now = clock.instant();
                for (Content content : some) {
                    boolean unused = PayloadSql.touch(session, content, now);
                }
                return true;
            }));
        }
    }

    @Override
    public Set<UUID> tell(List<Told> runs) {
        Set<UUID> otherwise = new HashSet<>();
        for (TellingPortions.Portion portion : TellingPortions.of(runs, AT_ONCE)) {
            otherwise.addAll(Waiting.on(writer.note(session -> {
                Set<UUID> some = new HashSet<>();
                for (Told told : portion.runs()) {
                    if (!SqliteTelling.tell(session, told)) {
                        some.add(told.run());
                    }
                }
                Told large = portion.of();
                if (large != null) {
                    SqliteTelling.someItems(session, large, portion.items());
                }
                return some;
            })));
        }
        return otherwise;
    }

    @Override
    public List<UUID> untold(@Nullable UUID after, int limit) {
        return Waiting.on(readers.submit(session -> SqliteTelling.untold(session, after, limit)));
    }

    @Override
    public void untell(Collection<UUID> runs) {
        List<UUID> all = List.copyOf(runs);
        Waiting.on(writer.note(session -> {
            for (UUID run : all) {
                Deletions.untell(session, run);
            }
            return true;
        }));
    }

    @Override
    public List<UUID> journals(@Nullable UUID after, int limit) {
        return Waiting.on(readers.submit(session -> SqliteMending.journals(session, after, limit)));
    }

    @Override
    public boolean mend(RunRow row, int seq, UUID appendId) {
        return Waiting.on(writer.write(session -> SqliteMending.mend(session, row, seq, appendId)));
    }

    @Override
    public boolean turn(String name, Duration every) {
        return Waiting.on(writer.write(session -> {
            Instant now = clock.instant();
            return session.bind(TURN)
                            .text(name)
                            .time(now)
                            .time(now.minus(every))
                            .update()
                    > 0;
        }));
    }

    @Override
    public List<String> pipelines() {
        return Waiting.on(readers.submit(Ended::pipelines));
    }

    @Override
    public List<RunRow> ended(String pipeline, Instant by, @Nullable RunRow after, int limit) {
        return Waiting.on(readers.submit(session -> Ended.by(session, pipeline, by, after, limit)));
    }

    @Override
    public int ended(String pipeline) {
        return Waiting.on(readers.submit(session -> Ended.count(session, pipeline)));
    }

    @Override
    public boolean due(String name, Duration every) {
        Instant since = clock.instant().minus(every);
        return Waiting.on(readers.submit(session -> session.bind("SELECT 1 FROM turn WHERE name = ? AND at > ?")
                        .text(name)
                        .time(since)
                        .first(row -> true)
                == null));
    }

    @Override
    public Instant now() {
        return clock.instant();
    }

    @Override
    public List<Content> untouched(Instant since, @Nullable String afterSha, int limit) {
        return Waiting.on(readers.submit(session -> PayloadSql.untouched(session, since, afterSha, limit)));
    }

    @Override
    public Dropped drop(Collection<Content> contents, Instant since) {
        int values = 0;
        long bytes = 0;
        for (Content content : contents) {
            if (Waiting.on(writer.write(session -> PayloadSql.drop(session, content, since)))) {
                values++;
                bytes += content.size();
            }
        }
        return new Dropped(values, bytes);
    }
}
