// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.sqlite;

import dev.pawl.spi.Append;
import dev.pawl.spi.AppendOutcome;
import dev.pawl.spi.Entry;
import dev.pawl.spi.Keeper;
import dev.pawl.spi.RunRow;
import dev.pawl.store.jdbc.internal.sql.Limits;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The journal. An append is one conditional insert: it writes where its predecessor, by seq and by id, is the latest entry, and
 * says so by the row it returns. Only where it wrote nothing is it looked whether this very append was written before.
 */
final class Journal {

    /**
     * The hot path. Three rounds of AppendRates, 300-byte bodies, synchronous=FULL, two shared cores, appends through the store
     * against a bare batched INSERT: batches of 64: 55,200/s to 77,800/s (71 %; 47 to 73), of 1,000: 57,600/s to 80,100/s (72 %;
     * 55 to 85).
     */
    private static final String INSERT = """
            INSERT INTO run_event (run_id, seq, append_id, epoch, at, body)
            SELECT ?1, ?2, ?3, ?4, ?5, ?6
            WHERE ?7 = 0 OR EXISTS (SELECT 1 FROM run_event WHERE run_id = ?1 AND seq = ?7 AND append_id = ?8)
            ON CONFLICT (run_id, seq) DO NOTHING
            RETURNING (SELECT number FROM run WHERE id = run_id)
            """;

    private static final String REPEATED = """
            SELECT r.number FROM run_event e JOIN run r ON r.id = e.run_id
            WHERE e.run_id = ? AND e.seq = ? AND e.append_id = ?
            """;

    private static final String TAKE_BACK = "DELETE FROM run_event WHERE run_id = ? AND seq = ?";

    static final String READ = """
            SELECT seq, append_id, epoch, at, body FROM run_event WHERE run_id = ? AND seq > ? AND epoch >= 0
            ORDER BY seq LIMIT ?
            """;

    static final String SCAN = """
            SELECT run_id, seq, append_id, epoch, at, body FROM run_event WHERE (run_id, seq) > (?, ?) AND epoch >= 0
            ORDER BY run_id, seq LIMIT ?
            """;

    private Journal() {}

    /** As if they were written one after the other. */
    static List<AppendOutcome> append(Session session, List<Append> batch) throws SQLException {
        List<AppendOutcome> outcomes = new ArrayList<>(batch.size());
        for (Append append : batch) {
            String problem = Limits.problem(append);
            outcomes.add(problem == null ? append(session, append) : new AppendOutcome.Unstorable(problem));
        }
        return outcomes;
    }

    private static AppendOutcome append(Session session, Append append) throws SQLException {
        Long number;
        try {
            number = insert(session, append);
        } catch (SQLException e) {
            return unstorable(e);
        }
        if (number == null) {
            number = session.bind(REPEATED)
                    .id(append.run())
                    .number(append.seq())
                    .id(append.appendId())
                    .first(row -> row.getLong(1));
            return number == null ? new AppendOutcome.Lost() : new AppendOutcome.Won(number);
        }
        RunRow row = append.row();
        if (row != null) {
            try {
                number = RunRows.write(session, row, number);
            } catch (SQLException e) {
                AppendOutcome refused = unstorable(e);
                session.bind(TAKE_BACK).id(append.run()).number(append.seq()).update();
                UUID retrying = RunRows.retrying(session, row);
                if (retrying != null) {
                    return new AppendOutcome.RetryTaken(retrying);
                }
                UUID holder = RunRows.holder(session, row);
                return holder == null ? refused : new AppendOutcome.KeyTaken(holder);
            }
        }
        for (String stage : append.dropCheckpoints()) {
            Checkpoints.drop(session, append.run(), stage);
        }
        return new AppendOutcome.Won(number);
    }

    /** The run's number, 0 where it has none yet; null where nothing was written. */
    private static @Nullable Long insert(Session session, Append append) throws SQLException {
        return session.bind(INSERT)
                .id(append.run())
                .number(append.seq())
                .id(append.appendId())
                .number(append.epoch())
                .time(append.at())
                .bytes(append.body())
                .number(append.base())
                .id(append.baseAppendId())
                .first(row -> row.getLong(1));
    }

    private static AppendOutcome unstorable(SQLException e) throws SQLException {
        if (!Failures.isOfTheRow(e)) {
            throw e;
        }
        return new AppendOutcome.Unstorable("the database refuses it: " + e.getMessage());
    }

    static List<Entry> read(Session session, UUID run, int afterSeq, int limit) throws SQLException {
        List<Entry> page =
                session.bind(READ).id(run).number(afterSeq).number(limit).list(row -> entry(run, row));
        boolean gap = !page.isEmpty() && page.getFirst().seq() != afterSeq + 1;
        return gap && Deletions.isBegun(session, run) ? List.of() : page;
    }

    /** Entries of all journals, after that place. */
    static List<Entry> scan(Session session, Keeper.@Nullable Place after, int limit) throws SQLException {
        return session.bind(SCAN)
                .bytes(after == null ? new byte[0] : Columns.bytes(after.run()))
                .number(after == null ? 0 : after.seq())
                .number(limit)
                .list(row -> entry(Columns.idOf(row, "run_id"), row));
    }

    private static Entry entry(UUID run, ResultSet row) throws SQLException {
        return new Entry(
                run,
                row.getInt("seq"),
                Columns.idOf(row, "append_id"),
                row.getInt("epoch"),
                Columns.timeOf(row, "at"),
                row.getBytes("body"));
    }

    static List<Entry> read(Session session, Map<UUID, Integer> afterSeqs, int each) throws SQLException {
        List<Entry> all = new ArrayList<>();
        for (Map.Entry<UUID, Integer> one : afterSeqs.entrySet()) {
            all.addAll(read(session, one.getKey(), one.getValue(), each));
        }
        return all;
    }
}
