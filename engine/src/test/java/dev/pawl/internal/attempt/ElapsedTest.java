// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A step of the clock neither fires a time-out nor puts it off. */
@Tag("E2")
class ElapsedTest {

    private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");
    private static final long AT_NANOS = Long.MAX_VALUE - 5;

    @ParameterizedTest
    @CsvSource({
        // elapsed, step of the clock, what the start is moved by
        "PT10S, PT0S, PT0S",
        "PT10S, PT0.4S, PT0S",
        "PT10S, PT-0.4S, PT0S",
        "PT10S, PT1H, PT1H",
        "PT10S, PT-1H, PT-1H",
        "PT0S, PT-1S, PT-1S"
    })
    void whatElapsedIsWhatMonotonicTimeSays(Duration elapsed, Duration step, Duration moved) {
        Instant now = AT.plus(elapsed).plus(step);
        assertThat(Elapsed.since(AT, AT_NANOS, now, AT_NANOS + elapsed.toNanos()))
                .isEqualTo(AT.plus(moved));
    }
}
