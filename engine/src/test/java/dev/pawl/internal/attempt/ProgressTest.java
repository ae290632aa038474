// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.StageView.Heartbeat;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("E2")
class ProgressTest {

    private static final Duration INTERVAL = Duration.ofSeconds(10);

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final Progress progress = new Progress(() -> now, () -> 0);

    @Test
    void withoutASignOfLifeThereIsNoHeartbeat() {
        assertThat(progress.beat(INTERVAL)).isNull();
        assertThat(progress.latest()).isNull();
    }

    @Test
    void thereIsOneHeartbeatInAnIntervalHoweverManySignsOfLife() {
        progress.progress(1, 100, "first");
        assertThat(progress.beat(INTERVAL)).isNotNull();
        progress.progress(2, 100, "second");
        pass(Duration.ofSeconds(9));
        assertThat(progress.beat(INTERVAL)).isNull();
        pass(Duration.ofSeconds(1));
        Heartbeat second = progress.beat(INTERVAL);
        assertThat(second).isNotNull();
        assertThat(second.seq()).isEqualTo(2);
        assertThat(second.done()).isEqualTo(2);
        assertThat(second.text()).isEqualTo("second");
    }

    @Test
    void silenceMakesNoHeartbeatAndTheLastSignOfLifeKeepsItsTime() {
        progress.progress(1, 100, null);
        progress.beat(INTERVAL);
        Instant lastSign = now;
        pass(Duration.ofMinutes(5));
        assertThat(progress.beat(INTERVAL)).isNull();
        Heartbeat latest = progress.latest();
        assertThat(latest).isNotNull();
        assertThat(latest.at()).isEqualTo(lastSign);
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }
}
