// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.sqlite;

import dev.pawl.core.Content;
import dev.pawl.store.jdbc.internal.value.Chunks;
import dev.pawl.store.jdbc.internal.value.ShortPayloads;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Values by content, in chunks. */
final class PayloadSql {

    private static final String TOUCH = "UPDATE payload SET touched_at = ? WHERE sha = ?";
    private static final String BEGIN = "INSERT INTO payload (touched_at) VALUES (?) RETURNING id";
    private static final String STILL_THERE = "UPDATE payload SET touched_at = ? WHERE id = ?";
    private static final String ADD = "INSERT INTO payload_chunk (payload, n, body) VALUES (?, ?, ?)";
    private static final String COMPLETE = "UPDATE payload SET sha = ?, size = ?, touched_at = ? WHERE id = ?";
    private static final String DROP_CHUNKS = "DELETE FROM payload_chunk WHERE payload = ?";
    private static final String DROP = "DELETE FROM payload WHERE id = ?";
    private static final String LEFT_OVER = "SELECT id FROM payload WHERE sha IS NULL AND touched_at < ?";
    static final String FIND = "SELECT id, size FROM payload WHERE sha = ?";
    static final String READ = "SELECT body FROM payload_chunk WHERE payload = ? AND n = ?";

    /** In the order of the index. */
    static final String UNTOUCHED =
            "SELECT sha, size FROM payload WHERE sha > ? AND touched_at <= ? ORDER BY sha LIMIT ?";

    private static final String UNUSED = "SELECT id FROM payload WHERE sha = ? AND touched_at <= ?";

    private PayloadSql() {}

    static List<Content> untouched(Session session, Instant before, @Nullable String afterSha, int limit)
            throws SQLException {
        return session.bind(UNTOUCHED)
                .bytes(HexFormat.of().parseHex(afterSha == null ? "" : afterSha))
                .time(before)
                .number(limit)
                .list(row -> new Content(HexFormat.of().formatHex(row.getBytes("sha")), row.getLong("size")));
    }

    /** Whether it was there, untouched for so long, and is there no more. */
    static boolean drop(Session session, Content content, Instant before) throws SQLException {
        Long unused = session.bind(UNUSED).bytes(sha(content)).time(before).first(row -> row.getLong("id"));
        if (unused != null) {
            drop(session, unused);
        }
        return unused != null;
    }

    /** Whether it is there. */
    static boolean touch(Session session, Content content, Instant now) throws SQLException {
        return session.bind(TOUCH).time(now).bytes(sha(content)).update() > 0;
    }

    static long begin(Session session, Instant now) throws SQLException {
        return Objects.requireNonNull(session.bind(BEGIN).time(now).first(row -> row.getLong(1)));
    }

    static void add(Session session, long upload, int n, List<byte[]> chunks, Instant now) throws SQLException {
        if (session.bind(STILL_THERE).time(now).number(upload).update() == 0) {
            throw new SQLException("the upload was taken for abandoned: it stood still for a day");
        }
        for (int i = 0; i < chunks.size(); i++) {
            session.bind(ADD).number(upload).number(n + i).bytes(chunks.get(i)).update();
        }
    }

    static void complete(Session session, long upload, Content content, Instant now) throws SQLException {
        session.bind(COMPLETE)
                .bytes(sha(content))
                .number(content.size())
                .time(now)
                .number(upload)
                .update();
    }

    static void drop(Session session, long upload) throws SQLException {
        session.bind(DROP_CHUNKS).number(upload).update();
        session.bind(DROP).number(upload).update();
    }

    /** Drops uploads whose process ended before they did. */
    static int dropAbandoned(Session session, Instant before) throws SQLException {
        List<Long> uploads = session.bind(LEFT_OVER).time(before).list(row -> row.getLong(1));
        for (long upload : uploads) {
            drop(session, upload);
        }
        return uploads.size();
    }

    static @Nullable Stored find(Session session, Content content) throws SQLException {
        return session.bind(FIND).bytes(sha(content)).first(row -> new Stored(row.getLong("id"), row.getLong("size")));
    }

    static List<ShortPayloads.Row> readShort(Session session, List<Content> contents) throws SQLException {
        List<ShortPayloads.Row> all = new ArrayList<>();
        for (Content content : contents) {
            Stored stored = content.size() > Chunks.LENGTH ? null : find(session, content);
            byte[] body = stored == null ? null : read(session, stored.id, 0);
            if (stored != null && body != null) {
                all.add(new ShortPayloads.Row(content.sha(), stored.size, body));
            }
        }
        return all;
    }

    /** How long those are that are there, by hash. */
    static Map<String, Long> lengths(Session session, List<Content> contents) throws SQLException {
        Map<String, Long> lengths = new HashMap<>();
        for (Content content : contents) {
            Stored stored = find(session, content);
            if (stored != null) {
                lengths.put(content.sha(), stored.size);
            }
        }
        return lengths;
    }

    static byte @Nullable [] read(Session session, long payload, int n) throws SQLException {
        return session.bind(READ).number(payload).number(n).first(row -> row.getBytes("body"));
    }

    private static byte[] sha(Content content) {
        return HexFormat.of().parseHex(content.sha());
    }

    /** A complete value. */
    record Stored(long id, long size) {}
}
