// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.sqlite;

import dev.pawl.spi.RetryRow;
import dev.pawl.spi.RunQuery;
import dev.pawl.spi.RunRow;
import dev.pawl.spi.StoreException;
import dev.pawl.spi.StoreException.Kind;
import dev.pawl.spi.Waits;
import dev.pawl.store.jdbc.internal.sql.Codes;
import dev.pawl.store.jdbc.internal.sql.UnreadableException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The index of runs. Pipeline, key, user and time of creation are fixed by the first append; their indexes never change. */
final class RunRows {

    private static final String INSERT = """
            INSERT INTO run (number, id, pipeline, key, user_id, created_at, priority, due_at, root, parent, retry_from, depth,
              version, status, active, holds_key, holds_retry, owner, epoch, degraded, labels, started_at, finished_at)
            VALUES (nullif(?, 0), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            RETURNING number
            """;

    private static final String UPDATE = """
            UPDATE run SET version = ?, status = ?, active = ?, holds_key = ?, holds_retry = ?, owner = ?, epoch = ?, degraded = ?,
              labels = ?, started_at = ?, finished_at = ?
            WHERE id = ?
            """;

    private static final String HOLDER = """
            SELECT id FROM run WHERE pipeline = ? AND key = ? AND holds_key = 1 AND id <> ?
            """;

    private static final String RETRYING = """
            SELECT id FROM run WHERE parent = ? AND retry_from = ? AND holds_retry = 1 AND id <> ?
            """;

    /** In the order of the index of what waits, so that the first are found without looking at the rest. */
    static final String CLAIMABLE = """
            SELECT * FROM run AS mine
            WHERE active = 1 AND owner IS NULL AND status <> 2 AND (due_at IS NULL OR due_at <= ?)
              AND pipeline NOT IN (SELECT value FROM json_each(?))
              AND (key IS NULL OR holds_key = 1 OR NOT EXISTS (
                SELECT 1 FROM run AS other
                WHERE other.pipeline = mine.pipeline AND other.key = mine.key AND other.active = 1
                  AND (other.holds_key = 1 OR other.id < mine.id)))
            ORDER BY priority DESC, id LIMIT ?
            """;

    /** When the first is due. */
    static final String DUE =
            "SELECT min(due_at) FROM run WHERE active = 1 AND owner IS NULL AND status <> 2 AND due_at > ?";

    /** The keys that are waited for. */
    static final String LINES = """
            SELECT DISTINCT pipeline, key FROM run
            WHERE active = 1 AND owner IS NULL AND status <> 2 AND key IS NOT NULL AND holds_key = 0 LIMIT ?
            """;

    private static final int MANY = 1000;
    private static final Set<String> WARNED = ConcurrentHashMap.newKeySet();

    private RunRows() {}

    /**
     * Writes the row; the caller found its journal.
     *
     * @param number the run's number, 0 where it has none yet
     * @return the run's number
     */
    static long write(Session session, RunRow row, long number) throws SQLException {
        if (number > 0) {
            changing(session.bind(UPDATE), row).id(row.id()).update();
            return number;
        }
        Bound insert = session.bind(INSERT)
                .number(row.number())
                .id(row.id())
                .text(row.pipeline())
                .text(row.key())
                .text(row.user())
                .time(row.createdAt())
                .number(row.priority())
                .time(row.notBefore());
        RetryRow retry = row.retry();
        insert.id(retry == null ? null : retry.root())
                .id(retry == null ? null : retry.parent())
                .text(retry == null ? null : retry.from())
                .number(retry == null ? 0 : retry.depth());
        return Objects.requireNonNull(changing(insert, row).first(inserted -> inserted.getLong(1)));
    }

    private static Bound changing(Bound bound, RunRow row) throws SQLException {
        return bound.number(row.version())
                .number(Codes.code(row.status()))
                .flag(row.active())
                .flag(row.holdsKey())
                .flag(row.retry() != null && row.retry().holds())
                .id(row.owner())
                .number(row.epoch())
                .flag(row.degraded())
                .text(Codes.labels(row.labels()))
                .time(row.startedAt())
                .time(row.finishedAt());
    }

    /** The other run that holds the key this one wants. */
    static @Nullable UUID holder(Session session, RunRow row) throws SQLException {
        return row.holdsKey() && row.key() != null
                ? session.bind(HOLDER)
                        .text(row.pipeline())
                        .text(row.key())
                        .id(row.id())
                        .first(holder -> Columns.idOf(holder, "id"))
                : null;
    }

    /** The other run that takes the same one up at the same stage. */
    static @Nullable UUID retrying(Session session, RunRow row) throws SQLException {
        RetryRow retry = row.retry();
        return retry != null && retry.holds()
                ? session.bind(RETRYING)
                        .id(retry.parent())
                        .text(retry.from())
                        .id(row.id())
                        .first(holder -> Columns.idOf(holder, "id"))
                : null;
    }

    /** Fails where the row is there and cannot be read. */
    static @Nullable RunRow row(Session session, UUID run) throws SQLException {
        return session.bind("SELECT * FROM run WHERE id = ?")
                .id(run)
                .first(row -> read(row).orThrow());
    }

    /** Skips what cannot be read, and fills the page with what comes after. What is asked for by name is not skipped: it fails. */
    static List<RunRow> find(Session session, RunQuery query) throws SQLException {
        for (int limit = query.limit(); ; ) {
            List<Reading> page = new FindSql(query, limit).bind(session).list(RunRows::read);
            List<RunRow> good = page.stream()
                    .filter(reading -> reading.isGood() || query.name() != null)
                    .map(Reading::orThrow)
                    .limit(query.limit())
                    .toList();
            if (good.size() == query.limit() || page.size() < limit) {
                return good;
            }
            limit = query.limit() + page.size() - good.size();
        }
    }

    /** What a worker may take; what cannot be read is left out. */
    static List<RunRow> claimable(Session session, Instant now, int limit, Set<String> except) throws SQLException {
        return session.bind(CLAIMABLE).time(now).text(Codes.names(except)).number(limit).list(RunRows::read).stream()
                .filter(Reading::isGood)
                .map(Reading::orThrow)
                .toList();
    }

    /** What cannot be read is left out. */
    static List<RunRow> ownedByOthers(Session session, Set<UUID> than, @Nullable UUID after, int limit)
            throws SQLException {
        Bound bound = session.bind(ownedByOthers(than.size(), after != null));
        for (UUID worker : than) {
            bound.id(worker);
        }
        if (after != null) {
            bound.id(after);
        }
        return bound.number(limit).list(RunRows::read).stream()
                .filter(Reading::isGood)
                .map(Reading::orThrow)
                .toList();
    }

    static String ownedByOthers(int than, boolean after) {
        return "SELECT * FROM run WHERE active = 1 AND owner IS NOT NULL AND owner NOT IN ("
                + String.join(", ", Collections.nCopies(than, "?")) + ")" + (after ? " AND id < ?" : "")
                + " ORDER BY id DESC LIMIT ?";
    }

    static Waits waits(Session session, Instant now, int limit) throws SQLException {
        Instant due = session.bind(DUE)
                .time(now)
                .list(row -> Optional.ofNullable(Columns.time(row, "min(due_at)")))
                .getFirst()
                .orElse(null);
        List<Waits.Line> lines = session.bind(LINES)
                .number(limit)
                .list(row -> new Waits.Line(row.getString("pipeline"), row.getString("key")));
        return new Waits(due, Set.copyOf(lines));
    }

    /** What is wrong with rows, a line each. */
    static List<String> problems(Session session) throws SQLException {
        return session.bind("SELECT * FROM run").list(RunRows::read).stream()
                .filter(reading -> !reading.isGood())
                .map(Reading::problem)
                .toList();
    }

    private static Reading read(ResultSet row) throws SQLException {
        try {
            return new Reading(map(row), "");
        } catch (UnreadableException e) {
            String problem = "run " + row.getLong("number") + " ("
                    + HexFormat.of().formatHex(row.getBytes("id")) + ") has a row that cannot be read: "
                    + e.getMessage();
            warn(problem);
            return new Reading(null, problem);
        }
    }

    /** Once: lists are read often. */
    private static void warn(String problem) {
        if (WARNED.size() < MANY && WARNED.add(problem)) {
            Failures.LOG.warn("{}. It is left out of lists; run pawl doctor", problem);
        }
    }

    /** What cannot be read is left out. */
    static List<RunRow> readable(Bound bound) throws SQLException {
        return bound.list(RunRows::read).stream()
                .filter(Reading::isGood)
                .map(Reading::orThrow)
                .toList();
    }

    /** A row, or why there is none. */
    private record Reading(@Nullable RunRow row, String problem) {

        boolean isGood() {
            return row != null;
        }

        RunRow orThrow() {
            if (row == null) {
                throw new StoreException(
                        Kind.BROKEN, problem, "Restore a backup, or mend the row with the sqlite3 command", null);
            }
            return row;
        }
    }

    private static RunRow map(ResultSet row) throws SQLException {
        return new RunRow(
                Columns.idOf(row, "id"),
                row.getLong("number"),
                row.getString("pipeline"),
                row.getInt("version"),
                row.getString("key"),
                Codes.status(row.getInt("status")),
                row.getBoolean("active"),
                row.getBoolean("holds_key"),
                Columns.id(row, "owner"),
                row.getInt("epoch"),
                row.getString("user_id"),
                row.getBoolean("degraded"),
                Codes.labels(row.getString("labels")),
                Columns.timeOf(row, "created_at"),
                Columns.time(row, "started_at"),
                Columns.time(row, "finished_at"),
                row.getInt("priority"),
                Columns.time(row, "due_at"),
                retry(row));
    }

    private static @Nullable RetryRow retry(ResultSet row) throws SQLException {
        UUID parent = Columns.id(row, "parent");
        return parent == null
                ? null
                : new RetryRow(
                        Columns.idOf(row, "root"),
                        parent,
                        row.getString("retry_from"),
                        row.getInt("depth"),
                        row.getBoolean("holds_retry"));
    }
}
