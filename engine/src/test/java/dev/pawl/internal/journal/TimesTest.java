// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Times are read as the platform reads them. */
class TimesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-01-31T12:00:00Z",
                "2026-01-31T12:00:00.1Z",
                "2026-01-31T12:00:00.000001Z",
                "2026-12-31T23:59:59.999999999Z",
                "2024-02-29T00:00:00.123Z",
                "1969-12-31T23:59:59.5Z",
                "0000-01-01T00:00:00Z",
                "+12345-01-01T00:00:00Z",
                "-0001-01-01T00:00:00Z",
                "2016-12-31T23:59:60Z",
                "2026-01-31T24:00:00Z",
                "2026-01-31T12:00:00+01:00",
                "2026-01-31t12:00:00z",
            })
    void asThePlatformReadsThem(String text) {
        assertThat(Times.read(text)).isEqualTo(Instant.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Z",
                "2026-01-31T12:00:00",
                "2026-01-31T12:00:00.1234567890Z",
                "2026-02-30T12:00:00Z",
                "2026-13-01T12:00:00Z",
                "2026-01-31T25:00:00Z",
                "2026-01-31T12:60:00Z",
                "2026-01-31T12:00:0xZ",
                "2026-01-31 12:00:00Z",
                "2026-01-31T12:00:00,5Z",
            })
    void whatIsNoTimeIsNone(String text) {
        assertThatThrownBy(() -> Times.read(text)).isInstanceOf(DateTimeException.class);
    }

    @Test
    void anyThatIsWritten() {
        Random random = new Random(1);
        for (int i = 0; i < 2000; i++) {
            long seconds = random.nextLong(-60_000_000_000L, 250_000_000_000L);
            Instant at = Instant.ofEpochSecond(seconds, random.nextBoolean() ? random.nextInt(1_000_000_000) : 0);
            assertThat(Times.read(at.toString())).isEqualTo(at);
        }
    }
}
