// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.postgres;

import dev.pawl.spi.RunRow;
import dev.pawl.spi.Told;
import dev.pawl.store.jdbc.internal.sql.Codes;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is told of runs for SQL by hand: all of it in one statement, a column an array. */
final class PgTelling {

    private static final String ITEMS_FROM = """

            INSERT INTO pawl.told_item AS t
            SELECT w.* FROM unnest(?::uuid[], ?::text[], ?::integer[], ?::text[], ?::integer[], ?::text[], ?::text[], ?::text[],
              ?::bigint[]) AS w (run_id, stage, item, status, failures, degraded, error, sha, size)
            """;

    private static final String ITEMS_TO = """

            ON CONFLICT (run_id, stage, item) DO UPDATE SET status = excluded.status, failures = excluded.failures,
              degraded = excluded.degraded, error = excluded.error, output_sha = excluded.output_sha,
              output_size = excluded.output_size
            """;

    /**
     * Of runs that are there, and of which no more was told yet; of those of which only what has changed is told, where that goes on
     * from what was told. Says of which it was.
     */
    private static final String TELL =
            """
            WITH w AS MATERIALIZED (
              SELECT w.run_id, w.seq, w.base, w.status, w.epoch,
                timestamptz 'epoch' + w.finished_at * interval '1 microsecond' AS finished_at, w.error, w.recoveries, w.done, w.stages
              FROM unnest(?::uuid[], ?::integer[], ?::integer[], ?::smallint[], ?::integer[], ?::bigint[], ?::text[], ?::integer[],
                ?::integer[], ?::integer[])
                AS w (run_id, seq, base, status, epoch, finished_at, error, recoveries, done, stages)
              WHERE EXISTS (SELECT 1 FROM pawl.run r WHERE r.id = w.run_id))
            , changed AS (
              UPDATE pawl.told_run t SET seq = w.seq, status = w.status, epoch = w.epoch, finished_at = w.finished_at, error = w.error,
                recoveries = w.recoveries, done = w.done, stages = w.stages
              FROM w WHERE t.run_id = w.run_id AND w.base > 0 AND t.seq = w.base
              RETURNING t.run_id)
            , whole AS (
              INSERT INTO pawl.told_run AS t (run_id, seq, status, epoch, finished_at, error, recoveries, done, stages)
              SELECT w.run_id, w.seq, w.status, w.epoch, w.finished_at, w.error, w.recoveries, w.done, w.stages
              FROM w WHERE w.base = 0 ORDER BY w.run_id
              ON CONFLICT (run_id) DO UPDATE SET seq = excluded.seq, status = excluded.status, epoch = excluded.epoch,
                finished_at = excluded.finished_at, error = excluded.error, recoveries = excluded.recoveries,
                done = excluded.done, stages = excluded.stages
              WHERE excluded.seq >= t.seq
              RETURNING t.run_id)
            , told AS (SELECT run_id FROM changed UNION ALL SELECT run_id FROM whole)
            , stages AS (
              INSERT INTO pawl.told_stage AS t (run_id, stage, place, status, generation, attempt, started_at, finished_at, degraded,
                error, output_sha, output_size, items, items_failed, reused_from)
              SELECT w.run_id, w.stage, w.place, w.status, w.generation, w.attempt,
                timestamptz 'epoch' + w.started_at * interval '1 microsecond',
                timestamptz 'epoch' + w.finished_at * interval '1 microsecond',
                w.degraded, w.error, w.sha, w.size, w.items, w.items_failed, w.reused_from
              FROM unnest(?::uuid[], ?::text[], ?::integer[], ?::text[], ?::integer[], ?::integer[], ?::bigint[], ?::bigint[],
                ?::text[], ?::text[], ?::text[], ?::bigint[], ?::integer[], ?::integer[], ?::uuid[])
                AS w (run_id, stage, place, status, generation, attempt, started_at, finished_at, degraded, error, sha, size,
                  items, items_failed, reused_from)
              JOIN told ON told.run_id = w.run_id
              ON CONFLICT (run_id, stage) DO UPDATE SET place = excluded.place, status = excluded.status,
                generation = excluded.generation, attempt = excluded.attempt, started_at = excluded.started_at,
                finished_at = excluded.finished_at, degraded = excluded.degraded, error = excluded.error,
                output_sha = excluded.output_sha, output_size = excluded.output_size, items = excluded.items,
                items_failed = excluded.items_failed, reused_from = excluded.reused_from
              RETURNING t.run_id, t.stage, t.items)
            , longer AS (
              DELETE FROM pawl.told_item i USING stages s WHERE i.run_id = s.run_id AND i.stage = s.stage AND i.item >= s.items)
            , items AS (
            """ + ITEMS_FROM + "JOIN told ON told.run_id = w.run_id" + ITEMS_TO + ") SELECT run_id FROM told";

    /** Of a run that is there, and of which no more was told; it is told itself afterwards. */
    private static final String SOME_ITEMS = ITEMS_FROM + """
            WHERE EXISTS (SELECT 1 FROM pawl.run r WHERE r.id = w.run_id)
              AND NOT EXISTS (SELECT 1 FROM pawl.told_run t WHERE t.run_id = w.run_id AND t.seq > ?)
              AND (? = 0 OR EXISTS (SELECT 1 FROM pawl.told_run t WHERE t.run_id = w.run_id AND t.seq = ?))
            """ + ITEMS_TO;

    private static final String UNTOLD = """
            SELECT r.id FROM pawl.run r LEFT JOIN pawl.told_run t ON t.run_id = r.id
            WHERE r.id > ? AND (t.run_id IS NULL OR t.status <> r.status OR t.epoch <> r.epoch
              OR t.finished_at IS DISTINCT FROM r.finished_at)
            ORDER BY r.id LIMIT ?
            """;

    private static final String UNTELL = """
            WITH d AS (DELETE FROM pawl.told_run WHERE run_id = ANY (?::uuid[]) RETURNING run_id),
            s AS (DELETE FROM pawl.told_stage t USING d WHERE t.run_id = d.run_id)
            DELETE FROM pawl.told_item t USING d WHERE t.run_id = d.run_id
            """;

    private static final UUID FIRST = new UUID(0, 0);

    private PgTelling() {}

    static Set<UUID> tell(PgSession session, List<Told> all) throws SQLException {
        List<Of<Told.OfStage>> stages = new ArrayList<>();
        List<Of<Told.OfItem>> items = new ArrayList<>();
        for (Told told : all) {
            told.stages().forEach(stage -> stages.add(new Of<>(told.run(), stage)));
            told.items().forEach(item -> items.add(new Of<>(told.run(), item)));
        }
        PgBound bound = session.bind(TELL);
        runs(bound, all);
        stages(bound, stages);
        items(bound, items);
        Set<UUID> told = new HashSet<>(bound.list(row -> PgColumns.idOf(row, "run_id")));
        return all.stream()
                .filter(one -> one.base() > 0)
                .map(Told::run)
                .filter(run -> !told.contains(run))
                .collect(Collectors.toSet());
    }

    static void someItems(PgSession session, Told told, List<Told.OfItem> items) throws SQLException {
        PgBound bound = session.bind(SOME_ITEMS);
        items(bound, items.stream().map(item -> new Of<>(told.run(), item)).toList());
        bound.integer(told.seq()).integer(told.base()).integer(told.base()).update();
    }

    private static void runs(PgBound bound, List<Told> all) throws SQLException {
        bound.array("uuid", column(all, Told::run))
                .array("int4", column(all, Told::seq))
                .array("int4", column(all, Told::base))
                .array("int2", column(all, told -> (short) Codes.code(told.row().status())))
                .array("int4", column(all, told -> told.row().epoch()))
                .array("int8", column(all, told -> finished(told.row())))
                .array("text", column(all, Told::error))
                .array("int4", column(all, Told::recoveries))
                .array("int4", column(all, Told::done))
                .array("int4", column(all, Told::of));
    }

    private static @Nullable Long finished(RunRow row) {
        return PgColumns.micros(row.finishedAt());
    }

    private static void stages(PgBound bound, List<Of<Told.OfStage>> all) throws SQLException {
        bound.array("uuid", column(all, Of::run))
                .array("text", column(all, of -> of.one().stage()))
                .array("int4", column(all, of -> of.one().place()))
                .array("text", column(all, of -> of.one().status()))
                .array("int4", column(all, of -> of.one().generation()))
                .array("int4", column(all, of -> of.one().attempt()))
                .array("int8", column(all, of -> PgColumns.micros(of.one().startedAt())))
                .array("int8", column(all, of -> PgColumns.micros(of.one().finishedAt())))
                .array("text", column(all, of -> of.one().degraded()))
                .array("text", column(all, of -> of.one().error()))
                .array("text", column(all, of -> of.one().sha()))
                .array("int8", column(all, of -> of.one().size()))
                .array("int4", column(all, of -> of.one().items()))
                .array("int4", column(all, of -> of.one().itemsFailed()))
                .array("uuid", column(all, of -> of.one().reusedFrom()));
    }

    private static void items(PgBound bound, List<Of<Told.OfItem>> all) throws SQLException {
        bound.array("uuid", column(all, Of::run))
                .array("text", column(all, of -> of.one().stage()))
                .array("int4", column(all, of -> of.one().item()))
                .array("text", column(all, of -> of.one().status()))
                .array("int4", column(all, of -> of.one().failures()))
                .array("text", column(all, of -> of.one().degraded()))
                .array("text", column(all, of -> of.one().error()))
                .array("text", column(all, of -> of.one().sha()))
                .array("int8", column(all, of -> of.one().size()));
    }

    private static <T> @Nullable Object[] column(List<T> all, Function<T, @Nullable Object> field) {
        @Nullable Object[] values = new @Nullable Object[all.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = field.apply(all.get(i));
        }
        return values;
    }

    static void untell(PgSession session, UUID... runs) throws SQLException {
        session.bind(UNTELL).array("uuid", runs).update();
    }

    static List<UUID> untold(PgSession session, @Nullable UUID after, int limit) throws SQLException {
        return session.bind(UNTOLD)
                .id(after == null ? FIRST : after)
                .integer(limit)
                .list(row -> PgColumns.idOf(row, "id"));
    }

    /** A stage or an item of a run. */
    private record Of<T>(UUID run, T one) {}
}
