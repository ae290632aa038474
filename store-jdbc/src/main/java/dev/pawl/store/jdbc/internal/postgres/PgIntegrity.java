// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.postgres;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with the database as it stands. */
final class PgIntegrity {

    private static final String ROWS_WITHOUT_JOURNAL = """
            SELECT 'run ' || number || ' has a row but no journal' FROM pawl.run r
            WHERE NOT EXISTS (SELECT 1 FROM pawl.run_event WHERE run_id = r.id)
            """;

    private static final String JOURNALS_WITHOUT_ROW = """
            SELECT 'the journal of run ' || run_id || ' has no row' FROM pawl.run_event e
            WHERE NOT EXISTS (SELECT 1 FROM pawl.run WHERE id = e.run_id)
              AND NOT EXISTS (SELECT 1 FROM pawl.deletion d WHERE d.run_id = e.run_id) GROUP BY run_id
            """;

    private static final String GAPS = """
            SELECT 'the journal of run ' || run_id || ' has ' || count(*) || ' entries from ' || min(seq) || ' to ' || max(seq)
            FROM pawl.run_event e WHERE NOT EXISTS (SELECT 1 FROM pawl.deletion d WHERE d.run_id = e.run_id)
              OR EXISTS (SELECT 1 FROM pawl.run r WHERE r.id = e.run_id)
            GROUP BY run_id HAVING min(seq) <> 1 OR max(seq) <> count(*)
            """;

    private static final String CHUNKS = """
            SELECT 'value ' || encode(sha, 'hex') || ' has ' || count(n) || ' chunks of ' || wanted FROM
              (SELECT p.id, p.sha, c.n, (p.size + 262143) / 262144 AS wanted
               FROM pawl.payload p LEFT JOIN pawl.payload_chunk c ON c.payload = p.id WHERE p.sha IS NOT NULL) AS s
            GROUP BY id, sha, wanted HAVING count(n) <> wanted OR (wanted > 0 AND max(n) <> wanted - 1)
            """;

    private static final String CHUNKS_WITHOUT_VALUE = """
            SELECT count(*) || ' chunks belong to value ' || payload || ', which is not there' FROM pawl.payload_chunk c
            WHERE NOT EXISTS (SELECT 1 FROM pawl.payload WHERE id = c.payload) GROUP BY payload
            """;

    private static final String CHECKPOINTS_WITHOUT_RUN = """
            SELECT 'a checkpoint of stage ' || stage || ' belongs to run ' || run_id || ', which is not there'
            FROM pawl.checkpoint c WHERE NOT EXISTS (SELECT 1 FROM pawl.run WHERE id = c.run_id)
            """;

    private static final String NOT_DURABLE = """
            SELECT 'the server has ' || name || ' = off: what was acknowledged is lost when it crashes. Turn it on'
            FROM pg_settings WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit') AND setting = 'off'
            """;

    private static final List<String> QUERIES = List.of(
            ROWS_WITHOUT_JOURNAL,
            JOURNALS_WITHOUT_ROW,
            GAPS,
            CHUNKS,
            CHUNKS_WITHOUT_VALUE,
            CHECKPOINTS_WITHOUT_RUN,
            NOT_DURABLE);

    private PgIntegrity() {}

    static List<String> check(PgSession session) throws SQLException {
        List<String> lines = new ArrayList<>();
        for (String query : QUERIES) {
            lines.addAll(session.bind(query).list(row -> row.getString(1)));
        }
        return lines;
    }
}
