// SPDX-License-Identifier: Apache-2.0
package dev.pawl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
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

    @Test
    void runsArePrunedEverySecondAtMostOrNever() {
        PawlOptions options = PawlOptions.at("jdbc:sqlite:x.db");
        assertThat(options.pruneEvery(Duration.ofSeconds(1)).pruneEvery()).isEqualTo(Duration.ofSeconds(1));
        assertThat(options.pruneEvery((Duration) null).pruneEvery()).isNull();
        for (Duration less : List.of(Duration.ofMillis(999), Duration.ZERO, Duration.ofDays(-1))) {
            assertThatThrownBy(() -> options.pruneEvery(less))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("PT1S");
        }
        assertThatThrownBy(() -> options.pruneAtMost(0)).isInstanceOf(IllegalArgumentException.class);
    }
}
