// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.sqlite;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with the database as it stands. */
final class Integrity {

    private static final String ROWS_WITHOUT_JOURNAL = """
            SELECT 'run ' || number || ' has a row but no journal' FROM run
            WHERE NOT EXISTS (SELECT 1 FROM run_event WHERE run_id = run.id)
            """;

    private static final String JOURNALS_WITHOUT_ROW = """
            SELECT 'the journal of run ' || lower(hex(run_id)) || ' has no row' FROM run_event
            WHERE NOT EXISTS (SELECT 1 FROM run WHERE id = run_id) AND run_id NOT IN (SELECT run_id FROM deletion)
            GROUP BY run_id
            """;

    private static final String GAPS = """
            SELECT 'the journal of run ' || lower(hex(run_id)) || ' has ' || count(*) || ' entries from ' || min(seq)
              || ' to ' || max(seq) FROM run_event
            WHERE run_id NOT IN (SELECT run_id FROM deletion) GROUP BY run_id HAVING min(seq) <> 1 OR max(seq) <> count(*)
            """;

    private static final String CHUNKS = """
            SELECT 'value ' || lower(hex(sha)) || ' has ' || count(n) || ' chunks of ' || wanted FROM
              (SELECT p.id, p.sha, c.n, (p.size + 262143) / 262144 AS wanted
               FROM payload p LEFT JOIN payload_chunk c ON c.payload = p.id WHERE p.sha IS NOT NULL)
            GROUP BY id HAVING count(n) <> wanted OR (wanted > 0 AND max(n) <> wanted - 1)
            """;

    private static final String CHUNKS_WITHOUT_VALUE = """
            SELECT count(*) || ' chunks belong to value ' || payload || ', which is not there' FROM payload_chunk
            WHERE NOT EXISTS (SELECT 1 FROM payload WHERE id = payload) GROUP BY payload
            """;

    private static final String CHECKPOINTS_WITHOUT_RUN = """
            SELECT 'a checkpoint of stage ' || stage || ' belongs to run ' || lower(hex(run_id)) || ', which is not there'
            FROM checkpoint WHERE NOT EXISTS (SELECT 1 FROM run WHERE id = run_id)
            """;

    private static final List<String> QUERIES = List.of(
            ROWS_WITHOUT_JOURNAL, JOURNALS_WITHOUT_ROW, GAPS, CHUNKS, CHUNKS_WITHOUT_VALUE, CHECKPOINTS_WITHOUT_RUN);

    private Integrity() {}

    static List<String> check(Session session) throws SQLException {
        List<String> lines =
                new ArrayList<>(session.bind("PRAGMA integrity_check").list(row -> row.getString(1)));
        lines.remove("ok");
        for (String query : QUERIES) {
            lines.addAll(session.bind(query).list(row -> row.getString(1)));
        }
        lines.addAll(RunRows.problems(session));
        return lines;
    }
}
