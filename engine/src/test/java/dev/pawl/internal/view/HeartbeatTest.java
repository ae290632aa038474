// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.StageView.Heartbeat;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("E2")
class HeartbeatTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "41, 412, 1800, 'hb seq=41 412/1800 pct=22 boxes=3 faces=97'",
        "1, 7, 0, 'hb seq=1 7/0 pct=- boxes=3 faces=97'"
    })
    void theLogLineHasSequenceProgressAndCounters(long seq, long done, long total, String line) {
        Map<String, Long> counts = new TreeMap<>(Map.of("faces", 97L, "boxes", 3L));
        assertThat(new Heartbeat(NOW, seq, done, total, "text", counts).line()).isEqualTo(line);
    }

    @Test
    void withoutCountersTheLineEndsAfterThePercentage() {
        assertThat(new Heartbeat(NOW, 1, 1, 2, null, Map.of()).line()).isEqualTo("hb seq=1 1/2 pct=50");
    }
}
