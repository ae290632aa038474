// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.Health;
import dev.pawl.core.Attempt;
import dev.pawl.core.Silence;
import dev.pawl.internal.view.Signs.OfStage;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A stall is said once, and its end once. */
@Tag("S6")
class StallsTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:03:12Z");
    private static final Attempt ATTEMPT = new Attempt(new UUID(0, 7), "detect", 0, 1);

    private final Stalls stalls = new Stalls();

    private String news(Health health, int running) {
        Instant since = Instant.parse("2026-01-01T00:00:00Z");
        OfStage stage = new OfStage(ATTEMPT, 1, running, 0, 0, health, since, true, -1, null, null);
        return stalls.news(stage, Silence.DEFAULT, NOW);
    }

    @Test
    void aStallIsSaidOnceAndItsEndOnce() {
        assertThat(news(Health.HEALTHY, 1)).isNull();
        assertThat(news(Health.LATE, 1)).isNull();
        assertThat(news(Health.STALLED, 1)).isEqualTo("has stalled: no sign of life for 3m 12s, and 30s are allowed");
        assertThat(news(Health.STALLED, 1)).isNull();
        assertThat(news(Health.HEALTHY, 1)).isEqualTo("gives signs of life again");
        assertThat(news(Health.HEALTHY, 1)).isNull();
        assertThat(news(Health.STALLED, 1)).as("another one").isNotNull();
    }

    @Test
    void whatHasEndedIsNotBack() {
        assertThat(news(Health.STALLED, 1)).isNotNull();
        assertThat(news(Health.HEALTHY, 0)).as("its code has returned").isNull();
        assertThat(news(Health.STALLED, 1)).isNotNull();
        stalls.keep(Set.of());
        assertThat(news(Health.HEALTHY, 1)).as("it was forgotten").isNull();
    }
}
