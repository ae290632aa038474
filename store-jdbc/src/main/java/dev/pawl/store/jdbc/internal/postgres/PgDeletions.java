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
 * Runs that are taken out. In the place after the last entry stands one that is none, longer than any statement takes: so an append
 * that knew the run loses, and finds nothing to be planned anew.
 */
final class PgDeletions {

    private static final String BEGIN = "SELECT pawl.begin_deletion(?)";

    private static final String DROP_SOME = """
            DELETE FROM pawl.run_event WHERE run_id = ? AND epoch >= 0
              AND seq < (SELECT min(seq) FROM pawl.run_event WHERE run_id = ?) + ?
            """;

    private static final String BEGUN = "SELECT run_id FROM pawl.deletion";

    private static final String FORGET = """
            WITH d AS (DELETE FROM pawl.deletion WHERE run_id = ? AND at < now() - interval '1 minute' RETURNING run_id),
            r AS (DELETE FROM pawl.told_run t USING d WHERE t.run_id = d.run_id),
            s AS (DELETE FROM pawl.told_stage t USING d WHERE t.run_id = d.run_id),
            i AS (DELETE FROM pawl.told_item t USING d WHERE t.run_id = d.run_id)
            DELETE FROM pawl.run_event e USING d WHERE e.run_id = d.run_id
            """;

    private static final String RESTS = "SELECT run_id FROM pawl.deletion WHERE run_id = ANY (?::uuid[])";

    private PgDeletions() {}

    /** How many entries there are to go; 0 where there is no run, -1 where it is active. */
    static int begin(PgSession session, UUID run) throws SQLException {
        return Objects.requireNonNull(session.bind(BEGIN).id(run).first(row -> row.getInt(1)));
    }

    /** Drops the first entries that are left, but the one that is none; false where no other is. */
    static boolean goesOn(PgSession session, UUID run, int entries) throws SQLException {
        return session.bind(DROP_SOME).id(run).id(run).integer(entries).update() > 0;
    }

    static List<UUID> begun(PgSession session) throws SQLException {
        return session.bind(BEGUN).list(row -> PgColumns.idOf(row, "run_id"));
    }

    /** Once nothing can follow it any more. */
    static void forget(PgSession session, UUID run) throws SQLException {
        session.bind(FORGET).id(run).update();
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
