// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.postgres;

/**
 * The one statement of an append, whatever its size. An entry is written where its predecessor, by seq and by id, is the latest
 * one. Where its place is taken by this very append, sent before, it has won and changes nothing more; who is not in the answer
 * has lost. Hardly ever is a place taken, and to be ready for it costs time and log: so that is asked for only after a statement
 * which was not ready has failed. The rows of runs are written last, those that give a key back before those that take one.
 *
 * <p>Parts that a batch has no use for are left out: most appends change no row.
 */
final class AppendSql {

    private static final String ENTRIES = """
            WITH ins AS (
              INSERT INTO pawl.run_event AS t (run_id, seq, append_id, epoch, at, body)
              SELECT b.run_id, b.base + 1, b.append_id, b.epoch, timestamptz 'epoch' + b.at * interval '1 microsecond', b.body
              FROM unnest(?::uuid[], ?::integer[], ?::uuid[], ?::uuid[], ?::integer[], ?::bigint[], ?::bytea[])
                AS b (run_id, base, base_append_id, append_id, epoch, at, body)
              WHERE b.base = 0 OR EXISTS (SELECT 1 FROM pawl.run_event e
                WHERE e.run_id = b.run_id AND e.seq = b.base AND e.append_id = b.base_append_id)
              ORDER BY b.run_id
            """;

    /** All that is written is new, or nothing is written: half a record of the log an entry less than where some may be not. */
    private static final String UNCONTESTED = "RETURNING t.run_id, t.seq, true AS fresh)";

    private static final String CONTESTED = """
              ON CONFLICT (run_id, seq) DO UPDATE SET append_id = t.append_id WHERE t.append_id = excluded.append_id
              RETURNING t.run_id, t.seq, (t.xmax = 0) AS fresh)
            """;

    private static final String ROWS = """
            , r AS MATERIALIZED (
              SELECT ins.seq, w.* FROM ins JOIN unnest(?::uuid[], ?::bigint[], ?::text[], ?::integer[], ?::text[], ?::text[],
                  ?::integer[], ?::boolean[], ?::boolean[], ?::uuid[], ?::integer[], ?::boolean[], ?::text[], ?::bigint[],
                  ?::bigint[], ?::bigint[], ?::integer[], ?::bigint[],
                  ?::uuid[], ?::uuid[], ?::text[], ?::integer[], ?::boolean[])
                AS w (id, number, pipeline, version, key, user_id, status, active, holds_key, owner, epoch, degraded, labels,
                  created_at, started_at, finished_at, priority, due_at, root, parent, retry_from, depth, holds_retry) ON w.id = ins.run_id
              WHERE ins.fresh)
            , upd AS (
              UPDATE pawl.run AS t SET version = r.version, status = r.status, active = r.active, holds_key = r.holds_key, holds_retry = r.holds_retry,
                owner = r.owner, epoch = r.epoch, degraded = r.degraded, labels = r.labels::jsonb,
                started_at = timestamptz 'epoch' + r.started_at * interval '1 microsecond',
                finished_at = timestamptz 'epoch' + r.finished_at * interval '1 microsecond'
              FROM r WHERE r.seq > 1 AND t.id = r.id
              RETURNING t.id)
            , made AS (
              INSERT INTO pawl.run AS t (id, number, pipeline, version, key, user_id, status, active, holds_key, owner, epoch,
                degraded, labels, created_at, started_at, finished_at, priority, due_at,
                root, parent, retry_from, depth, holds_retry)
              SELECT r.id, coalesce(nullif(r.number, 0), nextval('pawl.run_number')), r.pipeline, r.version, r.key, r.user_id,
                r.status, r.active, r.holds_key, r.owner, r.epoch, r.degraded, r.labels::jsonb,
                timestamptz 'epoch' + r.created_at * interval '1 microsecond',
                timestamptz 'epoch' + r.started_at * interval '1 microsecond',
                timestamptz 'epoch' + r.finished_at * interval '1 microsecond', r.priority,
                timestamptz 'epoch' + r.due_at * interval '1 microsecond',
                r.root, r.parent, r.retry_from, r.depth, r.holds_retry
              FROM r WHERE r.seq = 1 AND (SELECT count(*) FROM upd) >= 0
              ORDER BY r.pipeline, r.key, r.parent, r.retry_from, r.id
              RETURNING t.id, t.number)
            """;

    private static final String DROPS = """
            , dropped AS (
              DELETE FROM pawl.checkpoint c USING ins, unnest(?::uuid[], ?::text[]) AS d (run_id, stage)
              WHERE ins.fresh AND d.run_id = ins.run_id AND c.run_id = d.run_id
                AND (c.stage = d.stage OR (c.stage > d.stage || '/' AND c.stage < d.stage || '0')))
            """;

    /**
     * Others have to look where the run is somebody else's, or waits for somebody: they are told when this commits, once for all.
     * Who cannot be told polls the sequence.
     */
    private static final String TOLD =
            " THEN pg_notify('pawl', m.handle)::text || nextval('pawl.foreign_change') END AS told";

    private static final String ANSWER_WITH_ROWS = """
            SELECT ins.run_id, coalesce(made.number, t.number) AS number,
              CASE WHEN ins.fresh AND ((t.owner IS NOT NULL AND t.owner IS DISTINCT FROM m.id)
                OR (coalesce(r.active, t.active) AND CASE WHEN r.id IS NULL THEN t.owner ELSE r.owner END IS NULL))
            """ + TOLD + """

            FROM ins LEFT JOIN r ON r.id = ins.run_id LEFT JOIN made ON made.id = ins.run_id
              LEFT JOIN pawl.run t ON t.id = ins.run_id CROSS JOIN (SELECT ?::uuid AS id, ?::text AS handle) m
            """;

    private static final String ANSWER = """
            SELECT ins.run_id, t.number,
              CASE WHEN ins.fresh AND (t.owner IS NOT NULL AND t.owner IS DISTINCT FROM m.id OR t.active AND t.owner IS NULL)
            """ + TOLD + """

            FROM ins LEFT JOIN pawl.run t ON t.id = ins.run_id CROSS JOIN (SELECT ?::uuid AS id, ?::text AS handle) m
            """;

    /** What owners append to their own runs concerns nobody else: there is nothing to be looked up. */
    private static final String ANSWER_TO_OWNERS =
            "SELECT ins.run_id, 0::bigint AS number FROM ins CROSS JOIN (SELECT ?::uuid AS id, ?::text AS handle) m";

    private static final String ANSWER_TO_OWNERS_WITH_ROWS = """
            SELECT ins.run_id, coalesce(made.number, 0) AS number FROM ins LEFT JOIN made ON made.id = ins.run_id
              CROSS JOIN (SELECT ?::uuid AS id, ?::text AS handle) m
            """;

    private AppendSql() {}

    /**
     * The statement for a batch.
     *
     * @param rows whether any changes the row of its run
     * @param drops whether any drops checkpoints
     * @param contested whether a place may be taken; where it was not thought so and is, the statement fails
     * @param own whether all are of owners to their own runs, and new
     */
    static String of(boolean rows, boolean drops, boolean contested, boolean own) {
        String answer = own ? rows ? ANSWER_TO_OWNERS_WITH_ROWS : ANSWER_TO_OWNERS : rows ? ANSWER_WITH_ROWS : ANSWER;
        return ENTRIES + (contested ? CONTESTED : UNCONTESTED) + (rows ? ROWS : "") + (drops ? DROPS : "") + answer;
    }
}
