// SPDX-License-Identifier: Apache-2.0
package dev.pawl.telemetry;

import static dev.pawl.telemetry.SpanNames.EPOCH;
import static dev.pawl.telemetry.SpanNames.STAGE;
import static dev.pawl.telemetry.SpanNames.STATUS;

import dev.pawl.RunView;
import dev.pawl.core.Attempt;
import dev.pawl.core.Event;
import dev.pawl.core.Failure;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Tells the spans of one stretch of a run. */
final class RunSpans {

    private final Tracer tracer;
    private final RunView run;
    private final Stretch stretch;
    private final Span root;
    private final Context below;
    private final Map<String, Span> open = new LinkedHashMap<>();

    /** Begins the run's span. */
    RunSpans(Tracer tracer, RunView run, Stretch stretch) {
        this.tracer = tracer;
        this.run = run;
        this.stretch = stretch;
        Context above = Context.root().with(Span.wrap(nobody(run.id())));
        Instant from = stretch.events().isEmpty()
                ? run.createdAt()
                : stretch.events().getFirst().at();
        this.root = tracer.spanBuilder("run " + run.pipeline())
                .setParent(above)
                .setStartTimestamp(from)
                .setAttribute(SpanNames.RUN, run.id().toString())
                .setAttribute(SpanNames.PIPELINE, run.pipeline())
                .setAttribute(SpanNames.VERSION, (long) run.version())
                .startSpan();
        this.below = above.with(root);
    }

    /** The parent that puts the run's span into the trace of the run's id: the only way to choose a trace. */
    private static SpanContext nobody(UUID run) {
        String trace = run.toString().replace("-", "");
        String span = SpanId.fromLong(run.getLeastSignificantBits());
        return SpanContext.createFromRemoteParent(trace, span, TraceFlags.getSampled(), TraceState.getDefault());
    }

    /** Tells them all. */
    void tell() {
        stretch.events().forEach(this::tell);
    }

    private void tell(Event event) {
        switch (event) {
            case Event.Claimed e -> {
                if (e.epoch() > 1) {
                    root.addEvent(SpanNames.RECOVERED, Attributes.of(EPOCH, (long) e.epoch()), e.at());
                }
            }
            case Event.Released e -> root.addEvent(SpanNames.RELEASED, e.at());
            case Event.CancelRequested e -> root.addEvent(SpanNames.CANCEL_REQUESTED, e.at());
            case Event.Settled e ->
                root.addEvent(
                        SpanNames.SETTLED, Attributes.of(STAGE, e.stage(), STATUS, EventMeters.word(e.as())), e.at());
            case Event.LateResult e -> root.addEvent(SpanNames.LATE_RESULT, Attributes.of(STAGE, e.stage()), e.at());
            case Event.AttemptStarted e -> start(e);
            case Event.AttemptSucceeded e -> succeed(e);
            case Event.AttemptFailed e ->
                end(e.stage(), e.retryAt() == null ? "failed" : "retried", e.failure(), e.at());
            case Event.Doubted e -> doubt(e);
            case Event.Ended e -> end(e);
            case Event other -> {}
        }
    }

    /** Started again while it was open, the attempt was interrupted; when exactly nobody knows. */
    private void start(Event.AttemptStarted e) {
        Span there = open.get(e.stage());
        if (there != null) {
            there.addEvent(SpanNames.INTERRUPTED, Attributes.of(EPOCH, (long) e.epoch()), e.at());
            there.setAttribute(EPOCH, (long) e.epoch());
            return;
        }
        String attempt = new Attempt(run.id(), e.stage(), e.generation(), e.number()).id();
        open.put(
                e.stage(),
                tracer.spanBuilder("stage " + e.stage())
                        .setParent(below)
                        .setStartTimestamp(e.at())
                        .setAttribute(SpanNames.PIPELINE, run.pipeline())
                        .setAttribute(STAGE, e.stage())
                        .setAttribute(SpanNames.ATTEMPT, attempt)
                        .setAttribute(EPOCH, (long) e.epoch())
                        .startSpan());
    }

    private void succeed(Event.AttemptSucceeded e) {
        Span span = open.get(e.stage());
        if (span != null && e.degraded() != null) {
            span.setAttribute(SpanNames.DEGRADED, e.degraded());
        }
        end(e.stage(), e.degraded() == null ? "succeeded" : "degraded", null, e.at());
    }

    private void doubt(Event.Doubted e) {
        Span span = open.get(e.stage());
        if (span != null && e.failure() == null) {
            span.addEvent(SpanNames.INTERRUPTED, e.at());
        }
        end(e.stage(), "doubted", e.failure(), e.at());
    }

    private void end(String stage, String status, @Nullable Failure failure, Instant at) {
        Span span = open.remove(stage);
        if (span != null) {
            end(span, status, failure, at);
        }
    }

    private void end(Event.Ended e) {
        open.values().forEach(span -> end(span, EventMeters.word(e.status()), null, e.at()));
        open.clear();
        root.setAttribute(EPOCH, (long) stretch.epoch());
        end(root, EventMeters.word(e.status()), e.failure(), e.at());
    }

    private static void end(Span span, String status, @Nullable Failure failure, Instant at) {
        span.setAttribute(STATUS, status);
        if (failure != null) {
            span.setStatus(StatusCode.ERROR, failure.message());
            span.setAttribute(SpanNames.ERROR, failure.message());
            span.setAttribute(SpanNames.ERROR_TYPE, EventMeters.word(failure.kind()));
        }
        span.end(at);
    }
}
