// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.postgres;

import dev.pawl.spi.Checkpoint;
import java.sql.SQLException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Mid-stage checkpoints, fenced by the epoch of the run's row. */
final class PgCheckpoints {

    /** The row is locked, so that no claim comes between the look at its epoch and the write. */
    private static final String PUT = """
            WITH held AS (SELECT id FROM pawl.run WHERE id = ? AND epoch = ? FOR SHARE)
            INSERT INTO pawl.checkpoint (run_id, stage, epoch, body)
            SELECT id, ?, ?, ? FROM held
            ON CONFLICT (run_id, stage) DO UPDATE SET epoch = excluded.epoch, body = excluded.body
            """;

    private static final String GET = "SELECT epoch, body FROM pawl.checkpoint WHERE run_id = ? AND stage = ?";

    private PgCheckpoints() {}

    static boolean put(PgSession session, Checkpoint checkpoint) throws SQLException {
        return session.bind(PUT)
                        .id(checkpoint.run())
                        .integer(checkpoint.epoch())
                        .text(checkpoint.stage())
                        .integer(checkpoint.epoch())
                        .bytes(checkpoint.body())
                        .update()
                > 0;
    }

    static @Nullable Checkpoint get(PgSession session, UUID run, String stage) throws SQLException {
        return session.bind(GET)
                .id(run)
                .text(stage)
                .first(row -> new Checkpoint(run, stage, row.getInt("epoch"), row.getBytes("body")));
    }
}
