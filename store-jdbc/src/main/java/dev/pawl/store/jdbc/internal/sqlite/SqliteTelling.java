// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.sqlite;

import dev.pawl.spi.RunRow;
import dev.pawl.spi.Told;
import dev.pawl.store.jdbc.internal.sql.Codes;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is told of runs for SQL by hand. */
final class SqliteTelling {

    /** Of a run that is there, and of which no more was told yet. */
    private static final String RUN = """
            INSERT INTO told_run (run_id, seq, status, epoch, finished_at, error, recoveries, done, stages)
            SELECT id, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9 FROM run WHERE id = ?1
            ON CONFLICT (run_id) DO UPDATE SET seq = excluded.seq, status = excluded.status, epoch = excluded.epoch,
              finished_at = excluded.finished_at, error = excluded.error, recoveries = excluded.recoveries,
              done = excluded.done, stages = excluded.stages
            WHERE excluded.seq >= told_run.seq
            """;

    /** Where what has changed goes on from what was told. */
    private static final String CHANGED = """
            UPDATE told_run SET seq = ?2, status = ?3, epoch = ?4, finished_at = ?5, error = ?6, recoveries = ?7, done = ?8, stages = ?9
            WHERE run_id = ?1 AND seq = ?10 AND EXISTS (SELECT 1 FROM run WHERE id = ?1)
            """;

    private static final String STAGE =
            "INSERT OR REPLACE INTO told_stage VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    private static final String ITEM = "INSERT OR REPLACE INTO told_item VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";

    private static final String COUNTS = """
            SELECT 1 FROM run r WHERE r.id = ?1
              AND NOT EXISTS (SELECT 1 FROM told_run t WHERE t.run_id = ?1 AND t.seq > ?2)
              AND (?3 = 0 OR EXISTS (SELECT 1 FROM told_run t WHERE t.run_id = ?1 AND t.seq = ?3))
            """;

    /** An earlier list of items may have been longer. */
    private static final String NO_ITEMS = "DELETE FROM told_item WHERE run_id = ? AND stage = ? AND item >= ?";

    static final String UNTOLD = """
            SELECT r.id FROM run r LEFT JOIN told_run t ON t.run_id = r.id
            WHERE r.id > ? AND (t.run_id IS NULL OR t.status <> r.status OR t.epoch <> r.epoch
              OR t.finished_at IS NOT r.finished_at)
            ORDER BY r.id LIMIT ?
            """;

    private SqliteTelling() {}

    /** False where only what has changed was to be told, and something else was told before. */
    static boolean tell(Session session, Told told) throws SQLException {
        RunRow row = told.row();
        Bound run = session.bind(told.base() == 0 ? RUN : CHANGED)
                .id(row.id())
                .number(told.seq())
                .number(Codes.code(row.status()))
                .number(row.epoch())
                .time(row.finishedAt())
                .text(told.error())
                .number(told.recoveries())
                .number(told.done())
                .number(told.of());
        int written = told.base() == 0 ? run.update() : run.number(told.base()).update();
        if (written == 0) {
            return told.base() == 0;
        }
        for (Told.OfStage stage : told.stages()) {
            stage(session, row.id(), stage);
        }
        items(session, row.id(), told.items());
        return true;
    }

    /** Some of the items of a run, before it is told itself; none where it is gone, or more was told of it. */
    static void someItems(Session session, Told told, List<Told.OfItem> items) throws SQLException {
        Boolean counts = session.bind(COUNTS)
                .id(told.run())
                .number(told.seq())
                .number(told.base())
                .first(row -> true);
        if (counts != null) {
            items(session, told.run(), items);
        }
    }

    private static void items(Session session, UUID run, List<Told.OfItem> items) throws SQLException {
        for (Told.OfItem item : items) {
            session.bind(ITEM)
                    .id(run)
                    .text(item.stage())
                    .number(item.item())
                    .text(item.status())
                    .number(item.failures())
                    .text(item.degraded())
                    .text(item.error())
                    .text(item.sha())
                    .optional(item.size())
                    .update();
        }
    }

    private static void stage(Session session, UUID run, Told.OfStage stage) throws SQLException {
        session.bind(STAGE)
                .id(run)
                .text(stage.stage())
                .number(stage.place())
                .text(stage.status())
                .number(stage.generation())
                .number(stage.attempt())
                .time(stage.startedAt())
                .time(stage.finishedAt())
                .text(stage.degraded())
                .text(stage.error())
                .text(stage.sha())
                .optional(stage.size())
                .optional(stage.items())
                .optional(stage.itemsFailed())
                .id(stage.reusedFrom())
                .update();
        Integer items = stage.items();
        if (items != null) {
            session.bind(NO_ITEMS).id(run).text(stage.stage()).number(items).update();
        }
    }

    static List<UUID> untold(Session session, @Nullable UUID after, int limit) throws SQLException {
        return session.bind(UNTOLD)
                .bytes(after == null ? new byte[0] : Columns.bytes(after))
                .number(limit)
                .list(row -> Columns.idOf(row, "id"));
    }
}
