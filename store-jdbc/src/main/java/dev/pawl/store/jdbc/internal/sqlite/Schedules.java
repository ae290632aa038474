// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.sqlite;

import dev.pawl.spi.ScheduleRow;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** How far schedules were carried out. */
final class Schedules {

    private static final String GET = "SELECT pipeline, rule, last FROM schedule WHERE pipeline = ?";

    private static final String BEGIN = """
            INSERT INTO schedule (pipeline, rule, last) VALUES (?, ?, ?) ON CONFLICT (pipeline) DO NOTHING
            """;

    private static final String ADVANCE = """
            UPDATE schedule SET rule = ?, last = ? WHERE pipeline = ? AND rule = ? AND last = ?
            """;

    private Schedules() {}

    static @Nullable ScheduleRow get(Session session, String pipeline) throws SQLException {
        return session.bind(GET)
                .text(pipeline)
                .first(row ->
                        new ScheduleRow(row.getString("pipeline"), row.getString("rule"), Columns.timeOf(row, "last")));
    }

    static boolean advance(Session session, @Nullable ScheduleRow seen, ScheduleRow next) throws SQLException {
        Bound change = seen == null
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
