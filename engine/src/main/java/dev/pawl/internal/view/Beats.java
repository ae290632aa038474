// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.view;

import dev.pawl.Health;
import dev.pawl.Json;
import dev.pawl.core.Reason;
import dev.pawl.core.Run;
import dev.pawl.internal.view.Signs.OfStage;
import dev.pawl.internal.view.Signs.Place;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * What a worker writes down of the work it does, for other processes: what {@link Signs} says of each run, and no more than a
 * journal does not say.
 *
 * @param at when
 * @param everyMillis how often it writes down signs of life
 * @param unable runs it cannot execute, and why, in words
 * @param unableKinds the same for programs; null where it was written before there was such a thing
 * @param full pipelines of which no run begins for now; null where it was written before there was such a thing
 */
public record Beats(
        @Nullable Instant at,
        long everyMillis,
        List<OfStage> stages,
        List<OfRun> reasons,
        Map<String, List<Place>> holders,
        List<Place> executing,
        @Nullable Place alone,
        Map<UUID, String> unable,
        @Nullable Map<UUID, String> unableKinds,
        @Nullable List<Full> full) {

    /** It says nothing. */
    public static final Beats NONE =
            new Beats(null, 0, List.of(), List.of(), Map.of(), List.of(), null, Map.of(), null, null);

    /** What it may take to write it down. */
    private static final Duration SLACK = Duration.ofSeconds(5);

    /** Why a run does not go on. */
    public record OfRun(UUID run, int epoch, List<Reason> reasons) {}

    /** Reads a pulse; one that cannot be read says nothing. */
    public static Beats read(byte @Nullable [] pulse) {
        try {
            return pulse == null ? NONE : Json.views().readValue(pulse, Beats.class);
        } catch (JacksonException e) {
            return NONE;
        }
    }

    /** Whether nothing it says of a run is other than that it goes on, and it speaks as often as it should. */
    public boolean plain(UUID run, Instant now) {
        Instant quiet = quietAfter();
        boolean late = quiet != null && now.isAfter(quiet);
        return reasons.stream().noneMatch(of -> of.run.equals(run))
                && stages.stream()
                        .filter(stage -> stage.attempt().run().equals(run))
                        .allMatch(stage -> stage.health() == Health.HEALTHY && !(late && stage.silentSince() != null));
    }

    private @Nullable Instant quietAfter() {
        return at == null ? null : at.plusMillis(everyMillis).plus(SLACK);
    }

    /** What it says of a run. */
    public Signs of(Run run) {
        return new Signs(
                at,
                quietAfter(),
                stages.stream()
                        .filter(stage -> stage.attempt().run().equals(run.id()))
                        .toList(),
                reasons.stream()
                        .filter(of -> of.run.equals(run.id()) && of.epoch == run.epoch())
                        .flatMap(of -> of.reasons.stream())
                        .toList(),
                holders,
                executing.stream()
                        .filter(place -> !place.run().equals(run.id()))
                        .toList(),
                alone,
                null,
                unable(run.id()),
                null);
    }

    /** Why the worker cannot execute a run, or null. */
    public @Nullable Unable unable(UUID run) {
        String words = unable.get(run);
        return words == null
                ? null
                : new Unable(Unable.Kind.named(unableKinds == null ? null : unableKinds.get(run)), words);
    }

    /** Why no run of that pipeline begins for now, or null. */
    public @Nullable Full full(String pipeline) {
        return full == null
                ? null
                : full.stream()
                        .filter(one -> one.pipeline().equals(pipeline))
                        .findFirst()
                        .orElse(null);
    }

    /** Those of now. */
    public static Beats of(
            Instant at,
            long everyMillis,
            List<OfStage> stages,
            List<OfRun> reasons,
            Map<String, List<Place>> holders,
            List<Place> executing,
            @Nullable Place alone,
            Map<UUID, Unable> unable,
            List<Full> full) {
        Map<UUID, String> words = new HashMap<>();
        Map<UUID, String> kinds = new HashMap<>();
        unable.forEach((run, why) -> {
            words.put(run, why.words());
            kinds.put(run, why.kind().name());
        });
        return new Beats(at, everyMillis, stages, reasons, holders, executing, alone, words, kinds, full);
    }
}
