// SPDX-License-Identifier: Apache-2.0
package dev.pawl.telemetry;

import dev.pawl.core.Event;
import dev.pawl.core.FailureKind;
import dev.pawl.core.Run;
import dev.pawl.core.StageState;
import dev.pawl.core.StageStatus;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What each event adds to the meters. Events that no meter is about are let through, also those of a later version. */
final class EventMeters {

    private final MeterRegistry registry;

    EventMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Counts an event that is about to happen to that run, which exists. */
    void count(Followed followed, Event event) {
        Run run = followed.run();
        if (event instanceof Event.OfStage ofStage && !run.hasStage(ofStage.stage())) {
            return; // a name that is not from the definition is no tag
        }
        String pipeline = run.created().pipeline();
        switch (event) {
            case Event.Claimed e -> claimed(followed, e);
            case Event.CancelRequested e ->
                Meters.RUN_CANCELS.counter(registry, pipeline).increment();
            case Event.Ended e -> {
                String status = word(e.status());
                Meters.RUNS_ENDED.counter(registry, pipeline, status).increment();
                Meters.RUN_DURATION.time(registry, run.created().at(), e.at(), pipeline, status);
            }
            case Event.AttemptStarted e -> {
                if (run.stage(e.stage()).status() == StageStatus.RUNNING) {
                    interrupted(run, e.stage());
                }
            }
            case Event.AttemptSucceeded e ->
                attempt(run, e.stage(), e.degraded() == null ? "succeeded" : "degraded", null, e.at());
            case Event.AttemptFailed e ->
                attempt(
                        run,
                        e.stage(),
                        e.retryAt() == null ? "failed" : "retried",
                        e.failure().kind(),
                        e.at());
            case Event.Doubted e -> {
                Meters.STAGE_DOUBTS.counter(registry, pipeline, e.stage()).increment();
                if (e.failure() == null) {
                    interrupted(run, e.stage());
                }
            }
            case Event.LateResult e ->
                Meters.STAGE_LATE.counter(registry, pipeline, e.stage()).increment();
            case Event other -> {}
        }
    }

    private void claimed(Followed followed, Event.Claimed e) {
        Run run = followed.run();
        String pipeline = run.created().pipeline();
        if (e.epoch() == 1) {
            Meters.RUNS_STARTED.counter(registry, pipeline).increment();
            Meters.RUN_QUEUED.time(registry, run.created().at(), e.at(), pipeline);
        } else {
            Meters.RUN_RECOVERIES
                    .counter(registry, pipeline, followed.causeOfClaim())
                    .increment();
        }
    }

    private void interrupted(Run run, String stage) {
        Meters.STAGE_INTERRUPTIONS
                .counter(registry, run.created().pipeline(), stage)
                .increment();
    }

    private void attempt(Run run, String stage, String outcome, @Nullable FailureKind kind, Instant at) {
        String pipeline = run.created().pipeline();
        Meters.STAGE_ATTEMPTS
                .counter(registry, pipeline, stage, outcome, kind == null ? "none" : word(kind))
                .increment();
        StageState state = run.stage(stage);
        if (state.startedAt() != null) {
            Meters.STAGE_DURATION.time(registry, state.startedAt(), at, pipeline, stage, outcome);
        }
    }

    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
