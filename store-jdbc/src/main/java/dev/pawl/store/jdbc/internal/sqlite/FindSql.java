// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.sqlite;

import dev.pawl.core.RunStatus;
import dev.pawl.spi.RunQuery;
import dev.pawl.store.jdbc.internal.sql.Codes;
import dev.pawl.store.jdbc.internal.sql.Names;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The statement for a query: its text depends only on which fields are asked for. */
final class FindSql {

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
            term("status = ?", bound -> bound.number(Codes.code(status)));
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
        UUID root = query.root();
        if (root != null) {
            term("root = ?", bound -> bound.id(root));
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
            term("number = ?", bound -> bound.number(Names.number(name)));
        } else {
            term("id BETWEEN ? AND ?", bound -> bound.id(Names.first(name)), bound -> bound.id(Names.last(name)));
        }
    }

    private void text(String text) {
        terms.add("(number = ? OR id BETWEEN ? AND ? OR (key >= ? AND key < ?))");
        parameters.add(bound -> bound.number(Names.number(text)));
        parameters.add(bound -> bound.id(Names.first(text)));
        parameters.add(bound -> bound.id(Names.last(text)));
        parameters.add(bound -> bound.text(text));
        parameters.add(bound -> bound.text(text + LAST));
    }

    private void term(String sql, Parameter... values) {
        terms.add(sql);
        parameters.addAll(List.of(values));
    }

    private interface Parameter {
        Bound bind(Bound bound) throws SQLException;
    }
}
