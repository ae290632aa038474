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
import dev.pawl.core.SettleAs;
import dev.pawl.telemetry.Inside;
import dev.pawl.telemetry.PawlMetrics;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Statistic;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class MetricsTest extends OnSqlite {

    private final Map<Pawl, SimpleMeterRegistry> registries = new HashMap<>();
    private final Map<Pawl, PawlMetrics> metrics = new HashMap<>();

    @Override
    RunListener listener(Pawl pawl) {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        registries.put(pawl, registry);
        metrics.put(pawl, new PawlMetrics(pawl, registry));
        return metrics.get(pawl);
    }

    @Test
    void aRunIsCountedAndForgotten() throws Exception {
        AtGate at = pastTheFirstStage();
        Pawl pawl = at.pawl();
        RunHandle run = at.run();
        assertThat(value(pawl, "pawl.runs.active held running")).isEqualTo(1);
        assertThat(Inside.remembered(metrics.get(pawl))).isEqualTo(1);
        at.gate().open();
        end(run, SUCCEEDED);
        awaitEnded(pawl, "held succeeded");
        assertThat(values(pawl))
                .isEqualTo(Map.of(
                        "pawl.runs.started held", 1.0,
                        "pawl.runs.ended held succeeded", 1.0,
                        "pawl.runs.active held running", 0.0,
                        "pawl.run.duration held succeeded", 1.0,
                        "pawl.run.queued held", 1.0,
                        "pawl.stage.attempts held a succeeded none", 1.0,
                        "pawl.stage.attempts held b succeeded none", 1.0,
                        "pawl.stage.duration held a succeeded", 1.0,
                        "pawl.stage.duration held b succeeded", 1.0,
                        "pawl.listener.missed", 0.0));
    }

    @Test
    void durationsAreThoseOfTheJournal() throws Exception {
        Gate gate = bench().gate();
        gate.open();
        Pipeline<String> pipeline = Work.held(tally(), gate);
        Pawl pawl = start(pipeline);
        RunHandle run = pawl.submit(pipeline, "k", Submission.plain());
        end(run, SUCCEEDED);
        awaitEnded(pawl, "held succeeded");
        Event.Ended ended = Bench.events(pawl, run.id(), Event.Ended.class).getFirst();
        Event.Created created =
                Bench.events(pawl, run.id(), Event.Created.class).getFirst();
        assertThat(registries.get(pawl).get("pawl.run.duration").timer().totalTime(TimeUnit.NANOSECONDS))
                .isEqualTo((double) Duration.between(created.at(), ended.at()).toNanos());
    }

    @Test
    @org.junit.jupiter.api.Tag("S6")
    void everyRecoveryIsCountedOnceByTheProcessThatTookTheRun() throws Exception {
        AtGate at = pastTheFirstStage();
        RunHandle run = at.run();
        Pawl second = takenOver(at);
        end(second.run(run.id()), SUCCEEDED);
        awaitEnded(second, "held succeeded");
        assertThat(values(second))
                .isEqualTo(Map.of(
                        "pawl.run.recoveries held lost", 1.0,
                        "pawl.runs.ended held succeeded", 1.0,
                        "pawl.runs.active held running", 0.0,
                        "pawl.run.duration held succeeded", 1.0,
                        "pawl.stage.interruptions held b", 1.0,
                        "pawl.stage.attempts held b succeeded none", 1.0,
                        "pawl.stage.duration held b succeeded", 1.0,
                        "pawl.listener.missed", 0.0));
    }

    @Test
    @org.junit.jupiter.api.Tag("S6")
    void aRunThatWasGivenBackIsARecoveryWithoutAnInterruptionOfItsOwn() throws Exception {
        Gate gate = bench().gate();
        Pipeline<String> pipeline = Work.mail(tally(), gate);
        Pipeline<String> pausing = Pipeline.named("pausing", String.class)
                .stage(
                        "a",
                        Integer.class,
                        s -> s.retry(FailingContract.retries(1, 600_000)).run(c -> {
                            throw new IllegalStateException("no");
                        }))
                .build();
        Pawl first = start(pipeline, pausing);
        RunHandle run = first.submit(pausing, "", Submission.plain());
        until(run, WAITING);
        first.close();
        assertThat(Inside.remembered(metrics.get(first))).isZero();
        assertThat(value(first, "pawl.runs.active pausing waiting")).isZero();
        Pawl second = start(pipeline, pausing);
        until(() -> value(second, "pawl.runs.active pausing waiting") == 1);
        assertThat(values(second))
                .containsEntry("pawl.run.recoveries pausing released", 1.0)
                .doesNotContainKey("pawl.stage.interruptions pausing a");
        second.cancel(run.id(), null, null);
        end(second.run(run.id()), CANCELLED);
        awaitEnded(second, "pausing cancelled");
        assertThat(value(second, "pawl.run.cancels pausing")).isEqualTo(1);
    }

    @Test
    void failuresAreCountedByKindAndAResumeIsNoLoss() throws Exception {
        Pipeline<String> pipeline = Work.failing(tally(), 2);
        Pawl pawl = start(pipeline);
        RunHandle run = pawl.submit(pipeline, "", Submission.plain());
        end(run, FAILED);
        pawl.resume(run.id(), null);
        end(run, SUCCEEDED);
        awaitEnded(pawl, "failing succeeded");
        assertThat(values(pawl))
                .containsEntry("pawl.runs.started failing", 1.0)
                .containsEntry("pawl.runs.ended failing failed", 1.0)
                .containsEntry("pawl.run.recoveries failing resumed", 1.0)
                .containsEntry("pawl.stage.attempts failing a retried error", 1.0)
                .containsEntry("pawl.stage.attempts failing a failed error", 1.0)
                .containsEntry("pawl.stage.attempts failing a degraded none", 1.0);
    }

    @Test
    @org.junit.jupiter.api.Tag("S6")
    void anEffectThatWasInterruptedIsADoubtAndAnInterruption() throws Exception {
        AtGate at = atGate(Work::mail);
        RunHandle run = at.run();
        Pawl second = takenOver(at);
        until(second.run(run.id()), WAITING);
        second.settle(run.id(), "send", SettleAs.RERUN, null, null);
        end(second.run(run.id()), SUCCEEDED);
        awaitEnded(second, "mail succeeded");
        assertThat(values(second))
                .containsEntry("pawl.run.recoveries mail lost", 1.0)
                .containsEntry("pawl.stage.doubts mail send", 1.0)
                .containsEntry("pawl.stage.interruptions mail send", 1.0)
                .containsEntry("pawl.stage.attempts mail send succeeded none", 1.0);
    }

    /** A worker that lost its run hears of what the next one does. */
    @Test
    @org.junit.jupiter.api.Tag("S6")
    void whatAnotherWorkerDoesIsCountedByThatOneOnly() throws Exception {
        AtGate at = pastTheFirstStage();
        Pawl zombie = at.pawl();
        RunHandle run = at.run();
        Pawl healthy = takenFromTheLiving(at);
        end(healthy.run(run.id()), SUCCEEDED);
        at.gate().open();
        awaitEnded(healthy, "held succeeded");
        until(() -> Inside.remembered(metrics.get(zombie)) == 0);
        zombie.close();
        assertThat(values(zombie))
                .doesNotContainKeys(
                        "pawl.run.recoveries held lost",
                        "pawl.runs.ended held succeeded",
                        "pawl.stage.interruptions held b",
                        "pawl.stage.attempts held b succeeded none")
                .containsEntry("pawl.runs.active held running", 0.0);
        assertThat(value(healthy, "pawl.run.recoveries held lost")).isEqualTo(1);
    }

    @Test
    void whatWasMissedIsSaidAndTheRunIsFoundAgain() throws Exception {
        AtGate at = pastTheFirstStage();
        Pawl pawl = at.pawl();
        RunHandle run = at.run();
        metrics.get(pawl).missed(7);
        assertThat(value(pawl, "pawl.listener.missed")).isEqualTo(7);
        assertThat(Inside.remembered(metrics.get(pawl))).isZero();
        assertThat(value(pawl, "pawl.runs.active held running")).isZero();
        at.gate().open();
        end(run, SUCCEEDED);
        awaitEnded(pawl, "held succeeded");
        assertThat(values(pawl))
                .containsEntry("pawl.runs.started held", 1.0)
                .containsEntry("pawl.stage.duration held b succeeded", 1.0)
                .containsEntry("pawl.runs.active held running", 0.0);
    }

    @Test
    void aRunThatIsNotThereIsLetThrough() {
        Pawl pawl = start();
        metrics.get(pawl).onEntry(viewOfNobody(), stray(new Event.CancelRequested(Instant.EPOCH, null, null)));
        assertThat(values(pawl)).isEqualTo(Map.of("pawl.listener.missed", 0.0));
        assertThat(Inside.remembered(metrics.get(pawl))).isZero();
    }

    @Test
    void everyMeterOfTheTableIsThereAndNoTagIsOfARun() throws Exception {
        Gate held = bench().gate();
        Gate sent = bench().gate();
        Gate first = bench().gate();
        Gate second = bench().gate();
        Pipeline<String> pipeline = Work.held(tally(), held);
        Pipeline<String> mail = Work.mail(tally(), sent);
        Pipeline<String> late = Work.late(first, second);
        Pawl dying = start(pipeline, mail, late);
        List<RunHandle> lost = List.of(
                dying.submit(pipeline, "key-k", Submission.by("ada")),
                dying.submit(mail, "", Submission.by("ada").key("key-k")));
        held.awaitReached();
        sent.awaitReached();
        bench().kill(dying);
        Pawl pawl = start(pipeline, mail, late);
        RunHandle slow = pawl.submit(late, "", Submission.plain());
        second.awaitReached();
        first.open();
        until(() -> value(pawl, "pawl.stage.late late a") == 1);
        second.open();
        end(slow, SUCCEEDED);
        end(pawl.run(lost.getFirst().id()), SUCCEEDED);
        until(pawl.run(lost.getLast().id()), WAITING);
        pawl.cancel(lost.getLast().id(), "ada", "enough");
        end(pawl.run(lost.getLast().id()), CANCELLED);
        awaitEnded(pawl, "mail cancelled");
        Map<String, List<String>> names = new TreeMap<>();
        registries.get(pawl).forEachMeter(meter -> {
            names.put(
                    meter.getId().getName(),
                    meter.getId().getTags().stream().map(Tag::getKey).sorted().toList());
            assertThat(meter.getId().getTags())
                    .extracting(Tag::getValue)
                    .allMatch(value -> value.matches("[a-z][a-z0-9_]*"))
                    .doesNotContain("ada");
        });
        assertThat(names).isEqualTo(Inside.meters());
    }

    /** Held at its second stage, and the first one is counted. */
    private AtGate pastTheFirstStage() throws Exception {
        AtGate at = atGate(Work::held);
        until(() -> value(at.pawl(), "pawl.stage.attempts held a succeeded none") == 1);
        return at;
    }

    /** Waits until such a run is counted, and the entry with its end done with. */
    private void awaitEnded(Pawl pawl, String pipelineAndStatus) {
        until(() ->
                value(pawl, "pawl.runs.ended " + pipelineAndStatus) == 1 && Inside.remembered(metrics.get(pawl)) == 0);
    }

    private double value(Pawl pawl, String meter) {
        return values(pawl).getOrDefault(meter, 0.0);
    }

    /** Each meter with the values of its tags, as documented, and its value; of a timer how often it was taken. */
    private Map<String, Double> values(Pawl pawl) {
        Map<String, Double> values = new TreeMap<>();
        registries.get(pawl).forEachMeter(meter -> values.put(name(meter), value(meter)));
        return values;
    }

    private static String name(Meter meter) {
        List<String> words = new ArrayList<>(List.of(meter.getId().getName()));
        for (String tag : List.of("pipeline", "stage", "outcome", "kind", "status", "cause")) {
            String value = meter.getId().getTag(tag);
            if (value != null) {
                words.add(value);
            }
        }
        return String.join(" ", words);
    }

    private static double value(Meter meter) {
        return StreamSupport.stream(meter.measure().spliterator(), false)
                .filter(measure ->
                        measure.getStatistic() == Statistic.COUNT || measure.getStatistic() == Statistic.VALUE)
                .findFirst()
                .orElseThrow()
                .getValue();
    }
}
