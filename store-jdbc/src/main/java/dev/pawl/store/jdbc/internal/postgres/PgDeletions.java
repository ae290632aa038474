// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.postgres;

import dev.pawl.spi.Entry;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/**
 * Runs that are taken out. In the place of each entry, and in the one after the last, stands one that is none, longer than any
 * statement takes: so an append that knew the run loses, however late it comes, and finds nothing to be planned anew; and the run is
 * not made again before the other is gone.
 */
final class PgDeletions {

    private static final String BEGIN = "SELECT pawl.begin_deletion(?, ?)";

    /** By hand, as no entry can say so any more. A crash after it leaves a run that has failed, and may be deleted as such. */
    private static final String END = """
            UPDATE pawl.run SET status = 5, active = false, holds_key = false, holds_retry = false, owner = NULL
            WHERE id = ? AND active
            """;

    private static final String EMPTY_SOME = """
            UPDATE pawl.run_event SET append_id = '00000000-0000-0000-0000-000000000000', epoch = -1, body = ''
            WHERE run_id = ? AND epoch >= 0
              AND seq < (SELECT min(seq) FROM pawl.run_event WHERE run_id = ? AND epoch >= 0) + ?
            """;

    /** The places that became empty last stay taken as long as the first. */
    private static final String NONE_LEFT =
            "UPDATE pawl.deletion SET entries_left = false, at = clock_timestamp() WHERE run_id = ? AND entries_left";

    /** The first place of each is given back last, with the note. */
    private static final String FREE_SOME = """
            DELETE FROM pawl.run_event WHERE ctid = ANY (ARRAY(
              SELECT e.ctid FROM pawl.run_event e WHERE e.run_id = ANY (?::uuid[]) AND e.seq > 1 AND e.epoch < 0 LIMIT ?))
            """;

    static final String LEFT = "SELECT run_id FROM pawl.deletion WHERE entries_left";

    static final String OVER = """
            SELECT run_id FROM pawl.deletion WHERE NOT entries_left AND at < now() - interval '1 minute' ORDER BY at LIMIT ?
            """;

    /**
     * A run may be there again by now where it was deleted by a version that left the place of its first entry free. Of one that is gone
     * all goes: before step 10 a late append could be left over.
     */
    static final String FORGET = """
            WITH d AS (
              DELETE FROM pawl.deletion WHERE run_id = ANY (?::uuid[]) AND NOT entries_left AND at < now() - interval '1 minute'
              RETURNING run_id),
            gone AS (SELECT d.run_id FROM d WHERE NOT EXISTS (SELECT 1 FROM pawl.run r WHERE r.id = d.run_id)),
            r AS (DELETE FROM pawl.told_run t USING gone g WHERE t.run_id = g.run_id AND t.run_id = ANY (?::uuid[])),
            s AS (DELETE FROM pawl.told_stage t USING gone g WHERE t.run_id = g.run_id AND t.run_id = ANY (?::uuid[])),
            i AS (DELETE FROM pawl.told_item t USING gone g WHERE t.run_id = g.run_id AND t.run_id = ANY (?::uuid[]))
            DELETE FROM pawl.run_event e USING d WHERE e.run_id = d.run_id AND e.run_id = ANY (?::uuid[])
              AND (e.epoch < 0 OR EXISTS (SELECT 1 FROM gone g WHERE g.run_id = e.run_id))
            """;

    private static final String RESTS = "SELECT run_id FROM pawl.deletion WHERE run_id = ANY (?::uuid[])";

    private PgDeletions() {}

    /** How many entries it had, which are gone where those were no more than that; 0 where there is no run, -1 where it is active. */
    static int begin(PgSession session, UUID run, int atOnce) throws SQLException {
        return Objects.requireNonNull(
                session.bind(BEGIN).id(run).integer(atOnce).first(row -> row.getInt(1)));
    }

    /** Ends a run that nobody can read, for its deletion. */
    static void end(PgSession session, UUID run) throws SQLException {
        session.bind(END).id(run).update();
    }

    /** Empties the first entries that are left; false where none is. */
    static boolean goesOn(PgSession session, UUID run, int entries) throws SQLException {
        if (session.bind(EMPTY_SOME).id(run).id(run).integer(entries).update() > 0) {
            return true;
        }
        session.bind(NONE_LEFT).id(run).update();
        return false;
    }

    /** As the sequence has it; a number of a run that did not come to be is among those before it. */
    static long highestNumber(PgSession session) throws SQLException {
        return Objects.requireNonNull(
                session.bind("SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM pawl.run_number")
                        .first(row -> row.getLong(1)));
    }

    /** Runs of which entries are left. */
    static List<UUID> begun(PgSession session) throws SQLException {
        return session.bind(LEFT).list(row -> PgColumns.idOf(row, "run_id"));
    }

    /** Some that nothing can follow any more are forgotten, the oldest first, or some of their places; says whether there may be more. */
    static boolean forget(PgSession session, int most, int places) throws SQLException {
        List<UUID> over = session.bind(OVER).integer(most).list(row -> PgColumns.idOf(row, "run_id"));
        if (over.isEmpty()) {
            return false;
        }
        Object[] runs = over.toArray();
        if (session.bind(FREE_SOME).array("uuid", runs).integer(places).update() == places) {
            return true;
        }
        PgBound forget = session.bind(FORGET);
        for (int i = 0; i < 5; i++) {
            forget.array("uuid", runs);
        }
        forget.update();
        return over.size() == most;
    }

    /** Without entries that are what is left of a run: those begin after a gap. */
    static List<Entry> withoutRests(PgSession session, List<Entry> entries, Map<UUID, Integer> afterSeqs)
            throws SQLException {
        Map<UUID, Integer> next = new HashMap<>(afterSeqs);
        Set<UUID> gaps = new HashSet<>();
        for (Entry entry : entries) {
            Integer before = next.put(entry.run(), entry.seq());
            if (before != null && entry.seq() != before + 1) {
                gaps.add(entry.run());
            }
        }
        if (gaps.isEmpty()) {
            return entries;
        }
        Set<UUID> rests = new HashSet<>(
                session.bind(RESTS).array("uuid", gaps.toArray()).list(row -> PgColumns.idOf(row, "run_id")));
        return entries.stream().filter(entry -> !rests.contains(entry.run())).toList();
    }
}
