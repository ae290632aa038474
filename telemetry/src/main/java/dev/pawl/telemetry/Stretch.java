// SPDX-License-Identifier: Apache-2.0
package dev.pawl.telemetry;

import dev.pawl.core.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What happened to a run since it was made, or last resumed. */
final class Stretch {

    private final List<Event> events = new ArrayList<>();
    private int epoch;
    private @Nullable UUID worker;

    void add(Event event) {
        if (event instanceof Event.Resumed) {
            events.clear();
        }
        if (event instanceof Event.Claimed claimed) {
            worker = claimed.worker();
            epoch = claimed.epoch();
        }
        events.add(event);
    }

    /** From {@link Event.Created} or {@link Event.Resumed} on. */
    List<Event> events() {
        return events;
    }

    /** Of the last claim, or 0. */
    int epoch() {
        return epoch;
    }

    /** Who claimed it last. */
    @Nullable
    UUID worker() {
        return worker;
    }
}
