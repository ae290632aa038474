// SPDX-License-Identifier: Apache-2.0
package dev.pawl.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Every meter there is. Tags are names from definitions and words of this program: as many as these, however many runs. */
enum Meters {
    RUNS_STARTED("pawl.runs.started", "counter", "runs claimed for the first time", "pipeline"),
    RUNS_ENDED("pawl.runs.ended", "counter", "runs that ended, or rest where they failed", "pipeline", "status"),
    RUNS_ACTIVE("pawl.runs.active", "gauge", "runs this process has in hand", "pipeline", "status"),
    RUN_DURATION(
            "pawl.run.duration",
            "timer",
            "from the creation of a run to its end, with what it waited and rested",
            "pipeline",
            "status"),
    RUN_QUEUED("pawl.run.queued", "timer", "from the creation of a run to its first claim", "pipeline"),
    RUN_RECOVERIES(
            "pawl.run.recoveries",
            "counter",
            "runs claimed again: their worker was `lost`, they were `released` by it, or `resumed` by a person",
            "pipeline",
            "cause"),
    RUN_CANCELS("pawl.run.cancels", "counter", "requests to cancel a run", "pipeline"),
    STAGE_ATTEMPTS(
            "pawl.stage.attempts",
            "counter",
            "attempts that ended: `succeeded`, `degraded`, `retried` (failed, and another follows), `failed`; `kind` says"
                    + " why one failed, else `none`",
            "pipeline",
            "stage",
            "outcome",
            "kind"),
    STAGE_DURATION(
            "pawl.stage.duration",
            "timer",
            "from the start of an attempt to its end; of one that was interrupted, from its last start",
            "pipeline",
            "stage",
            "outcome"),
    STAGE_INTERRUPTIONS(
            "pawl.stage.interruptions", "counter", "attempts whose worker was lost on the way", "pipeline", "stage"),
    STAGE_DOUBTS("pawl.stage.doubts", "counter", "attempts that a person has to settle", "pipeline", "stage"),
    STAGE_LATE("pawl.stage.late", "counter", "results that came too late to count", "pipeline", "stage"),
    LISTENER_MISSED(
            "pawl.listener.missed", "counter", "entries these meters know nothing of, as the listener was behind");

    private final String id;
    private final String kind;
    private final String description;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<String> tags;

    Meters(String id, String kind, String description, String... tags) {
        this.id = id;
        this.kind = kind;
        this.description = description;
        this.tags = List.of(tags);
    }

    String id() {
        return id;
    }

    /** {@code counter}, {@code gauge} or {@code timer}. */
    String kind() {
        return kind;
    }

    String description() {
        return description;
    }

    /** Names of its tags. */
    List<String> tags() {
        return tags;
    }

    Counter counter(MeterRegistry registry, String... values) {
        return Counter.builder(id).description(description).tags(tags(values)).register(registry);
    }

    void time(MeterRegistry registry, Instant from, Instant to, String... values) {
        Timer.builder(id)
                .description(description)
                .tags(tags(values))
                .register(registry)
                .record(Duration.between(from, to));
    }

    /** A gauge that shows the number; the registry does not keep it alive. */
    void show(MeterRegistry registry, AtomicInteger number, String... values) {
        Gauge.builder(id, number, AtomicInteger::get)
                .description(description)
                .tags(tags(values))
                .register(registry);
    }

    private Tags tags(String... values) {
        if (values.length != tags.size()) {
            throw new IllegalArgumentException(id + " has the tags " + tags + ", not " + values.length);
        }
        Tags all = Tags.empty();
        for (int i = 0; i < values.length; i++) {
            all = all.and(tags.get(i), values[i]);
        }
        return all;
    }
}
