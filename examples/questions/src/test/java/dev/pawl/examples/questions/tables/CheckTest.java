// SPDX-License-Identifier: Apache-2.0
package dev.pawl.examples.questions.tables;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.Json;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    {"table": "comets"}                                          | there is no table comets; there are [missions, moons, planets]
                    {"table": "moons"}                                           | show names no column
                    {"table": "moons", "show": ["size"]}                         | show names the column size, which moons has not; it has [moon, planet,
                    {"table": "moons", "show": ["moon"], "orderBy": "size"}      | orderBy names the column size
                    {"table": "moons", "show": ["moon"], "orderBy": "measure"}   | orderBy is measure, and there is none
                    {"table": "moons", "show": ["moon"], "limit": 0}             | limit is 0
                    {"table": "moons", "show": ["moon"], "measure": {"kind": "count"}} | there is a measure and no groupBy
                    {"table": "moons", "groupBy": "planet"}                      | there is a groupBy and no measure
                    {"table": "moons", "groupBy": "planet", "measure": {"kind": "mean", "of": "discoverer"}} | the mean of discoverer cannot be reckoned
                    {"table": "moons", "show": ["moon"], "filters": [{"column": "moon", "is": "<", "value": "Io"}]} | moon has no numbers, and is compared with <
                    {"table": "moons", "show": ["moon"], "filters": [{"column": "discovered", "is": "<", "value": "long ago"}]} | discovered has numbers, and is compared with long ago
                    {"table": "moons", "show": ["moon"], "filters": [{"column": "planet", "is": "like", "value": "M"}]} | a filter compares with like
                    {"table": "moons", "show": ["moon"], "filters": [{"column": "planet", "is": "=", "value": "Venus"}]} | no row of moons passes the filters
                    """)
    void what_is_wrong_is_said(String blueprint, String problem) throws IOException {
        assertThat(Check.problems(Json.values().readValue(blueprint, Blueprint.class), Tables.in(Path.of("tables"))))
                .singleElement()
                .asString()
                .contains(problem);
    }

    @Test
    void a_number_may_come_without_quotes() throws IOException {
        String blueprint = """
                {"table": "moons", "show": ["moon"], "filters": [{"column": "discovered", "is": "<", "value": 1650}], "note": "four"}
                """;

        assertThat(Check.problems(Json.values().readValue(blueprint, Blueprint.class), Tables.in(Path.of("tables"))))
                .isEmpty();
    }
}
