// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.sqlite;

import dev.pawl.spi.Checkpoint;
import java.sql.SQLException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Mid-stage checkpoints, fenced by the epoch of the run's row. */
final class Checkpoints {

    private static final String PUT = """
            INSERT INTO checkpoint (run_id, stage, epoch, body)
            SELECT ?1, ?2, ?3, ?4 WHERE EXISTS (SELECT 1 FROM run WHERE id = ?1 AND epoch = ?3)
            ON CONFLICT (run_id, stage) DO UPDATE SET epoch = excluded.epoch, body = excluded.body
            """;

    private static final String GET = "SELECT epoch, body FROM checkpoint WHERE run_id = ? AND stage = ?";

    /** A stage's own, and those of its items, which are called {@code stage/0}, {@code stage/1} …: '0' comes after '/'. */
    private static final String DROP = """
            DELETE FROM checkpoint
            WHERE run_id = ?1 AND (stage = ?2 OR (stage > ?2 || '/' AND stage < ?2 || '0'))
            """;

    private Checkpoints() {}

    static boolean put(Session session, Checkpoint checkpoint) throws SQLException {
        return session.bind(PUT)
                        .id(checkpoint.run())
                        .text(checkpoint.stage())
                        .number(checkpoint.epoch())
                        .bytes(checkpoint.body())
                        .update()
                > 0;
    }

    static @Nullable Checkpoint get(Session session, UUID run, String stage) throws SQLException {
        return session.bind(GET)
                .id(run)
                .text(stage)
                .first(row -> new Checkpoint(run, stage, row.getInt("epoch"), row.getBytes("body")));
    }

    static void drop(Session session, UUID run, String stage) throws SQLException {
        session.bind(DROP).id(run).text(stage).update();
    }
}
