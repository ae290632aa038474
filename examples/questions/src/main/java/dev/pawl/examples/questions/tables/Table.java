// SPDX-License-Identifier: Apache-2.0
package dev.pawl.examples.questions.tables;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** A table of facts. A cell that holds nothing is an empty text. */
public record Table(String name, List<Column> columns, List<List<String>> rows) {

    private static final int SAMPLES = 12;

    public Table {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }

    /** Reads a file of lines with commas between values, none of which has a comma in it. */
    static Table read(Path csv) throws IOException {
        List<List<String>> lines = new ArrayList<>();
        for (String line : Files.readAllLines(csv)) {
            if (!line.isBlank()) {
                lines.add(List.of(line.strip().split(",", -1)));
            }
        }
        List<String> head = lines.removeFirst();
        for (List<String> line : lines) {
            if (line.size() != head.size()) {
                throw new IOException(csv + " has " + head.size() + " columns, and a line with " + line.size() + ": "
                        + String.join(",", line));
            }
        }
        String name = csv.getFileName().toString().replaceFirst("\\.csv$", "");
        return new Table(
                name,
                IntStream.range(0, head.size())
                        .mapToObj(place -> column(head.get(place), place, lines))
                        .toList(),
                lines);
    }

    private static Column column(String name, int place, List<List<String>> lines) {
        List<String> filled = lines.stream()
                .map(line -> line.get(place))
                .filter(cell -> !cell.isEmpty())
                .toList();
        return new Column(
                name,
                filled.stream().allMatch(Table::isNumber),
                filled.stream().distinct().limit(SAMPLES).toList());
    }

    static boolean isNumber(String text) {
        return text.matches("-?\\d+(\\.\\d+)?");
    }

    public Optional<Column> column(String column) {
        return columns.stream().filter(each -> each.name().equals(column)).findFirst();
    }

    String cell(List<String> row, String column) {
        return row.get(columns.indexOf(column(column).orElseThrow()));
    }
}
