// SPDX-License-Identifier: Apache-2.0
package dev.pawl.examples.questions.tables;

import dev.pawl.examples.questions.tables.Blueprint.Filter;
import dev.pawl.examples.questions.tables.Blueprint.Measure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Says what is wrong with a blueprint, in words that help to write a better one. */
public final class Check {

    private static final Set<String> COMPARISONS = Set.of("=", "!=", "<", ">", "<=", ">=");
    private static final Set<String> MEASURES = Set.of("count", "mean", "sum", "min", "max");

    private final Table table;
    private final List<String> problems = new ArrayList<>();

    private Check(Table table) {
        this.table = table;
    }

    /** Every problem; none where it can be asked, and has an answer. */
    public static List<String> problems(Blueprint blueprint, Tables tables) {
        Optional<Table> table = tables.named(blueprint.table());
        if (table.isEmpty()) {
            return List.of("there is no table " + blueprint.table() + "; there are " + tables.names());
        }
        Check check = new Check(table.get());
        check.look(blueprint);
        if (check.problems.isEmpty()
                && Query.run(blueprint, table.get()).lines().isEmpty()) {
            check.problems.add(
                    "no row of " + blueprint.table() + " passes the filters; leave one out or correct its value");
        }
        return check.problems;
    }

    private void look(Blueprint blueprint) {
        blueprint.allFilters().forEach(this::look);
        if (blueprint.groupBy() == null) {
            if (blueprint.measure() != null) {
                problems.add("there is a measure and no groupBy; name the column whose values make the groups");
            }
            if (blueprint.shown().isEmpty()) {
                problems.add("show names no column; name those of the answer");
            }
        } else {
            known(blueprint.groupBy(), "groupBy");
            look(blueprint.measure());
        }
        blueprint.shown().forEach(column -> known(column, "show"));
        if (blueprint.orderBy() != null && !blueprint.orderBy().equals(Blueprint.MEASURE)) {
            known(blueprint.orderBy(), "orderBy");
        } else if (blueprint.orderBy() != null && blueprint.measure() == null) {
            problems.add("orderBy is measure, and there is none; name a column");
        }
        if (blueprint.groupBy() != null
                && blueprint.orderBy() != null
                && !Set.of(blueprint.groupBy(), Blueprint.MEASURE).contains(blueprint.orderBy())) {
            problems.add("orderBy is " + blueprint.orderBy() + "; groups are in order of groupBy, or of measure");
        }
        if (blueprint.limit() != null && blueprint.limit() < 1) {
            problems.add("limit is " + blueprint.limit() + "; at least one line is wanted");
        }
    }

    private void look(Filter filter) {
        Optional<Column> column = known(filter.column(), "a filter");
        if (filter.is() == null || !COMPARISONS.contains(filter.is())) {
            problems.add("a filter compares with " + filter.is() + "; one of = != < > <= >= is expected");
        } else if (filter.value() == null) {
            problems.add("the filter of " + filter.column() + " has no value");
        } else if (column.isPresent() && column.get().number() && !Table.isNumber(filter.value())) {
            problems.add(filter.column() + " has numbers, and is compared with " + filter.value());
        } else if (column.isPresent() && !column.get().number() && !filter.is().endsWith("=")) {
            problems.add(filter.column() + " has no numbers, and is compared with " + filter.is());
        }
    }

    private void look(@Nullable Measure measure) {
        if (measure == null || measure.kind() == null || !MEASURES.contains(measure.kind())) {
            problems.add("there is a groupBy and no measure; one of count, mean, sum, min, max is expected");
        } else if (!measure.kind().equals("count")) {
            known(measure.of(), "measure")
                    .filter(column -> !column.number())
                    .ifPresent(column -> problems.add("the " + measure.kind() + " of " + column.name()
                            + " cannot be reckoned: it has no numbers"));
        }
    }

    private Optional<Column> known(@Nullable String name, String where) {
        Optional<Column> column = table.column(String.valueOf(name));
        if (column.isEmpty()) {
            problems.add(where + " names the column " + name + ", which " + table.name() + " has not; it has "
                    + table.columns().stream().map(Column::name).toList());
        }
        return column;
    }
}
