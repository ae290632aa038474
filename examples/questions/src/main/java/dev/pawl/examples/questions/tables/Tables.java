// SPDX-License-Identifier: Apache-2.0
package dev.pawl.examples.questions.tables;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All tables there are. */
public record Tables(List<Table> all) {

    public Tables {
        all = List.copyOf(all);
    }

    /** Every CSV file in a folder. */
    public static Tables in(Path folder) throws IOException {
        List<Table> tables = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(each -> each.toString().endsWith(".csv"))
                    .sorted()
                    .toList()) {
                tables.add(Table.read(file));
            }
        }
        return new Tables(tables);
    }

    public Optional<Table> named(@Nullable String name) {
        return all.stream().filter(table -> table.name().equals(name)).findFirst();
    }

    public List<String> names() {
        return all.stream().map(Table::name).toList();
    }
}
