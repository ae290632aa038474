// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.Json;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** JSON as people read it. */
class PlainTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'{\"missing\": \"a face\", \"frames\": [7, 8]}' | missing: a face, frames: [7,8]",
                "'\"two\\nlines \\u001b[31m\"'                  | two lines [31m",
                "'[\"a\", {\"b\": 1}]'                          | a, {\"b\":1}",
                "'\"1234567890123456789012345678901\"'          | 12345678901234567890123456789…",
                "'null'                                         | null",
            })
    void of(String json, String plain) {
        assertThat(Plain.of(Json.values().readTree(json.substring(1, json.length() - 1)), 30))
                .isEqualTo(plain);
    }
}
