// SPDX-License-Identifier: Apache-2.0
package dev.pawl.engine;

import static dev.pawl.engine.Bench.end;
import static dev.pawl.engine.Bench.events;
import static dev.pawl.engine.Bench.stage;
import static dev.pawl.engine.Bench.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.Diagnosis;
import dev.pawl.Diagnosis.Cause;
import dev.pawl.Diagnosis.Code;
import dev.pawl.Diagnosis.Help;
import dev.pawl.Pawl;
import dev.pawl.PawlOptions;
import dev.pawl.Pipeline;
import dev.pawl.RawJson;
import dev.pawl.RefusedException;
import dev.pawl.RunHandle;
import dev.pawl.RunView;
import dev.pawl.RunView.Source;
import dev.pawl.Submission;
import dev.pawl.WaitFor;
import dev.pawl.core.Effect;
import dev.pawl.core.Event;
import dev.pawl.core.RetryPolicy;
import dev.pawl.core.RunStatus;
import dev.pawl.core.SettleAs;
import dev.pawl.core.StageStatus;
import dev.pawl.engine.DiagnosisTable.Planted;
import dev.pawl.spi.RunStore;
import dev.pawl.spi.StoreProvider;
import dev.pawl.store.jdbc.internal.sqlite.Tmpfs;
import dev.pawl.testkit.SettableClock;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each cause a run may have not to go on is planted for real; the process that executes it and another one name it, show the
 * evidence, and say what helps; that is done, and helps.
 */
@Tag("E7")
@Tag("S1")
@Timeout(60)
class DiagnosisTest {

    private static final RawJson ANSWER = RawJson.of("{\"ok\": true}".getBytes(StandardCharsets.UTF_8));
    private static final DiagnosisTable TABLE = new DiagnosisTable();

    @TempDir
    private Path folder;

    private final SettableClock clock = new SettableClock();
    private final Bench bench = new Bench(this::open);

    private RunStore open() {
        return ServiceLoader.load(StoreProvider.class)
                .findFirst()
                .orElseThrow()
                .open("jdbc:sqlite:" + folder.resolve("pawl.db"), InstantSource.system());
    }

    private PawlOptions options() {
        return PawlOptions.in(folder)
                .clock(clock)
                .workerName("node-1")
                .grace(Bench.GRACE)
                .pulse(Duration.ofMillis(50));
    }

    private Pawl start(Pipeline<?>... pipelines) {
        return bench.start(options(), pipelines);
    }

    /** Another process, which executes nothing. */
    private Pawl look(Pipeline<?>... pipelines) {
        Pawl pawl = bench.open(options());
        for (Pipeline<?> pipeline : pipelines) {
            pawl.register(pipeline);
        }
        return pawl;
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @AfterAll
    static void thePageIsWhatWasSaid() throws IOException {
        TABLE.check();
    }

    // ---- what is said

    private static Cause cause(Diagnosis diagnosis, Code code, String stage) {
        return diagnosis.reasons().stream()
                .filter(cause -> cause.code() == code && Objects.equals(cause.stage(), stage))
                .findFirst()
                .orElse(null);
    }

    /** Waits for what is seen a moment later: progress goes round once a second. */
    private static Diagnosis until(Supplier<Diagnosis> asked, Code code, String stage, String... facts) {
        AtomicReference<Diagnosis> last = new AtomicReference<>();
        try {
            Bench.until(() -> {
                last.set(asked.get());
                Cause cause = cause(last.get(), code, stage);
                return cause != null
                        && last.get().evidence(cause).stream()
                                .map(Diagnosis.Fact::name)
                                .toList()
                                .containsAll(List.of(facts));
            });
        } catch (AssertionError e) {
            throw new AssertionError("no " + code + " of " + stage + " in " + last.get(), e);
        }
        return last.get();
    }

    /** The one that executes it says so, and the one that only looks says the same. */
    private Diagnosis named(
            Planted planted, Pawl pawl, Pawl other, UUID run, Code code, String stage, String... facts) {
        Diagnosis seen = until(() -> other.diagnose(run), code, stage, facts);
        assertThat(seen.source()).isEqualTo(Source.JOURNAL);
        return named(planted, until(() -> pawl.diagnose(run), code, stage, facts), seen, code, stage, facts);
    }

    private Diagnosis named(Planted planted, Diagnosis live, Diagnosis seen, Code code, String stage, String... facts) {
        for (Diagnosis diagnosis : new Diagnosis[] {live, seen}) {
            Cause cause = cause(diagnosis, code, stage);
            Map<String, Object> known = new LinkedHashMap<>();
            diagnosis.evidence(cause).forEach(fact -> known.put(fact.name(), fact.value()));
            assertThat(known.keySet()).as("evidence in " + diagnosis).contains(facts);
            assertThat(diagnosis.actions(cause))
                    .as("what helps in " + diagnosis)
                    .isNotEmpty();
            assertThat(diagnosis.sentence()).isNotBlank();
        }
        assertThat(cause(seen, code, stage).words())
                .isEqualTo(cause(live, code, stage).words());
        TABLE.add(planted, live, cause(live, code, stage));
        return live;
    }

    private static void offers(Diagnosis diagnosis, String... commands) {
        assertThat(diagnosis.actions()).extracting(Help::command).contains(commands);
    }

    // ---- planted

    private static Pipeline<String> asking(Duration deadline) {
        return Pipeline.named("asking", String.class)
                .input("review", deadline, s -> {})
                .stage("notify", Integer.class, s -> s.after("review").run(c -> 1))
                .build();
    }

    @Test
    void aStageThatWaitsForAnother() throws Exception {
        Pipeline<String> pipeline = asking(null);
        Pawl pawl = start(pipeline);
        RunHandle run = pawl.submit(pipeline, "", Submission.plain());
        Diagnosis said = named(
                Planted.UNMET_STAGE, pawl, look(pipeline), run.id(), Code.UNMET, "notify", "waits for", "begins with");
        assertThat(cause(said, Code.UNMET, "notify").words()).isEqualTo("notify waits for review, which waits");
        offers(said, "edit 1 review --output JSON");
        pawl.edit(run.id(), "review", ANSWER, "ada");
        end(run, RunStatus.SUCCEEDED);
        assertThat(pawl.diagnose(run.id()).reasons()).isEmpty();
    }

    @Test
    void aPerson() throws Exception {
        Pipeline<String> pipeline = asking(Duration.ofDays(3));
        Pawl pawl = start(pipeline);
        RunHandle run = pawl.submit(pipeline, "", Submission.plain());
        Diagnosis said = named(Planted.PERSON, pawl, look(pipeline), run.id(), Code.PERSON, "review", "since", "until");
        assertThat(said.sentence())
                .isEqualTo("Waiting for a person: give the output of review until 2026-01-04 00:00:00 UTC");
        offers(said, "edit 1 review --output JSON");
        pawl.edit(run.id(), "review", ANSWER, "ada");
        end(run, RunStatus.SUCCEEDED);
    }

    @Test
    void aDeadlinePassed() throws Exception {
        Pipeline<String> pipeline = asking(Duration.ofDays(3));
        Pawl pawl = start(pipeline);
        RunHandle run = pawl.submit(pipeline, "", Submission.plain());
        Bench.until(run, RunStatus.WAITING);
        clock.advance(Duration.ofDays(4));
        // any command makes a turn, as its alarm does when the time has come for the machine, too
        assertThatThrownBy(() -> pawl.press(run.id(), "notify", null)).isInstanceOf(RefusedException.class);
        end(run, RunStatus.FAILED);
        Diagnosis said =
                named(Planted.DEADLINE, pawl, look(pipeline), run.id(), Code.DEADLINE, "review", "failed at", "kind");
        offers(said, "resume 1");
        pawl.resume(run.id(), "ada");
        Bench.until(run, RunStatus.WAITING);
        pawl.edit(run.id(), "review", ANSWER, "ada");
        end(run, RunStatus.SUCCEEDED);
    }

    @Test
    void aBackOff() throws Exception {
        AtomicBoolean failed = new AtomicBoolean();
        Pipeline<String> pipeline = Pipeline.named("trying", String.class)
                .stage(
                        "call",
                        Integer.class,
                        s -> s.retry(new RetryPolicy(3, Duration.ofHours(1), 1, Duration.ofHours(1)))
                                .run(c -> {
                                    if (failed.compareAndSet(false, true)) {
                                        throw new IllegalStateException("the service says 503");
                                    }
                                    return 1;
                                }))
                .build();
        Pawl pawl = start(pipeline);
        RunHandle run = pawl.submit(pipeline, "", Submission.plain());
        Diagnosis said = named(
                Planted.BACK_OFF,
                pawl,
                look(pipeline),
                run.id(),
                Code.BACK_OFF,
                "call",
                "error",
                "next attempt at",
                "retries left");
        offers(said, "stage reset 1 call", "stage run 1 call");
        pawl.reset(run.id(), "call", "ada");
        pawl.press(run.id(), "call", "ada");
        end(run, RunStatus.SUCCEEDED);
    }

    @Test
    void aManualStage() throws Exception {
        Pipeline<String> pipeline = Pipeline.named("publishing", String.class)
                .input("review", null, s -> {})
                .stage("preview", Integer.class, s -> s.manual().run(c -> 1))
                .build();
        Pawl pawl = start(pipeline);
        RunHandle run = pawl.submit(pipeline, "", Submission.plain());
        Diagnosis said = named(Planted.MANUAL, pawl, look(pipeline), run.id(), Code.MANUAL, "preview", "trigger");
        offers(said, "stage run 1 preview");
        pawl.press(run.id(), "preview", "ada");
        Bench.until(run, view -> stage(view, "preview").status() == StageStatus.SUCCEEDED);
        assertThat(cause(pawl.diagnose(run.id()), Code.MANUAL, "preview")).isNull();
    }

    private Pipeline<String> silent(boolean promised, boolean signs, Gate gate) {
        AtomicBoolean again = new AtomicBoolean();
        return Pipeline.named("silent", String.class)
                .stage("detect", Integer.class, s -> {
                    if (promised) {
                        s.heartbeat(Duration.ofSeconds(10));
                    }
                    s.run(c -> {
                        if (again.compareAndSet(false, true)) {
                            if (signs) {
                                c.progress(412, 1800, "frames");
                            }
                            gate.pass();
                        }
                        return 1;
                    });
                })
                .build();
    }

    /** Also: what sent its signs of life and stops is noticed by who looks from elsewhere. */
    @Test
    @Tag("E9")
    void aStall() throws Exception {
        Gate gate = bench.gate();
        Pipeline<String> pipeline = silent(false, true, gate);
        Pawl pawl = start(pipeline);
        Pawl other = look(pipeline);
        RunHandle run = pawl.submit(pipeline, "", Submission.plain());
        gate.awaitReached();
        clock.advance(Duration.ofSeconds(25));
        until(() -> other.diagnose(run.id()), Code.LATE, "detect");
        clock.advance(Duration.ofSeconds(167));
        Diagnosis said = named(
                Planted.STALL,
                pawl,
                other,
                run.id(),
                Code.STALLED,
                "detect",
                "silent since",
                "stalled after seconds",
                "worker",
                "process",
                "done",
                "of");
        assertThat(said.sentence()).isEqualTo("Stalled at detect: no sign of life for 3m 12s, 412 of 1,800");
        helpsToPutBack(pawl, run, said);
    }

    /** The harm: a first heartbeat that never comes is never noticed. */
    @Test
    void aFirstSignThatNeverComes() throws Exception {
        Gate gate = bench.gate();
        Pipeline<String> pipeline = silent(true, false, gate);
        Pawl pawl = start(pipeline);
        RunHandle run = pawl.submit(pipeline, "", Submission.plain());
        gate.awaitReached();
        clock.advance(Duration.ofSeconds(40));
        Diagnosis said = named(
                Planted.NO_FIRST_SIGN,
                pawl,
                look(pipeline),
                run.id(),
                Code.NO_FIRST_SIGN,
                "detect",
                "started at",
                "expected every seconds",
                "process");
        helpsToPutBack(pawl, run, said);
    }

    private void helpsToPutBack(Pawl pawl, RunHandle run, Diagnosis said) throws Exception {
        offers(said, "stage reset 1 detect", "stage run 1 detect", "cancel 1");
        pawl.reset(run.id(), "detect", "ada");
        until(() -> pawl.diagnose(run.id()), Code.HELD, "detect");
        pawl.press(run.id(), "detect", "ada");
        end(run, RunStatus.SUCCEEDED);
    }

    @Test
    @Tag("S10")
    void aDeadOwner() throws Exception {
        Pipeline<String> pipeline = DyingWorker.pipeline(() -> {});
        try (DyingWorker worker = DyingWorker.start(folder)) {
            Pawl pawl = look(pipeline);
            assertThat(pawl.diagnose(worker.run()).reasons()).isEmpty();
            worker.kill();
            Diagnosis said = until(() -> pawl.diagnose(worker.run()), Code.INTERRUPTED, null);
            named(Planted.DEAD_OWNER, said, said, Code.INTERRUPTED, null, "worker", "host", "process", "owned since");
            assertThat(said.evidence()).anySatisfy(fact -> {
                assertThat(fact.name()).isEqualTo("process");
                assertThat(fact.value()).isEqualTo(worker.process().pid());
            });
            offers(said, "resume 1");
            pawl.startForOwnRuns();
            pawl.resume(worker.run(), "ada");
            end(pawl.run(worker.run()), RunStatus.SUCCEEDED);
        }
    }

    @Test
    void aPipelineThatNobodyHas() throws Exception {
        Pipeline<String> pipeline = asking(null);
        Pawl other = look(pipeline);
        RunHandle run = other.submit(pipeline, "", Submission.plain());
        Pawl pawl = start();
        Diagnosis said =
                named(Planted.PIPELINE_MISSING, pawl, other, run.id(), Code.VERSION, null, "pipeline", "version");
        offers(said, "resume 1");
        pawl.register(pipeline);
        pawl.resume(run.id(), "ada");
        until(() -> other.diagnose(run.id()), Code.PERSON, "review");
    }

    @Test
    @Tag("S7")
    void aStageThatTheCodeHasLost() throws Exception {
        Gate gate = bench.gate();
        Pipeline<String> both = versioned(1, gate);
        Pawl first = start(both);
        RunHandle run = first.submit(both, "", Submission.plain());
        gate.awaitReached();
        bench.kill(first);
        gate.open();
        Pipeline<String> fewer = versioned(2, gate);
        Pawl second = start(fewer);
        Diagnosis said = named(
                Planted.STAGE_MISSING,
                second,
                look(fewer),
                run.id(),
                Code.VERSION,
                "embed",
                "pipeline",
                "version",
                "version known there");
        offers(said, "resume 1");
        assertThat(stage(second.run(run.id()).view(), "embed").status()).isEqualTo(StageStatus.WAITING);
        second.close();
        Pawl third = bench.open(options()).register(both).startForOwnRuns();
        third.resume(run.id(), "ada");
        end(third.run(run.id()), RunStatus.SUCCEEDED);
    }

    private static Pipeline<String> versioned(int version, Gate gate) {
        var builder = Pipeline.named("versioned", String.class)
                .version(version)
                .stage(
                        "detect",
                        Integer.class,
                        s -> s.run(c -> {
                            gate.pass();
                            return 1;
                        }));
        return version == 1
                ? builder.stage("embed", Integer.class, s -> s.after("detect").run(c -> 1))
                        .build()
                : builder.build();
    }

    /** Holds the first {@code times} of its executions. */
    private static Pipeline<String> holding(String name, int times, Gate gate, CountDownLatch begun) {
        AtomicInteger n = new AtomicInteger();
        return Pipeline.named(name, String.class)
                .stage(
                        "detect",
                        Integer.class,
                        s -> s.run(c -> {
                            int nth = n.incrementAndGet();
                            begun.countDown();
                            if (nth <= times) {
                                gate.pass();
                            }
                            return nth;
                        }))
                .build();
    }

    private UUID struck(Pipeline<String> pipeline, CountDownLatch begun, int strikes) throws Exception {
        Pawl first = start(pipeline);
        UUID run = first.submit(pipeline, "", Submission.plain()).id();
        Pawl at = first;
        for (int i = 0; i < strikes; i++) {
            int epoch = i + 1;
            Pawl now = at;
            Bench.until(() -> now.run(run).view().status() == RunStatus.RUNNING
                    && now.run(run).view().recoveries() == epoch - 1
                    && begun.getCount() <= 3 - epoch);
            bench.kill(at);
            if (i + 1 < strikes) {
                at = start(pipeline);
            }
        }
        return run;
    }

    @Test
    void aStrike() throws Exception {
        Gate gate = bench.gate();
        CountDownLatch begun = new CountDownLatch(3);
        Pipeline<String> pipeline = holding("striking", 2, gate, begun);
        UUID run = struck(pipeline, begun, 1);
        Pawl pawl = start(pipeline);
        Diagnosis said = named(
                Planted.STRIKE,
                pawl,
                look(pipeline),
                run,
                Code.STRIKE,
                "detect",
                "strikes",
                "strikes that end it",
                "worker that died");
        offers(said, "stage reset 1 detect", "cancel 1");
        pawl.reset(run, "detect", "ada");
        until(() -> pawl.diagnose(run), Code.HELD, "detect");
        gate.open(); // what ended the worker is found
        pawl.press(run, "detect", "ada");
        end(pawl.run(run), RunStatus.SUCCEEDED);
    }

    @Test
    void aSuspect() throws Exception {
        Gate gate = bench.gate();
        CountDownLatch begun = new CountDownLatch(3);
        Pipeline<String> pipeline = holding("striking", 2, gate, begun);
        UUID run = struck(pipeline, begun, 2);
        Gate others = bench.gate();
        Pipeline<String> beside = holding("beside", 1, others, new CountDownLatch(1));
        Pawl pawl = bench.open(options()).register(pipeline).register(beside).startForOwnRuns();
        RunHandle other = pawl.submit(beside, "", Submission.plain());
        others.awaitReached();
        pawl.resume(run, "ada");
        Diagnosis said = named(
                Planted.SUSPECT, pawl, look(pipeline, beside), run, Code.SUSPECT, "detect", "strikes", "executes now");
        assertThat(said.sentence()).contains("suspect detect is to execute alone", "run 2");
        assertThat(stage(pawl.run(run).view(), "detect").status()).isEqualTo(StageStatus.WAITING);
        assertThat(pawl.run(run).view().status()).isEqualTo(RunStatus.WAITING);
        offers(said, "cancel 2");
        pawl.cancel(other.id(), "ada", null);
        end(pawl.run(run), RunStatus.SUCCEEDED);
    }

    @Test
    void aNamedLimit() throws Exception {
        Gate gate = bench.gate();
        AtomicBoolean first = new AtomicBoolean();
        Pipeline<String> pipeline = Pipeline.named("limited", String.class)
                .stage(
                        "detect",
                        Integer.class,
                        s -> s.limit("gpu", 1).run(c -> {
                            if (first.compareAndSet(false, true)) {
                                gate.pass();
                            }
                            return 1;
                        }))
                .build();
        Pawl pawl = start(pipeline);
        RunHandle holder = pawl.submit(pipeline, "", Submission.plain());
        gate.awaitReached();
        RunHandle run = pawl.submit(pipeline, "", Submission.plain());
        Pawl other = look(pipeline);
        Diagnosis said =
                named(Planted.NAMED_LIMIT, pawl, other, run.id(), Code.LIMIT, "detect", "limit", "slots", "held by");
        assertThat(said.sentence()).isEqualTo("Waiting: detect waits for a slot of gpu held by run 1 detect");
        RunView seen = other.run(run.id()).view();
        assertThat(seen.status()).isEqualTo(RunStatus.WAITING);
        assertThat(stage(seen, "detect").waitsFor()).isEqualTo(WaitFor.CAPACITY);
        assertThat(events(pawl, run.id(), Event.StageWaits.class))
                .as("it is derived")
                .isEmpty();
        offers(said, "cancel 1");
        pawl.cancel(holder.id(), "ada", null);
        end(run, RunStatus.SUCCEEDED);
    }

    @Test
    @Tag("S3")
    void aFullDisk() throws Exception {
        try (Tmpfs disk = Tmpfs.mount(folder.resolve("disk"), 64)) {
            folder = disk.path();
            Gate gate = bench.gate();
            Pipeline<String> pipeline = Pipeline.named("large", String.class)
                    .stage(
                            "render",
                            String.class,
                            s -> s.run(c -> {
                                gate.pass();
                                return noise(4 << 20);
                            }))
                    .build();
            Pawl pawl = start(pipeline);
            Pawl other = look(pipeline);
            RunHandle run = pawl.submit(pipeline, "", Submission.plain());
            gate.awaitReached();
            Path ballast = folder.resolve("pawl.ballast");
            Bench.until(() -> ballast.toFile().length() == 16 << 20);
            Files.delete(ballast); // what it keeps free is gone, too
            Path filler = folder.resolve("filler");
            fill(filler);
            gate.open();
            Diagnosis seen = until(() -> other.diagnose(run.id()), Code.STORAGE, null);
            Diagnosis live = until(() -> pawl.diagnose(run.id()), Code.STORAGE, null);
            Bench.until(run, view -> view.sentence().startsWith("Held"));
            for (Diagnosis said : new Diagnosis[] {seen, live}) {
                assertThat(said.evidence()).anySatisfy(fact -> {
                    assertThat(fact.name()).isEqualTo("folder");
                    assertThat(fact.value()).isEqualTo(folder.toString());
                });
                assertThat(said.evidence()).extracting(Diagnosis.Fact::name).contains("bytes free", "database");
                assertThat(said.actions())
                        .anySatisfy(help -> assertThat(help.name()).isEqualTo("free space"));
            }
            TABLE.add(Planted.FULL_DISK, live, cause(live, Code.STORAGE, null));
            Files.delete(filler);
            end(run, RunStatus.SUCCEEDED);
            bench.close();
        }
    }

    private static String noise(int length) {
        Random random = new Random(1);
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append((char) (' ' + 2 + random.nextInt(58)));
        }
        return text.toString();
    }

    private static void fill(Path filler) {
        try (OutputStream out = Files.newOutputStream(filler)) {
            byte[] block = new byte[4096];
            while (true) {
                out.write(block);
            }
        } catch (IOException full) {
            assertThat(filler).isNotEmptyFile();
        }
    }

    @Test
    @Tag("S5")
    void aLateResultIsRefused() throws Exception {
        Gate gate = bench.gate();
        CountDownLatch begun = new CountDownLatch(1);
        Gate second = bench.gate();
        AtomicBoolean again = new AtomicBoolean();
        Pipeline<String> pipeline = Pipeline.named("frozen", String.class)
                .stage(
                        "detect",
                        String.class,
                        s -> s.run(c -> {
                            if (again.compareAndSet(false, true)) {
                                begun.countDown();
                                gate.passStubbornly();
                                return "late";
                            }
                            second.pass();
                            return "in time";
                        }))
                .build();
        Pawl zombie = start(pipeline);
        UUID run = zombie.submit(pipeline, "", Submission.plain()).id();
        begun.await();
        bench.storeOf(zombie).declareDead();
        Pawl pawl = start(pipeline);
        second.awaitReached();
        gate.open();
        Diagnosis said = named(
                Planted.FENCED,
                pawl,
                look(pipeline),
                run,
                Code.LATE_RESULT,
                "detect",
                "refused",
                "attempt",
                "epoch of the run",
                "came at");
        offers(said, "history 1");
        assertThat(events(pawl, run, Event.LateResult.class)).hasSize(1);
        second.open();
        end(pawl.run(run), RunStatus.SUCCEEDED);
        assertThat(Bench.text(pawl, run, "detect")).isEqualTo("\"in time\"");
    }

    @Test
    @Tag("S9")
    void aDoubt() throws Exception {
        Gate gate = bench.gate();
        AtomicBoolean again = new AtomicBoolean();
        Pipeline<String> pipeline = Pipeline.named("mailing", String.class)
                .stage(
                        "send",
                        Integer.class,
                        s -> s.effect(Effect.EXTERNAL).run(c -> {
                            if (again.compareAndSet(false, true)) {
                                gate.pass();
                            }
                            return 1;
                        }))
                .build();
        Pawl first = start(pipeline);
        UUID run = first.submit(pipeline, "", Submission.plain()).id();
        gate.awaitReached();
        bench.kill(first);
        Pawl pawl = start(pipeline);
        Diagnosis said = named(
                Planted.DOUBT, pawl, look(pipeline), run, Code.DOUBT, "send", "attempt", "started at", "stopped by");
        offers(
                said,
                "stage settle 1 send --as done --output JSON",
                "stage settle 1 send --as rerun",
                "stage settle 1 send --as failed");
        pawl.settle(run, "send", SettleAs.RERUN, null, "ada");
        end(pawl.run(run), RunStatus.SUCCEEDED);
    }

    @Test
    @Tag("E6")
    void codeThatDoesNotStop() throws Exception {
        Gate gate = bench.gate();
        Pipeline<String> pipeline = Pipeline.named("stubborn", String.class)
                .stage(
                        "render",
                        Integer.class,
                        s -> s.run(c -> {
                            gate.passStubbornly();
                            return 1;
                        }))
                .build();
        Pawl pawl = bench.start(options().grace(Duration.ofSeconds(3)), pipeline);
        Pawl other = bench.open(options().grace(Duration.ofSeconds(3))).register(pipeline);
        RunHandle run = pawl.submit(pipeline, "", Submission.plain());
        gate.awaitReached();
        pawl.cancel(run.id(), "ada", null);
        Diagnosis said = named(
                Planted.STUBBORN_CODE,
                pawl,
                other,
                run.id(),
                Code.STOPPING,
                "render",
                "cancelled at",
                "fenced off after seconds",
                "process");
        assertThat(said.actions()).extracting(Help::name).contains("wait", "end the process");
        end(run, RunStatus.CANCELLED);
    }

    @Test
    void aConditionThatCannotBeEvaluated() throws Exception {
        AtomicBoolean mended = new AtomicBoolean();
        Pipeline<String> pipeline = Pipeline.named("choosing", String.class)
                .stage(
                        "notify",
                        Integer.class,
                        s -> s.when(c -> {
                                    if (!mended.get()) {
                                        throw new IllegalStateException("the list of users is away");
                                    }
                                    return true;
                                })
                                .run(c -> 1))
                .build();
        Pawl pawl = start(pipeline);
        RunHandle run = pawl.submit(pipeline, "", Submission.plain());
        end(run, RunStatus.FAILED);
        Diagnosis said = named(
                Planted.CONDITION_ERROR, pawl, look(pipeline), run.id(), Code.CONDITION, "notify", "kind", "failed at");
        assertThat(cause(said, Code.CONDITION, "notify").words()).contains("the list of users is away");
        offers(said, "resume 1");
        mended.set(true);
        pawl.resume(run.id(), "ada");
        end(run, RunStatus.SUCCEEDED);
    }

    @Test
    void aMissingKey() throws Exception {
        Pipeline<String> pipeline = Pipeline.named("needing", String.class)
                .stage("detect", Map.class, s -> s.run(c -> c.input().isEmpty() ? Map.of() : Map.of("faces", 3)))
                .stage(
                        "embed",
                        Integer.class,
                        s -> s.after("detect").requires("detect.faces").run(c -> 1))
                .build();
        Pawl pawl = start(pipeline);
        RunHandle run = pawl.submit(pipeline, "", Submission.plain());
        end(run, RunStatus.FAILED);
        Diagnosis said =
                named(Planted.MISSING_KEY, pawl, look(pipeline), run.id(), Code.MISSING, "embed", "kind", "failed at");
        assertThat(cause(said, Code.MISSING, "embed").words()).contains("faces", "detect");
        assertThat(said.actions()).extracting(Help::name).contains("run");
        end(pawl.submit(pipeline, "episode", Submission.plain()), RunStatus.SUCCEEDED);
    }
}
