// SPDX-License-Identifier: Apache-2.0
package dev.pawl.engine;

import static dev.pawl.core.RunStatus.CANCELLED;
import static dev.pawl.core.RunStatus.FAILED;
import static dev.pawl.core.RunStatus.SUCCEEDED;
import static dev.pawl.core.RunStatus.WAITING;
import static dev.pawl.engine.Bench.end;
import static dev.pawl.engine.Bench.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.Pawl;
import dev.pawl.Pipeline;
import dev.pawl.RunHandle;
import dev.pawl.RunListener;
import dev.pawl.Submission;
import dev.pawl.core.Event;
import dev.pawl.core.RunStatus;
import dev.pawl.telemetry.PawlTraces;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class TracesTest extends OnSqlite {

    private final InMemorySpanExporter exported = InMemorySpanExporter.create();
    private final SdkTracerProvider provider = SdkTracerProvider.builder()
            .addSpanProcessor(SimpleSpanProcessor.create(exported))
            .addSpanProcessor(new Starts())
            .build();
    private final AtomicInteger started = new AtomicInteger();

    @Override
    RunListener listener(Pawl pawl) {
        return new PawlTraces(pawl, provider.get("test"));
    }

    @AfterEach
    void closeProvider() {
        provider.close();
    }

    @Test
    void aRunIsASpanAboveThoseOfItsAttempts() throws Exception {
        Gate gate = bench().gate();
        gate.open();
        Pipeline<String> pipeline = Work.held(tally(), gate);
        Pawl pawl = start(pipeline);
        RunHandle run = pawl.submit(pipeline, "k", Submission.plain());
        end(run, SUCCEEDED);
        SpanData root = root("run held");
        assertThat(root.getTraceId()).isEqualTo(run.id().toString().replace("-", ""));
        assertThat(root.getStartEpochNanos()).isEqualTo(at(pawl, run, Event.Created.class, 0));
        assertThat(root.getEndEpochNanos()).isEqualTo(at(pawl, run, Event.Ended.class, 0));
        assertThat(text(root, "pawl.run")).isEqualTo(run.id().toString());
        assertThat(text(root, "pawl.pipeline")).isEqualTo("held");
        assertThat(text(root, "pawl.status")).isEqualTo("succeeded");
        List<String> stages = List.of("a", "b");
        for (int i = 0; i < stages.size(); i++) {
            SpanData attempt = spans("stage " + stages.get(i)).getFirst();
            assertThat(attempt.getTraceId()).isEqualTo(root.getTraceId());
            assertThat(attempt.getParentSpanId()).isEqualTo(root.getSpanId());
            assertThat(attempt.getStartEpochNanos()).isEqualTo(at(pawl, run, Event.AttemptStarted.class, i));
            assertThat(attempt.getEndEpochNanos()).isEqualTo(at(pawl, run, Event.AttemptSucceeded.class, i));
            assertThat(text(attempt, "pawl.attempt")).isEqualTo(run.id() + "/" + stages.get(i) + "/0/1");
            assertThat(text(attempt, "pawl.stage")).isEqualTo(stages.get(i));
            assertThat(text(attempt, "pawl.status")).isEqualTo("succeeded");
            assertThat(epoch(attempt)).isEqualTo(1);
        }
        assertThat(exported.getFinishedSpanItems()).hasSize(3);
        assertThat(started).hasValue(3);
    }

    @Test
    @Tag("S6")
    void aRunThatWasTakenOverIsOneTraceWithItsInterruption() throws Exception {
        AtGate at = atGate(Work::held);
        RunHandle run = at.run();
        Pawl second = takenOver(at);
        end(second.run(run.id()), SUCCEEDED);
        SpanData root = root("run held");
        assertThat(root.getStartEpochNanos()).isEqualTo(at(second, run, Event.Created.class, 0));
        assertThat(root.getEvents()).extracting(EventData::getName).containsExactly("recovered");
        assertThat(root.getEvents().getFirst().getEpochNanos()).isEqualTo(at(second, run, Event.Claimed.class, 1));
        assertThat(spans("stage a")).hasSize(1);
        SpanData attempt = spans("stage b").getFirst();
        assertThat(spans("stage b")).hasSize(1);
        assertThat(attempt.getStartEpochNanos()).isEqualTo(at(second, run, Event.AttemptStarted.class, 1));
        assertThat(attempt.getEvents()).extracting(EventData::getName).containsExactly("interrupted");
        assertThat(attempt.getEvents().getFirst().getEpochNanos())
                .isEqualTo(at(second, run, Event.AttemptStarted.class, 2));
        assertThat(epoch(attempt)).isEqualTo(2);
        assertThat(epoch(root)).isEqualTo(2);
    }

    @Test
    void aResumedRunAddsASpanToItsTrace() throws Exception {
        Pipeline<String> pipeline = Work.failing(tally(), 2);
        Pawl pawl = start(pipeline);
        RunHandle run = pawl.submit(pipeline, "", Submission.plain());
        end(run, FAILED);
        SpanData failed = root("run failing");
        assertThat(failed.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(text(failed, "pawl.error")).contains("not yet");
        assertThat(spans("stage a"))
                .extracting(span -> text(span, "pawl.status"))
                .containsExactly("retried", "failed");
        assertThat(spans("stage a"))
                .extracting(span -> text(span, "error.type"))
                .containsExactly("error", "error");
        exported.reset();
        pawl.resume(run.id(), null);
        end(run, SUCCEEDED);
        SpanData succeeded = root("run failing");
        assertThat(succeeded.getTraceId()).isEqualTo(failed.getTraceId());
        assertThat(succeeded.getStartEpochNanos()).isEqualTo(at(pawl, run, Event.Resumed.class, 0));
        assertThat(spans("stage a")).hasSize(1).allSatisfy(span -> {
            assertThat(text(span, "pawl.attempt")).endsWith("/a/1/1");
            assertThat(text(span, "pawl.status")).isEqualTo("degraded");
            assertThat(text(span, "pawl.degraded")).isEqualTo("a guess");
            assertThat(span.getParentSpanId()).isEqualTo(succeeded.getSpanId());
        });
    }

    @Test
    void aDoubtEndsTheAttemptAndWhoCancelsEndsTheRest() throws Exception {
        AtGate at = atGate(Work::mail);
        RunHandle run = at.run();
        Pawl second = takenOver(at);
        until(second.run(run.id()), WAITING);
        assertThat(exported.getFinishedSpanItems()).isEmpty();
        second.cancel(run.id(), null, null);
        end(second.run(run.id()), CANCELLED);
        SpanData root = root("run mail");
        assertThat(text(root, "pawl.status")).isEqualTo("cancelled");
        assertThat(root.getEvents()).extracting(EventData::getName).containsExactly("recovered", "cancel requested");
        SpanData attempt = spans("stage send").getFirst();
        assertThat(text(attempt, "pawl.status")).isEqualTo("doubted");
        assertThat(attempt.getEvents()).extracting(EventData::getName).containsExactly("interrupted");
    }

    @Test
    void anAttemptThatIsCancelledEndsWithItsRun() throws Exception {
        AtGate at = atGate(Work::mail);
        Pawl pawl = at.pawl();
        RunHandle run = at.run();
        pawl.cancel(run.id(), null, null);
        end(run, RunStatus.CANCELLED);
        SpanData root = root("run mail");
        SpanData attempt = spans("stage send").getFirst();
        assertThat(text(attempt, "pawl.status")).isEqualTo("cancelled");
        assertThat(attempt.getEndEpochNanos()).isEqualTo(root.getEndEpochNanos());
    }

    /** A worker that lost its run hears of how it ends. */
    @Test
    void aRunIsToldByTheWorkerThatEndedIt() throws Exception {
        AtGate at = atGate(Work::held);
        Pawl zombie = at.pawl();
        RunHandle run = at.run();
        Pawl healthy = takenFromTheLiving(at);
        end(healthy.run(run.id()), SUCCEEDED);
        at.gate().open();
        zombie.close();
        healthy.close();
        assertThat(spans("run held")).hasSize(1);
    }

    @Test
    void aRunThatIsNotThereIsLetThrough() {
        Pawl pawl = start();
        listener(pawl).onEntry(viewOfNobody(), stray(new Event.Ended(Instant.EPOCH, SUCCEEDED, null)));
        assertThat(started).hasValue(0);
    }

    /** The run's span ends last. */
    private SpanData root(String name) {
        until(() -> !spans(name).isEmpty());
        assertThat(spans(name)).hasSize(1);
        return spans(name).getFirst();
    }

    private List<SpanData> spans(String name) {
        return exported.getFinishedSpanItems().stream()
                .filter(span -> span.getName().equals(name))
                .toList();
    }

    private static String text(SpanData span, String key) {
        return span.getAttributes().get(AttributeKey.stringKey(key));
    }

    private static long epoch(SpanData span) {
        return span.getAttributes().get(AttributeKey.longKey("pawl.epoch"));
    }

    private static <E extends Event> long at(Pawl pawl, RunHandle run, Class<E> type, int index) {
        Instant at = Bench.events(pawl, run.id(), type).get(index).at();
        return TimeUnit.SECONDS.toNanos(at.getEpochSecond()) + at.getNano();
    }

    /** Counts what begins: a span that never ends is not exported. */
    private final class Starts implements SpanProcessor {

        @Override
        public void onStart(Context parent, ReadWriteSpan span) {
            started.incrementAndGet();
        }

        @Override
        public boolean isStartRequired() {
            return true;
        }

        @Override
        public void onEnd(ReadableSpan span) {}

        @Override
        public boolean isEndRequired() {
            return false;
        }
    }
}
