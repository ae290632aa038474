// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.postgres;

import dev.pawl.spi.Append;
import dev.pawl.spi.AppendOutcome;
import dev.pawl.spi.RetryRow;
import dev.pawl.spi.RunRow;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Who holds the keys that appends want, and the places of runs that take up others. */
final class Keys {

    /** Only of appends that would be written: others are repeats, or have lost. */
    private static final String HOLDERS = """
            SELECT w.run_id, h.id FROM unnest(?::uuid[], ?::integer[], ?::uuid[], ?::text[], ?::text[])
              AS w (run_id, base, base_append_id, pipeline, key)
            JOIN pawl.run h ON h.pipeline = w.pipeline AND h.key = w.key AND h.holds_key AND h.id <> w.run_id
            WHERE NOT EXISTS (SELECT 1 FROM pawl.run_event e WHERE e.run_id = w.run_id AND e.seq = w.base + 1)
              AND (w.base = 0 OR EXISTS (SELECT 1 FROM pawl.run_event e
                WHERE e.run_id = w.run_id AND e.seq = w.base AND e.append_id = w.base_append_id))
            """;

    private static final String RETRYING = """
            SELECT w.run_id, h.id FROM unnest(?::uuid[], ?::integer[], ?::uuid[], ?::uuid[], ?::text[])
              AS w (run_id, base, base_append_id, parent, retry_from)
            JOIN pawl.run h ON h.parent = w.parent AND h.retry_from = w.retry_from AND h.holds_retry AND h.id <> w.run_id
            WHERE NOT EXISTS (SELECT 1 FROM pawl.run_event e WHERE e.run_id = w.run_id AND e.seq = w.base + 1)
              AND (w.base = 0 OR EXISTS (SELECT 1 FROM pawl.run_event e
                WHERE e.run_id = w.run_id AND e.seq = w.base AND e.append_id = w.base_append_id))
            """;

    private Keys() {}

    /** Leaves out those that want a key, or a place, which one before them wants too. */
    static List<Append> firstOfEach(List<Append> appends) {
        Set<List<Object>> wanted = new HashSet<>();
        List<Append> first = new ArrayList<>(appends.size());
        for (Append append : appends) {
            List<List<Object>> wants = wants(append.row());
            if (wants.stream().noneMatch(wanted::contains)) {
                wanted.addAll(wants);
                first.add(append);
            }
        }
        return first;
    }

    private static List<List<Object>> wants(@Nullable RunRow row) {
        if (row == null) {
            return List.of();
        }
        List<List<Object>> wants = new ArrayList<>(2);
        if (row.holdsKey() && row.key() != null) {
            wants.add(List.of(row.pipeline(), row.key()));
        }
        RetryRow retry = row.retry();
        if (retry != null && retry.holds()) {
            wants.add(List.of(retry.parent(), retry.from()));
        }
        return wants;
    }

    /**
     * Tells those whose key, or place, is held by a run that none of these changes. Who wants both is told of the place: that run
     * does what it was to do.
     *
     * @return whether there is any
     */
    static boolean settle(PgSession session, List<Append> appends, Outcomes outcomes) throws SQLException {
        Map<UUID, AppendOutcome> taken = new HashMap<>();
        keys(session, appends).forEach((run, holder) -> taken.put(run, new AppendOutcome.KeyTaken(holder)));
        places(session, appends).forEach((run, holder) -> taken.put(run, new AppendOutcome.RetryTaken(holder)));
        for (Append append : appends) {
            AppendOutcome outcome = taken.get(append.run());
            if (outcome != null) {
                outcomes.put(append, outcome);
            }
        }
        return !taken.isEmpty();
    }

    private static Map<UUID, UUID> keys(PgSession session, List<Append> appends) throws SQLException {
        List<Append> wanting = appends.stream()
                .filter(append -> append.row() != null && append.row().holdsKey())
                .toList();
        return holders(
                wanting(session, HOLDERS, wanting)
                        .array("text", wanting.stream().map(Keys::pipeline).toArray(String[]::new))
                        .array("text", wanting.stream().map(Keys::key).toArray(String[]::new)),
                appends);
    }

    private static Map<UUID, UUID> places(PgSession session, List<Append> appends) throws SQLException {
        List<Append> wanting = appends.stream()
                .filter(append -> append.row() != null
                        && append.row().retry() != null
                        && append.row().retry().holds())
                .toList();
        return wanting.isEmpty()
                ? Map.of()
                : holders(
                        wanting(session, RETRYING, wanting)
                                .array(
                                        "uuid",
                                        wanting.stream().map(Keys::parent).toArray())
                                .array("text", wanting.stream().map(Keys::from).toArray(String[]::new)),
                        appends);
    }

    private static PgBound wanting(PgSession session, String sql, List<Append> wanting) throws SQLException {
        return session.bind(sql)
                .array("uuid", wanting.stream().map(Append::run).toArray())
                .array("int4", wanting.stream().map(Append::base).toArray())
                .array("uuid", wanting.stream().map(Append::baseAppendId).toArray());
    }

    /** Those that none of these changes, by the run that wants what they hold. */
    private static Map<UUID, UUID> holders(PgBound query, List<Append> appends) throws SQLException {
        Set<UUID> changed = new HashSet<>();
        appends.forEach(append -> changed.add(append.run()));
        Map<UUID, UUID> holders = new HashMap<>();
        query.list(row -> {
            UUID holder = PgColumns.idOf(row, "id");
            if (!changed.contains(holder)) {
                holders.put(PgColumns.idOf(row, "run_id"), holder);
            }
            return holder;
        });
        return holders;
    }

    private static String pipeline(Append append) {
        RunRow row = append.row();
        return row == null ? "" : row.pipeline();
    }

    private static String key(Append append) {
        RunRow row = append.row();
        return row == null || row.key() == null ? "" : row.key();
    }

    private static @Nullable UUID parent(Append append) {
        RunRow row = append.row();
        return row == null || row.retry() == null ? null : row.retry().parent();
    }

    private static String from(Append append) {
        RunRow row = append.row();
        return row == null || row.retry() == null ? "" : row.retry().from();
    }
}
