// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.Health;
import dev.pawl.Json;
import dev.pawl.StageView.Heartbeat;
import dev.pawl.core.Attempt;
import dev.pawl.core.Reason;
import dev.pawl.internal.view.Signs.OfStage;
import dev.pawl.internal.view.Signs.Place;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a worker writes down is what another process reads. */
class BeatsTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final UUID RUN = new UUID(0, 7);

    @Test
    void allOfItIsReadAgain() {
        Place place = new Place(new UUID(0, 8), 12, "detect", "node-2");
        Heartbeat beat = new Heartbeat(NOW, 41, 412, 1800, "text", Map.of("faces", 97L));
        Beats beats = Beats.of(
                NOW,
                10_000,
                List.of(
                        new OfStage(new Attempt(RUN, "a", 0, 1), 2, 4, 1, 1, Health.STALLED, NOW, true, 3, beat, 2.5),
                        new OfStage(
                                new Attempt(RUN, "b", 0, 1), 2, 1, 0, 0, Health.HEALTHY, null, false, -1, null, null)),
                List.of(new Beats.OfRun(
                        RUN,
                        2,
                        List.of(new Reason(Reason.Code.LIMIT, "c", null), new Reason(Reason.Code.BACK_OFF, "d", NOW)))),
                Map.of("gpu", List.of(place)),
                List.of(place),
                place,
                Map.of(new UUID(0, 9), new Unable(Unable.Kind.DAMAGED, "it cannot be read")),
                List.of(new Full("p", 100, 0, 60_000, NOW)));

        assertThat(Beats.read(Json.views().writeValueAsBytes(beats))).isEqualTo(beats);
        assertThat(beats.unable(new UUID(0, 9))).isEqualTo(new Unable(Unable.Kind.DAMAGED, "it cannot be read"));
        assertThat(beats.unable(RUN)).isNull();
        assertThat(beats.full("p")).isNotNull();
        assertThat(beats.full("q")).isNull();
    }

    /** Of before there were kinds, and of a version that knows more of them. */
    @ParameterizedTest
    @ValueSource(strings = {"", ", \"unableKinds\": {\"00000000-0000-0000-0000-000000000009\": \"OVERSLEPT\"}"})
    @Tag("S7")
    void whatOthersWroteIsRead(String kinds) {
        Beats read = Beats.read("""
                {"at": "2026-01-01T00:00:00Z", "everyMillis": 10000, "stages": [], "reasons": [], "holders": {},
                 "executing": [], "alone": null, "unable": {"00000000-0000-0000-0000-000000000009": "no pipeline"}%s}
                """.formatted(kinds).getBytes(StandardCharsets.UTF_8));
        assertThat(read.full("p")).isNull();
        assertThat(read.unable(new UUID(0, 9))).isEqualTo(new Unable(Unable.Kind.VERSION, "no pipeline"));
    }

    @Test
    void whatCannotBeReadSaysNothing() {
        for (String pulse : List.of("", "{", "[]", "{\"beats\":[]}", "{\"stages\":7}")) {
            assertThat(Beats.read(pulse.getBytes(StandardCharsets.UTF_8)).stages())
                    .as(pulse)
                    .isEmpty();
        }
        assertThat(Beats.read(null).unable()).isEmpty();
    }
}
