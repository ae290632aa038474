// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.postgres;

import dev.pawl.spi.ScheduleRow;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** How far schedules were carried out. */
final class PgSchedules {

    private static final String GET = "SELECT pipeline, rule, last FROM pawl.schedule WHERE pipeline = ?";

    private static final String BEGIN = """
            INSERT INTO pawl.schedule (pipeline, rule, last) VALUES (?, ?, ?) ON CONFLICT (pipeline) DO NOTHING
            """;

    private static final String ADVANCE = """
            UPDATE pawl.schedule SET rule = ?, last = ? WHERE pipeline = ? AND rule = ? AND last = ?
            """;

    private PgSchedules() {}

    static @Nullable ScheduleRow get(PgSession session, String pipeline) throws SQLException {
        return session.bind(GET)
                .text(pipeline)
                .first(row -> new ScheduleRow(
                        row.getString("pipeline"), row.getString("rule"), PgColumns.timeOf(row, "last")));
    }

    static boolean advance(PgSession session, @Nullable ScheduleRow seen, ScheduleRow next) throws SQLException {
        PgBound change = seen == null
                ? session.bind(BEGIN).text(next.pipeline()).text(next.rule()).time(next.last())
                : session.bind(ADVANCE)
                        .text(next.rule())
                        .time(next.last())
                        .text(next.pipeline())
                        .text(seen.rule())
                        .time(seen.last());
        return change.update() > 0;
    }
}
