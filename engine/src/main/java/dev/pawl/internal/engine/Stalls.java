// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.engine;

import dev.pawl.Health;
import dev.pawl.core.Attempt;
import dev.pawl.core.Silence;
import dev.pawl.internal.view.Durations;
import dev.pawl.internal.view.Signs.OfStage;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which stages have fallen silent for too long, so that it is said once, and once that they are back. Used by one thread. */
final class Stalls {

    private final Set<Stage> stalled = new HashSet<>();

    /** A stage under an epoch. */
    record Stage(Attempt attempt, int epoch) {
        static Stage of(OfStage stage) {
            return new Stage(stage.attempt(), stage.epoch());
        }
    }

    /** What there is to say of a stage, or null. */
    @Nullable
    String news(OfStage stage, Silence silence, Instant now) {
        Instant since = stage.silentSince();
        if (stage.health() == Health.STALLED && since != null) {
            return stalled.add(Stage.of(stage))
                    ? "has stalled: no sign of life for " + Durations.exact(Duration.between(since, now)) + ", and "
                            + Durations.exact(silence.stallAfter()) + " are allowed"
                    : null;
        }
        return stalled.remove(Stage.of(stage)) && stage.running() > 0 ? "gives signs of life again" : null;
    }

    /** Forgets all others. */
    void keep(Set<Stage> atWork) {
        stalled.retainAll(atWork);
    }
}
