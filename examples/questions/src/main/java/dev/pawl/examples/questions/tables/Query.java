// SPDX-License-Identifier: Apache-2.0
package dev.pawl.examples.questions.tables;

import dev.pawl.examples.questions.tables.Blueprint.Filter;
import dev.pawl.examples.questions.tables.Blueprint.Measure;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Asks a table. */
public final class Query {

    private Query() {}

    /** What the table answers to a blueprint that {@link Check} has nothing against. */
    public static Result run(Blueprint blueprint, Table table) {
        List<List<String>> rows = table.rows().stream()
                .filter(row -> blueprint.allFilters().stream().allMatch(filter -> holds(filter, row, table)))
                .toList();
        String group = blueprint.groupBy();
        Measure measure = blueprint.measure();
        return group == null || measure == null
                ? listed(blueprint, table, rows)
                : grouped(blueprint, measure, group(table, group, rows), table);
    }

    private static Result listed(Blueprint blueprint, Table table, List<List<String>> rows) {
        String order = blueprint.orderBy();
        Stream<List<String>> ordered = order == null
                ? rows.stream()
                : rows.stream()
                        .filter(row -> !table.cell(row, order).isEmpty())
                        .sorted(by(blueprint, row -> table.cell(row, order)));
        return new Result(
                blueprint.shown(),
                limited(blueprint, ordered)
                        .map(row -> blueprint.shown().stream()
                                .map(column -> table.cell(row, column))
                                .toList())
                        .toList());
    }

    private static Result grouped(
            Blueprint blueprint, Measure measure, Map<String, List<List<String>>> groups, Table table) {
        String kind = Objects.requireNonNull(measure.kind());
        List<List<String>> lines = new ArrayList<>();
        groups.forEach((value, rows) -> lines.add(List.of(value, reckoned(kind, measure, rows, table))));
        int place = Blueprint.MEASURE.equals(blueprint.orderBy()) ? 1 : 0;
        Stream<List<String>> ordered = blueprint.orderBy() == null
                ? lines.stream()
                : lines.stream().sorted(by(blueprint, line -> line.get(place)));
        return new Result(
                List.of(
                        Objects.requireNonNull(blueprint.groupBy()),
                        kind.equals("count") ? kind : kind + " of " + measure.of()),
                limited(blueprint, ordered).toList());
    }

    private static Map<String, List<List<String>>> group(Table table, String column, List<List<String>> rows) {
        Map<String, List<List<String>>> groups = new LinkedHashMap<>();
        rows.forEach(row -> groups.computeIfAbsent(table.cell(row, column), value -> new ArrayList<>())
                .add(row));
        return groups;
    }

    private static String reckoned(String kind, Measure measure, List<List<String>> rows, Table table) {
        if (kind.equals("count")) {
            return String.valueOf(rows.size());
        }
        String of = Objects.requireNonNull(measure.of());
        List<BigDecimal> numbers = rows.stream()
                .map(row -> table.cell(row, of))
                .filter(Table::isNumber)
                .map(BigDecimal::new)
                .toList();
        if (numbers.isEmpty()) {
            return "";
        }
        BigDecimal sum = numbers.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        BigDecimal value = switch (kind) {
            case "sum" -> sum;
            case "min" -> numbers.stream().min(Comparator.naturalOrder()).orElseThrow();
            case "max" -> numbers.stream().max(Comparator.naturalOrder()).orElseThrow();
            default -> sum.divide(BigDecimal.valueOf(numbers.size()), 2, RoundingMode.HALF_UP);
        };
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }

    private static boolean holds(Filter filter, List<String> row, Table table) {
        String cell = table.cell(row, Objects.requireNonNull(filter.column()));
        String value = Objects.requireNonNull(filter.value());
        boolean numbers = Table.isNumber(cell) && Table.isNumber(value);
        int order = numbers ? new BigDecimal(cell).compareTo(new BigDecimal(value)) : cell.compareToIgnoreCase(value);
        return switch (Objects.requireNonNull(filter.is())) {
            case "=" -> order == 0;
            case "!=" -> order != 0;
            case "<" -> numbers && order < 0;
            case ">" -> numbers && order > 0;
            case "<=" -> numbers && order <= 0;
            default -> numbers && order >= 0;
        };
    }

    private interface Cell {
        String of(List<String> line);
    }

    private static Comparator<List<String>> by(Blueprint blueprint, Cell cell) {
        Comparator<List<String>> order = (one, other) -> {
            String a = cell.of(one);
            String b = cell.of(other);
            return Table.isNumber(a) && Table.isNumber(b)
                    ? new BigDecimal(a).compareTo(new BigDecimal(b))
                    : a.compareToIgnoreCase(b);
        };
        return blueprint.largestFirst() ? order.reversed() : order;
    }

    private static <T> Stream<T> limited(Blueprint blueprint, Stream<T> lines) {
        return blueprint.limit() == null ? lines : lines.limit(blueprint.limit());
    }
}
