// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.sqlite;

import dev.pawl.core.RunStatus;
import dev.pawl.spi.RunQuery;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The statement for a query: its text depends only on which fields are asked for. */
final class FindSql {

    private static final String NO_ID = "00000000-0000-0000-0000-000000000000";
    private static final String LAST_ID = "ffffffff-ffff-ffff-ffff-ffffffffffff";
    /** No character comes after it. */
    private static final String LAST = Character.toString(Character.MAX_CODE_POINT);

    private final List<String> terms = new ArrayList<>();
    private final List<Parameter> parameters = new ArrayList<>();

    /** At most {@code limit} rows, whatever the query says. */
    FindSql(RunQuery query, int limit) {
        equal("pipeline", query.pipeline());
        equal("key", query.key());
        equal("user_id", query.user());
        RunStatus status = query.status();
        if (status != null) {
            term("status = ?", bound -> bound.number(Columns.code(status)));
        }
        if (query.active() != null) {
            term(
                    query.active()
                            ? "active = 1"
                            : "active = 0"); // written out: a partial index is not found by a parameter
        }
        if (query.text() != null) {
            text(query.text());
        }
        if (query.name() != null) {
            name(query.name(), query.namesNumber());
        }
        UUID after = query.after();
        if (after != null) {
            term("id < ?", bound -> bound.id(after));
        }
        parameters.add(bound -> bound.number(limit));
    }

    String sql() {
        return "SELECT * FROM run" + (terms.isEmpty() ? "" : " WHERE ") + String.join(" AND ", terms)
                + " ORDER BY id DESC LIMIT ?";
    }

    Bound bind(Session session) throws SQLException {
        Bound bound = session.bind(sql());
        for (Parameter parameter : parameters) {
            parameter.bind(bound);
        }
        return bound;
    }

    private void equal(String column, @Nullable String value) {
        if (value != null) {
            term(column + " = ?", bound -> bound.text(value));
        }
    }

    private void name(String name, boolean isNumber) {
        if (isNumber) {
            term("number = ?", bound -> bound.number(number(name)));
        } else {
            term(
                    "id BETWEEN ? AND ?",
                    bound -> bound.id(filled(name, NO_ID)),
                    bound -> bound.id(filled(name, LAST_ID)));
        }
    }

    /** The id that begins so and goes on like that one; null where no id begins so. */
    private static @Nullable UUID filled(String start, String rest) {
        return start.length() <= rest.length() && isStartOfId(start)
                ? UUID.fromString(start + rest.substring(start.length()))
                : null;
    }

    private void text(String text) {
        terms.add("(number = ? OR id BETWEEN ? AND ? OR (key >= ? AND key < ?))");
        parameters.add(bound -> bound.number(number(text)));
        parameters.add(bound -> bound.id(filled(text, NO_ID)));
        parameters.add(bound -> bound.id(filled(text, LAST_ID)));
        parameters.add(bound -> bound.text(text));
        parameters.add(bound -> bound.text(text + LAST));
    }

    private static boolean isStartOfId(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean fits = NO_ID.charAt(i) == '-' ? c == '-' : (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    /** Numbers begin at 1: 0 is nobody's. */
    private static long number(String text) {
        return text.matches("[1-9][0-9]{0,17}") ? Long.parseLong(text) : 0;
    }

    private void term(String sql, Parameter... values) {
        terms.add(sql);
        parameters.addAll(List.of(values));
    }

    private interface Parameter {
        Bound bind(Bound bound) throws SQLException;
    }
}
