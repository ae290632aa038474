// SPDX-License-Identifier: Apache-2.0
package dev.pawl.examples.questions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.examples.questions.tables.Result;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumbersTest {

    private static final Result RESULT = new Result(
            List.of("moon", "diameter_km"), List.of(List.of("Ganymede", "5268"), List.of("Voyager 2", "12.5")));

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "none", textBlock = """
                    Ganymede has 5268 km.                      | none
                    Ganymede has 5,268 km, the other 12.5.     | none
                    Both were found before 1800: 2 in all.     | none
                    Ganymede has 5270 km.                      | 5270
                    Ganymede has 5268 km, and Io 3643, 5 in all. | 3643 5
                    """)
    void numbers_that_nobody_gave_are_found(String text, String found) {
        assertThat(Numbers.notIn(RESULT, "Which were found before 1800?", text))
                .isEqualTo(found == null ? List.of() : List.of(found.split(" ", -1)));
    }
}
