// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.postgres;

import dev.pawl.spi.Append;
import dev.pawl.spi.AppendOutcome;
import dev.pawl.spi.RunRow;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Who holds the keys that appends want. */
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

    private Keys() {}

    /** Leaves out those that want a key which one before them wants too. */
    static List<Append> firstOfEach(List<Append> appends) {
        Set<List<String>> wanted = new HashSet<>();
        List<Append> first = new ArrayList<>(appends.size());
        for (Append append : appends) {
            RunRow row = append.row();
            if (row == null || !row.holdsKey() || row.key() == null || wanted.add(List.of(row.pipeline(), row.key()))) {
                first.add(append);
            }
        }
        return first;
    }

    /**
     * Tells those whose key is held by a run that none of these changes.
     *
     * @return whether there is any
     */
    static boolean settle(PgSession session, List<Append> appends, Outcomes outcomes) throws SQLException {
        Map<UUID, Append> byRun = new HashMap<>();
        appends.forEach(append -> byRun.put(append.run(), append));
        List<Append> wanting = appends.stream()
                .filter(append -> append.row() != null && append.row().holdsKey())
                .toList();
        boolean[] any = {false};
        session.bind(HOLDERS)
                .array("uuid", wanting.stream().map(Append::run).toArray())
                .array("int4", wanting.stream().map(Append::base).toArray())
                .array("uuid", wanting.stream().map(Append::baseAppendId).toArray())
                .array("text", wanting.stream().map(append -> pipeline(append)).toArray(String[]::new))
                .array("text", wanting.stream().map(append -> key(append)).toArray(String[]::new))
                .list(row -> {
                    UUID holder = PgColumns.idOf(row, "id");
                    Append append = byRun.get(PgColumns.idOf(row, "run_id"));
                    if (append != null && !byRun.containsKey(holder)) {
                        outcomes.put(append, new AppendOutcome.KeyTaken(holder));
                        any[0] = true;
                    }
                    return holder;
                });
        return any[0];
    }

    private static String pipeline(Append append) {
        RunRow row = append.row();
        return row == null ? "" : row.pipeline();
    }

    private static String key(Append append) {
        RunRow row = append.row();
        return row == null || row.key() == null ? "" : row.key();
    }
}
