// SPDX-License-Identifier: Apache-2.0
package dev.pawl;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PawlOptionsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            jdbc:postgresql://there:5432/db?user=who&password=geheim | jdbc:postgresql://there:5432/db
            jdbc:postgresql://there/db?user=who@a&password=geheim    | jdbc:postgresql:…
            jdbc:postgresql://who:geheim@there/db                    | jdbc:postgresql:…
            jdbc:postgresql://who:geheim?b@there/db                  | jdbc:postgresql:…
            jdbc:postgresql:who:geheim@there/db                      | jdbc:postgresql:…
            jdbc:postgresql://there/db;user=who&password=geheim      | jdbc:postgresql:…
            who:geheim@there/db                                      | …
            jdbc:sqlite:/var/lib/pawl.db                             | jdbc:sqlite:/var/lib/pawl.db
            """)
    void whatItSaysOfItselfHasNoUserAndNoPassword(String url, String shown) {
        String said = PawlOptions.at(url).workerName("w1").toString();
        assertThat(said)
                .startsWith("PawlOptions[url=" + shown + ", folder=null, ")
                .contains("workerName=w1")
                .doesNotContain("who", "geheim");
    }
}
