// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.sqlite;

import dev.pawl.spi.Keeper.Deletion;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * Runs that are taken out. In the place after the last entry stands one that is none: so an append that knew the run loses, and
 * finds nothing to be planned anew. One stands in the place of the first entry too: so the run is not made again while entries are left.
 */
final class Deletions {

    private static final UUID NONE = new UUID(0, 0);

    private static final String CLOSE = """
            INSERT INTO run_event (run_id, seq, append_id, epoch, at, body)
            SELECT ?1, coalesce(max(seq), 0) + 1, ?2, -1, ?3, x'' FROM run_event WHERE run_id = ?1
            """;

    private static final String CLOSE_FIRST =
            "UPDATE run_event SET append_id = ?2, epoch = -1, body = x'' WHERE run_id = ?1 AND seq = 1";

    private static final List<String> DROPS = List.of(
            "DELETE FROM run WHERE id = ?",
            "DELETE FROM checkpoint WHERE run_id = ?",
            "DELETE FROM admission WHERE run_id = ?",
            "DELETE FROM run_begin WHERE run_id = ?");

    private static final List<String> UNTELL = List.of(
            "DELETE FROM told_run WHERE run_id = ?",
            "DELETE FROM told_stage WHERE run_id = ?",
            "DELETE FROM told_item WHERE run_id = ?");

    private static final String NOTE = "INSERT INTO deletion (run_id, at) VALUES (?, ?)";

    private static final String DROP_SOME = """
            DELETE FROM run_event WHERE run_id = ?1 AND epoch >= 0
              AND seq < (SELECT min(seq) FROM run_event WHERE run_id = ?1 AND epoch >= 0) + ?2
            """;

    private Deletions() {}

    static Deletion begin(Session session, UUID run, boolean activeToo, Instant now) throws SQLException {
        Boolean active =
                session.bind("SELECT active FROM run WHERE id = ?").id(run).first(row -> row.getBoolean("active"));
        if (active == null) {
            return Deletion.GONE;
        }
        if (active && !activeToo) {
            return Deletion.ACTIVE;
        }
        session.bind(CLOSE).id(run).id(NONE).time(now).update();
        session.bind(CLOSE_FIRST).id(run).id(NONE).update();
        for (String drop : DROPS) {
            session.bind(drop).id(run).update();
        }
        untell(session, run);
        session.bind(NOTE).id(run).time(now).update();
        return Deletion.DELETED;
    }

    /** Drops what was told of it. */
    static void untell(Session session, UUID run) throws SQLException {
        for (String drop : UNTELL) {
            session.bind(drop).id(run).update();
        }
    }

    /** Drops the first entries that are left; false where all is gone. */
    static boolean goesOn(Session session, UUID run, int entries) throws SQLException {
        if (session.bind(DROP_SOME).id(run).number(entries).update() > 0) {
            return true;
        }
        session.bind("DELETE FROM run_event WHERE run_id = ?").id(run).update();
        session.bind("DELETE FROM deletion WHERE run_id = ?").id(run).update();
        return false;
    }

    /** As the database remembers it beside the rows. */
    static long highestNumber(Session session) throws SQLException {
        return Objects.requireNonNullElse(
                session.bind("SELECT seq FROM sqlite_sequence WHERE name = 'run'")
                        .first(row -> row.getLong(1)),
                0L);
    }

    static List<UUID> begun(Session session) throws SQLException {
        return session.bind("SELECT run_id FROM deletion").list(row -> Columns.idOf(row, "run_id"));
    }

    /** Whether entries are what is left of a run. */
    static boolean isBegun(Session session, UUID run) throws SQLException {
        return Objects.requireNonNullElse(
                session.bind("SELECT 1 FROM deletion WHERE run_id = ?").id(run).first(row -> true), false);
    }
}
