// SPDX-License-Identifier: Apache-2.0
package dev.pawl.telemetry;

import dev.pawl.core.RunStatus;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** How many runs are in hand, of each pipeline and status. A gauge stays once it is there, and shows 0. */
final class ActiveRuns {

    private final MeterRegistry registry;
    private final Map<UUID, Place> places = new HashMap<>();
    private final Map<Place, AtomicInteger> numbers = new HashMap<>();

    ActiveRuns(MeterRegistry registry) {
        this.registry = registry;
    }

    void put(UUID run, String pipeline, RunStatus status) {
        Place now = new Place(pipeline, status);
        Place before = places.put(run, now);
        if (!now.equals(before)) {
            leave(before);
            number(now).incrementAndGet();
        }
    }

    void remove(UUID run) {
        leave(places.remove(run));
    }

    void clear() {
        places.clear();
        numbers.values().forEach(number -> number.set(0));
    }

    private void leave(@Nullable Place place) {
        if (place != null) {
            number(place).decrementAndGet();
        }
    }

    private AtomicInteger number(Place place) {
        return numbers.computeIfAbsent(place, missing -> {
            AtomicInteger number = new AtomicInteger();
            Meters.RUNS_ACTIVE.show(registry, number, place.pipeline, EventMeters.word(place.status));
            return number;
        });
    }

    private record Place(String pipeline, RunStatus status) {}
}
