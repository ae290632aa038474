// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.postgres;

import dev.pawl.core.Content;
import dev.pawl.spi.Keeper.Dropped;
import dev.pawl.store.jdbc.internal.value.Chunks;
import dev.pawl.store.jdbc.internal.value.ShortPayloads;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Values by content, in chunks; each statement is a transaction. Times are the database's. */
final class PgPayloadSql {

    private static final String TOUCH = "UPDATE pawl.payload SET touched_at = now() WHERE sha = ?";

    private static final String WHOLE = """
            WITH p AS (
              INSERT INTO pawl.payload AS p (sha, size, touched_at) VALUES (?, ?, now())
              ON CONFLICT (sha) DO UPDATE SET touched_at = excluded.touched_at
              RETURNING p.id, (p.xmax = 0) AS fresh)
            INSERT INTO pawl.payload_chunk (payload, n, body)
            SELECT p.id, c.n, c.body FROM p, unnest(?::integer[], ?::bytea[]) AS c (n, body) WHERE p.fresh
            """;

    private static final String BEGIN = "INSERT INTO pawl.payload (touched_at) VALUES (now()) RETURNING id";

    private static final String ADD = """
            WITH p AS (UPDATE pawl.payload SET touched_at = now() WHERE id = ? RETURNING id)
            INSERT INTO pawl.payload_chunk (payload, n, body)
            SELECT p.id, c.n, c.body FROM p, unnest(?::integer[], ?::bytea[]) AS c (n, body)
            ON CONFLICT (payload, n) DO UPDATE SET body = excluded.body
            """;

    private static final String COMPLETE = """
            UPDATE pawl.payload SET sha = ?, size = ?, touched_at = now() WHERE id = ?
              AND NOT EXISTS (SELECT 1 FROM pawl.payload WHERE sha = ? AND id <> ?)
            """;

    private static final String DROP = """
            WITH c AS (DELETE FROM pawl.payload_chunk WHERE payload = ?)
            DELETE FROM pawl.payload WHERE id = ? AND sha IS NULL
            """;

    private static final String DROP_ABANDONED = """
            WITH p AS (DELETE FROM pawl.payload WHERE sha IS NULL AND touched_at < now() - interval '1 day' RETURNING id)
            DELETE FROM pawl.payload_chunk c USING p WHERE c.payload = p.id
            """;

    static final String FIND = "SELECT id, size FROM pawl.payload WHERE sha = ?";

    /** The short ones of some, by index whatever the planner thinks of the tables. */
    static final String READ_SHORT = """
            SELECT p.sha, p.size, c.body FROM pawl.payload p
            CROSS JOIN LATERAL (SELECT body FROM pawl.payload_chunk WHERE payload = p.id AND n = 0 OFFSET 0) c
            WHERE p.sha = ANY (?::bytea[]) AND p.size <= ?
            """;

    static final String READ = "SELECT body FROM pawl.payload_chunk WHERE payload = ? AND n = ?";

    static final String LENGTHS = "SELECT sha, size FROM pawl.payload WHERE sha = ANY (?::bytea[])";

    private static final String TOUCH_ALL = "UPDATE pawl.payload SET touched_at = now() WHERE sha = ANY (?::bytea[])";

    /** In the order of the index. */
    static final String UNTOUCHED = """
            SELECT sha, size FROM pawl.payload WHERE sha > ? AND touched_at <= ?
            ORDER BY sha LIMIT ?
            """;

    private static final String UNUSED = """
            WITH p AS (
              DELETE FROM pawl.payload WHERE sha = ANY (?::bytea[]) AND touched_at <= ?
              RETURNING id, size),
            c AS (DELETE FROM pawl.payload_chunk c USING p WHERE c.payload = p.id)
            SELECT count(*) AS n, coalesce(sum(size), 0) AS size FROM p
            """;

    private PgPayloadSql() {}

    /** Those that are there. */
    static void touch(PgSession session, List<Content> contents) throws SQLException {
        session.bind(TOUCH_ALL).array("bytea", shas(contents)).update();
    }

    static Instant now(PgSession session) throws SQLException {
        return Objects.requireNonNull(session.bind("SELECT now() AS at").first(row -> PgColumns.timeOf(row, "at")));
    }

    static List<Content> untouched(PgSession session, Instant since, @Nullable String afterSha, int limit)
            throws SQLException {
        return session.bind(UNTOUCHED)
                .bytes(HexFormat.of().parseHex(afterSha == null ? "" : afterSha))
                .time(since)
                .integer(limit)
                .list(row -> new Content(HexFormat.of().formatHex(row.getBytes("sha")), row.getLong("size")));
    }

    /** Those that nobody touched since then, also not while this waited. */
    static Dropped drop(PgSession session, List<Content> contents, Instant since) throws SQLException {
        return Objects.requireNonNull(session.bind(UNUSED)
                .array("bytea", shas(contents))
                .time(since)
                .first(row -> new Dropped(row.getInt("n"), row.getLong("size"))));
    }

    /** In one order, so that who touches and who drops do not wait for each other in a circle. */
    private static byte[][] shas(List<Content> contents) {
        return contents.stream()
                .map(Content::sha)
                .sorted()
                .map(HexFormat.of()::parseHex)
                .toArray(byte[][]::new);
    }

    /** Whether it is there. */
    static boolean touch(PgSession session, Content content) throws SQLException {
        return session.bind(TOUCH).bytes(sha(content)).update() > 0;
    }

    /** All of it at once; one that is there already is only touched. */
    static void whole(PgSession session, Content content, List<byte[]> chunks) throws SQLException {
        chunks(session.bind(WHOLE).bytes(sha(content)).number(content.size()), 0, chunks)
                .update();
    }

    static long begin(PgSession session) throws SQLException {
        return Objects.requireNonNull(session.bind(BEGIN).first(row -> row.getLong(1)));
    }

    static void add(PgSession session, long upload, int n, List<byte[]> chunks) throws SQLException {
        if (chunks(session.bind(ADD).number(upload), n, chunks).update() < chunks.size()) {
            throw new SQLException("the upload was taken for abandoned: it stood still for a day", "58000");
        }
    }

    /** Whether it is visible now by this upload; else another one was quicker. */
    static boolean complete(PgSession session, long upload, Content content) throws SQLException {
        try {
            return session.bind(COMPLETE)
                            .bytes(sha(content))
                            .number(content.size())
                            .number(upload)
                            .bytes(sha(content))
                            .number(upload)
                            .update()
                    > 0;
        } catch (SQLException e) {
            if (PgFailures.isOfTheRow(e)) {
                return false; // at the same moment
            }
            throw e;
        }
    }

    static void drop(PgSession session, long upload) throws SQLException {
        session.bind(DROP).number(upload).number(upload).update();
    }

    /** Drops uploads whose process ended before they did. */
    static void dropAbandoned(PgSession session) throws SQLException {
        session.bind(DROP_ABANDONED).update();
    }

    static @Nullable Stored find(PgSession session, Content content) throws SQLException {
        return session.bind(FIND).bytes(sha(content)).first(row -> new Stored(row.getLong("id"), row.getLong("size")));
    }

    static List<ShortPayloads.Row> readShort(PgSession session, List<Content> contents) throws SQLException {
        return session.bind(READ_SHORT)
                .array("bytea", shas(contents))
                .integer(Chunks.LENGTH)
                .list(row -> new ShortPayloads.Row(
                        HexFormat.of().formatHex(row.getBytes("sha")), row.getLong("size"), row.getBytes("body")));
    }

    /** How long those are that are there, by hash. */
    static Map<String, Long> lengths(PgSession session, List<Content> contents) throws SQLException {
        Map<String, Long> lengths = new HashMap<>();
        session.bind(LENGTHS)
                .array("bytea", shas(contents))
                .list(row -> lengths.put(HexFormat.of().formatHex(row.getBytes("sha")), row.getLong("size")));
        return lengths;
    }

    static byte @Nullable [] read(PgSession session, long payload, int n) throws SQLException {
        return session.bind(READ).number(payload).integer(n).first(row -> row.getBytes("body"));
    }

    private static PgBound chunks(PgBound bound, int n, List<byte[]> chunks) throws SQLException {
        return bound.array("int4", IntStream.range(n, n + chunks.size()).boxed().toArray(Integer[]::new))
                .array("bytea", chunks.toArray(byte[][]::new));
    }

    private static byte[] sha(Content content) {
        return HexFormat.of().parseHex(content.sha());
    }

    /** A complete value. */
    record Stored(long id, long size) {}
}
