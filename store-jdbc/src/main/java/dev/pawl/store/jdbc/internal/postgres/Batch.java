// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.postgres;

import dev.pawl.spi.Append;
import dev.pawl.spi.RetryRow;
import dev.pawl.spi.RunRow;
import dev.pawl.store.jdbc.internal.sql.Codes;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Appends on their way, as the statement takes them: a column is an array. */
record Batch(List<Append> appends) {

    /**
     * The numbers of the runs whose appends have won; the others have lost.
     *
     * @param contested whether places of entries may be taken; else it fails where one is
     */
    Map<UUID, Long> send(PgSession session, Writer writer, boolean contested) throws SQLException {
        List<RunRow> rows = new ArrayList<>();
        List<UUID> dropRuns = new ArrayList<>();
        List<String> dropStages = new ArrayList<>();
        boolean own = true;
        for (Append append : appends) {
            own &= append.own();
            RunRow row = append.row();
            if (row != null) {
                rows.add(row);
            }
            for (String stage : append.dropCheckpoints()) {
                dropRuns.add(append.run());
                dropStages.add(stage);
            }
        }
        PgBound bound = session.bind(AppendSql.of(!rows.isEmpty(), !dropRuns.isEmpty(), contested, own && !contested));
        entries(bound);
        if (!rows.isEmpty()) {
            rows(bound, rows);
        }
        if (!dropRuns.isEmpty()) {
            bound.array("uuid", dropRuns.toArray()).array("text", dropStages.toArray(String[]::new));
        }
        Map<UUID, Long> won = new HashMap<>();
        bound.id(writer.worker())
                .text(writer.handle())
                .list(row -> won.put(PgColumns.idOf(row, "run_id"), row.getLong("number")));
        return won;
    }

    private void entries(PgBound bound) throws SQLException {
        bound.array("uuid", column(Append::run))
                .array("int4", column(Append::base))
                .array("uuid", column(Append::baseAppendId))
                .array("uuid", column(Append::appendId))
                .array("int4", column(Append::epoch))
                .array("int8", column(append -> PgColumns.micros(append.at())))
                .array("bytea", appends.stream().map(Append::body).toArray(byte[][]::new));
    }

    private static void rows(PgBound bound, List<RunRow> rows) throws SQLException {
        bound.array("uuid", column(rows, RunRow::id))
                .array("int8", column(rows, RunRow::number))
                .array("text", column(rows, RunRow::pipeline))
                .array("int4", column(rows, RunRow::version))
                .array("text", column(rows, RunRow::key))
                .array("text", column(rows, RunRow::user))
                .array("int4", column(rows, row -> Codes.code(row.status())))
                .array("bool", column(rows, RunRow::active))
                .array("bool", column(rows, RunRow::holdsKey))
                .array("uuid", column(rows, RunRow::owner))
                .array("int4", column(rows, RunRow::epoch))
                .array("bool", column(rows, RunRow::degraded))
                .array("text", column(rows, row -> Codes.labels(row.labels())))
                .array("int8", column(rows, row -> PgColumns.micros(row.createdAt())))
                .array("int8", column(rows, row -> PgColumns.micros(row.startedAt())))
                .array("int8", column(rows, row -> PgColumns.micros(row.finishedAt())))
                .array("int4", column(rows, RunRow::priority))
                .array("int8", column(rows, row -> PgColumns.micros(row.notBefore())))
                .array("uuid", retry(rows, RetryRow::root, null))
                .array("uuid", retry(rows, RetryRow::parent, null))
                .array("text", retry(rows, RetryRow::from, null))
                .array("int4", retry(rows, RetryRow::depth, 0))
                .array("bool", retry(rows, RetryRow::holds, false));
    }

    private static @Nullable Object[] retry(
            List<RunRow> rows, Function<RetryRow, Object> field, @Nullable Object otherwise) {
        return column(rows, row -> row.retry() == null ? otherwise : field.apply(row.retry()));
    }

    private @Nullable Object[] column(Function<Append, @Nullable Object> field) {
        return column(appends, field);
    }

    private static <T> @Nullable Object[] column(List<T> all, Function<T, @Nullable Object> field) {
        @Nullable Object[] values = new @Nullable Object[all.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = field.apply(all.get(i));
        }
        return values;
    }
}
