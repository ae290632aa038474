// SPDX-License-Identifier: Apache-2.0
package dev.pawl.chaos;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How long runs waited for another worker after a fault of theirs. */
final class Takeovers {

    /** So long a database that was away may still be felt. */
    private static final long AFTERMATH = 5_000;

    private final List<Hit> hits;
    private final Map<Fault, List<Long>> all = new EnumMap<>(Fault.class);
    private final Map<Fault, List<Long>> undisturbed = new EnumMap<>(Fault.class);

    Takeovers(List<Hit> hits) {
        this.hits = hits;
    }

    /**
     * A run is another's.
     *
     * @param from whose it was, or null where nobody knows
     * @param since when it became theirs
     * @return whether something was the matter with them
     */
    boolean add(@Nullable String from, long since, long at) {
        Hit cause = hits.stream()
                .filter(hit -> hit.explains(from, at) && (hit.fault().isEnd() || hit.until() >= since))
                .findFirst()
                .orElse(null);
        if (cause == null) {
            return hits.stream().anyMatch(hit -> hit.explains(from, at));
        }
        long began = Math.max(cause.from(), since);
        all.computeIfAbsent(cause.fault(), fault -> new ArrayList<>()).add(at - began);
        if (isUndisturbed(from, began, at)) {
            undisturbed
                    .computeIfAbsent(cause.fault(), fault -> new ArrayList<>())
                    .add(at - began);
        }
        return true;
    }

    /** What may have been the matter with them. */
    Set<Hit> causes(@Nullable String from, long at) {
        return hits.stream().filter(hit -> hit.explains(from, at)).collect(Collectors.toSet());
    }

    /** Whether the database, and all other workers, were well meanwhile. */
    private boolean isUndisturbed(@Nullable String worker, long from, long to) {
        return hits.stream()
                .filter(hit -> !Objects.equals(hit.worker(), worker))
                .noneMatch(hit -> hit.from() <= to && from <= hit.until() + AFTERMATH);
    }

    void sum(Story story) {
        all.forEach((fault, times) -> story.sum(
                "taken over after %s: %s; undisturbed: %s",
                fault, words(times), words(undisturbed.getOrDefault(fault, List.of()))));
    }

    static String words(List<Long> times) {
        if (times.isEmpty()) {
            return "none";
        }
        List<Long> sorted = times.stream().sorted().toList();
        return "%d runs, median %d ms, worst %d ms"
                .formatted(sorted.size(), sorted.get(sorted.size() / 2), sorted.getLast());
    }
}
