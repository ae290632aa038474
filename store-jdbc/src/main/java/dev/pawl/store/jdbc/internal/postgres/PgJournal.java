// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.postgres;

import dev.pawl.spi.Append;
import dev.pawl.spi.AppendOutcome;
import dev.pawl.spi.Entry;
import dev.pawl.spi.Keeper;
import dev.pawl.store.jdbc.internal.sql.Limits;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The journal. A batch is one statement, and so one transaction, which is all or nothing. Where it fails for what one append of it
 * is, it is sent again in parts, until that one is alone and is told so.
 */
final class PgJournal {

    private static final int CONFLICTS = 5;
    private static final long JITTER = TimeUnit.MILLISECONDS.toNanos(20);

    static final String READ = """
            SELECT seq, append_id, epoch, at, body FROM pawl.run_event WHERE run_id = ? AND seq > ? AND epoch >= 0
            ORDER BY seq LIMIT ?
            """;

    /** The journals one after the other, each as the statement above reads it. */
    private static final String READ_MANY = """
            SELECT e.run_id, e.seq, e.append_id, e.epoch, e.at, e.body FROM unnest(?::uuid[], ?::integer[]) AS r (id, after),
              LATERAL (SELECT * FROM pawl.run_event WHERE run_id = r.id AND seq > r.after AND epoch >= 0
                ORDER BY seq LIMIT ?) AS e
            """;

    static final String SCAN = """
            SELECT run_id, seq, append_id, epoch, at, body FROM pawl.run_event WHERE (run_id, seq) > (?, ?) AND epoch >= 0
            ORDER BY run_id, seq LIMIT ?
            """;

    private static final UUID FIRST = new UUID(0, 0);

    private PgJournal() {}

    /** Writes them as if in their order. */
    static List<AppendOutcome> append(PgSession session, List<Append> batch, Writer writer) throws SQLException {
        Outcomes outcomes = new Outcomes(batch);
        for (Append append : batch) {
            String problem = Limits.problem(append);
            if (problem != null) {
                outcomes.put(append, new AppendOutcome.Unstorable(problem));
            }
        }
        for (List<Append> round = outcomes.open(); !round.isEmpty(); round = outcomes.open()) {
            send(session, Keys.firstOfEach(round), outcomes, writer);
        }
        return outcomes.all();
    }

    private static void send(PgSession session, List<Append> appends, Outcomes outcomes, Writer writer)
            throws SQLException {
        boolean contested = false;
        for (int tries = 1; ; tries++) {
            try {
                outcomes.landed(appends, new Batch(appends).send(session, writer, contested));
                return;
            } catch (SQLException e) {
                if (!contested && PgFailures.isOfTheEntry(e)) {
                    contested = true;
                } else if (PgFailures.isConflict(e) && tries < CONFLICTS) {
                    pause(tries);
                } else if (PgFailures.isOfTheKey(e)) {
                    if (Keys.settle(session, appends, outcomes)) {
                        return; // what is still open goes with the next round
                    }
                    if (appends.size() > 1) {
                        inParts(session, appends, outcomes, writer, e);
                        return;
                    }
                    if (tries == CONFLICTS) {
                        throw e;
                    }
                    pause(tries); // its holder gave it back meanwhile
                } else if (PgFailures.isOfTheRow(e)) {
                    inParts(session, appends, outcomes, writer, e);
                    return;
                } else {
                    throw e;
                }
            }
        }
    }

    private static void pause(int tries) {
        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(JITTER * tries));
    }

    private static void inParts(
            PgSession session, List<Append> appends, Outcomes outcomes, Writer writer, SQLException e)
            throws SQLException {
        if (appends.size() == 1) {
            outcomes.put(
                    appends.getFirst(), new AppendOutcome.Unstorable("the database refuses it: " + e.getMessage()));
            return;
        }
        int half = appends.size() / 2;
        send(session, appends.subList(0, half), outcomes, writer);
        send(session, appends.subList(half, appends.size()), outcomes, writer);
    }

    static List<Entry> read(PgSession session, UUID run, int afterSeq, int limit) throws SQLException {
        List<Entry> page =
                session.bind(READ).id(run).integer(afterSeq).integer(limit).list(row -> entry(run, row));
        return PgDeletions.withoutRests(session, page, Map.of(run, afterSeq));
    }

    static List<Entry> read(PgSession session, Map<UUID, Integer> afterSeqs, int each) throws SQLException {
        List<Map.Entry<UUID, Integer>> runs = List.copyOf(afterSeqs.entrySet());
        List<Entry> all = session.bind(READ_MANY)
                .array("uuid", runs.stream().map(Map.Entry::getKey).toArray())
                .array("integer", runs.stream().map(Map.Entry::getValue).toArray())
                .integer(each)
                .list(row -> entry(PgColumns.idOf(row, "run_id"), row));
        all.sort(Comparator.comparingInt(Entry::seq)); // it is in order as it comes, and no statement says so
        return PgDeletions.withoutRests(session, all, afterSeqs);
    }

    /** Entries of all journals, after that place. */
    static List<Entry> scan(PgSession session, Keeper.@Nullable Place after, int limit) throws SQLException {
        return session.bind(SCAN)
                .id(after == null ? FIRST : after.run())
                .integer(after == null ? 0 : after.seq())
                .integer(limit)
                .list(row -> entry(PgColumns.idOf(row, "run_id"), row));
    }

    private static Entry entry(UUID run, ResultSet row) throws SQLException {
        return new Entry(
                run,
                row.getInt("seq"),
                PgColumns.idOf(row, "append_id"),
                row.getInt("epoch"),
                PgColumns.timeOf(row, "at"),
                row.getBytes("body"));
    }
}
