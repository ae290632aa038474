// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.Health;
import dev.pawl.core.Attempt;
import dev.pawl.core.Decider;
import dev.pawl.core.OnStall;
import dev.pawl.core.Silence;
import dev.pawl.core.World.Executing;
import dev.pawl.core.World.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a stage is by its signs of life, judged as {@link Decider} judges it. */
@Tag("E2")
class JudgingTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    /**
     * A heartbeat each 10 s, 30 s of patience. The harms: a threshold equal to the interval, so that a sign that is a moment
     * late is a death; a first sign that never comes, and is never missed; an outage of the judge, for which others are judged.
     *
     * @param sign when the latest came, in seconds after the start; none before the first
     * @param from from when on it may be judged
     */
    @ParameterizedTest
    @CsvSource({
        // sign, promised, from, now, health
        "0,  false,   , 10.000, HEALTHY",
        "0,  false,   , 10.001, HEALTHY",
        "0,  false,   , 20.000, HEALTHY",
        "0,  false,   , 20.001, LATE",
        "0,  false,   , 29.999, LATE",
        "0,  false,   , 30.000, STALLED",
        "25, false,   , 40.000, HEALTHY",
        "  , false,   , 99999,  HEALTHY",
        "  , true,    , 20.000, HEALTHY",
        "  , true,    , 25.000, LATE",
        "  , true,    , 30.000, STALLED",
        "0,  false, 60, 61.000, HEALTHY",
        "0,  false, 60, 85.000, LATE",
        "0,  false, 60, 90.000, STALLED",
        "  , true,  60, 61.000, HEALTHY",
        "70, false, 60, 91.000, LATE",
    })
    void healthIsJudgedByTheLatestSign(Double sign, boolean promised, Double from, double now, Health health) {
        Silence silence = new Silence(Duration.ofSeconds(10), Duration.ofSeconds(30), promised, OnStall.WARN);
        Executing executing = new Executing(
                new Attempt(new UUID(0, 7), "a", 0, 1), 1, Phase.RUNNING, START, sign == null ? null : at(sign));
        Instant since = silence.silentSince(executing, from == null ? null : at(from));
        assertThat(Judging.health(silence, since, at(now))).isEqualTo(health);
    }

    private static Instant at(double seconds) {
        return START.plusMillis(Math.round(seconds * 1000));
    }
}
