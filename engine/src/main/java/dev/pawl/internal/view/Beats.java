// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.view;

import dev.pawl.Json;
import dev.pawl.StageView.Heartbeat;
import dev.pawl.core.Attempt;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** What a worker writes down of the progress of its attempts. */
public record Beats(List<Of> beats) {

    private static final Beats NONE = new Beats(List.of());

    /** One attempt's. */
    public record Of(Attempt attempt, int epoch, Heartbeat heartbeat) {}

    /** Reads a pulse; one that cannot be read says nothing. */
    public static Beats read(byte @Nullable [] pulse) {
        try {
            return pulse == null ? NONE : Json.views().readValue(pulse, Beats.class);
        } catch (JacksonException e) {
            return NONE;
        }
    }

    /** The latest of an attempt, or null. */
    public @Nullable Heartbeat of(Attempt attempt, int epoch) {
        for (Of beat : beats) {
            if (beat.epoch == epoch && beat.attempt.equals(attempt)) {
                return beat.heartbeat;
            }
        }
        return null;
    }
}
