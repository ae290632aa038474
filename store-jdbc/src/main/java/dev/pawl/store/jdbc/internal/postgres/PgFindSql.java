// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.postgres;

import dev.pawl.core.RunStatus;
import dev.pawl.spi.RunQuery;
import dev.pawl.store.jdbc.internal.sql.Codes;
import dev.pawl.store.jdbc.internal.sql.Limits;
import dev.pawl.store.jdbc.internal.sql.Names;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The statement for a query: its text depends only on which fields are asked for. */
final class PgFindSql {

    /** No character comes after it. */
    private static final String LAST = Character.toString(Character.MAX_CODE_POINT);

    private final List<String> terms = new ArrayList<>();
    private final List<Parameter> parameters = new ArrayList<>();

    PgFindSql(RunQuery query) {
        equal("pipeline", query.pipeline());
        equal("key", query.key());
        equal("user_id", query.user());
        RunStatus status = query.status();
        if (status != null) {
            term("status = ?", bound -> bound.integer(Codes.code(status)));
        }
        if (query.active() != null) {
            term(query.active() ? "active" : "NOT active"); // written out: a partial index is not found by a parameter
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
        parameters.add(bound -> bound.integer(query.limit()));
    }

    String sql() {
        return "SELECT * FROM pawl.run" + (terms.isEmpty() ? "" : " WHERE ") + String.join(" AND ", terms)
                + " ORDER BY id DESC LIMIT ?";
    }

    PgBound bind(PgSession session) throws SQLException {
        PgBound bound = session.bind(sql());
        for (Parameter parameter : parameters) {
            parameter.bind(bound);
        }
        return bound;
    }

    private void equal(String column, @Nullable String value) {
        if (value != null) {
            term(column + " = ?", bound -> bound.text(storable(value)));
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
        parameters.add(bound -> bound.text(storable(text)));
        parameters.add(bound -> bound.text(storable(text) == null ? null : text + LAST));
    }

    /** What the database takes as text; no run has anything else. */
    private static @Nullable String storable(String text) {
        return Limits.isText(text) ? text : null;
    }

    private void term(String sql, Parameter... values) {
        terms.add(sql);
        parameters.addAll(List.of(values));
    }

    private interface Parameter {
        PgBound bind(PgBound bound) throws SQLException;
    }
}
