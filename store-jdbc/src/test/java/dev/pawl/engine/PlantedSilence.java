// SPDX-License-Identifier: Apache-2.0
package dev.pawl.engine;

import static dev.pawl.engine.Bench.end;
import static dev.pawl.engine.Bench.events;
import static dev.pawl.engine.Bench.stage;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.Diagnosis;
import dev.pawl.Diagnosis.Code;
import dev.pawl.Diagnosis.Help;
import dev.pawl.Pawl;
import dev.pawl.Pipeline;
import dev.pawl.RunHandle;
import dev.pawl.RunView;
import dev.pawl.Submission;
import dev.pawl.WaitFor;
import dev.pawl.core.Event;
import dev.pawl.core.RunStatus;
import dev.pawl.engine.DiagnosisTable.Planted;
import dev.pawl.store.jdbc.internal.sqlite.Tmpfs;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Code that says nothing or does not stop, and what is not there: a slot, a disk. */
interface PlantedSilence extends Planting {

    default Pipeline<String> silent(boolean promised, boolean signs, Gate gate) {
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
    default void aStall() throws Exception {
        Gate gate = bench().gate();
        Pipeline<String> pipeline = silent(false, true, gate);
        Pawl pawl = start(pipeline);
        Pawl other = look(pipeline);
        RunHandle run = pawl.submit(pipeline, "", Submission.plain());
        gate.awaitReached();
        clock().advance(Duration.ofSeconds(25));
        until(() -> other.diagnose(run.id()), Code.LATE, "detect");
        clock().advance(Duration.ofSeconds(167));
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
    default void aFirstSignThatNeverComes() throws Exception {
        Gate gate = bench().gate();
        Pipeline<String> pipeline = silent(true, false, gate);
        Pawl pawl = start(pipeline);
        RunHandle run = pawl.submit(pipeline, "", Submission.plain());
        gate.awaitReached();
        clock().advance(Duration.ofSeconds(40));
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

    default void helpsToPutBack(Pawl pawl, RunHandle run, Diagnosis said) throws Exception {
        offers(said, "stage reset 1 detect", "stage run 1 detect", "cancel 1");
        pawl.reset(run.id(), "detect", "ada");
        until(() -> pawl.diagnose(run.id()), Code.HELD, "detect");
        pawl.press(run.id(), "detect", "ada");
        end(run, RunStatus.SUCCEEDED);
    }

    @Test
    @Tag("E6")
    default void codeThatDoesNotStop() throws Exception {
        Gate gate = bench().gate();
        Pipeline<String> pipeline = Pipeline.named("stubborn", String.class)
                .stage(
                        "render",
                        Integer.class,
                        s -> s.run(c -> {
                            gate.passStubbornly();
                            return 1;
                        }))
                .build();
        Pawl pawl = bench().start(options().grace(Duration.ofSeconds(3)), pipeline);
        Pawl other = bench().open(options().grace(Duration.ofSeconds(3))).register(pipeline);
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
    default void aNamedLimit() throws Exception {
        Gate gate = bench().gate();
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
    default void aFullDisk() throws Exception {
        try (Tmpfs disk = Tmpfs.mount(folder().resolve("disk"), 64)) {
            move(disk.path());
            Gate gate = bench().gate();
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
            Path ballast = folder().resolve("pawl.ballast");
            Bench.until(() -> ballast.toFile().length() == 16 << 20);
            Files.delete(ballast); // what it keeps free is gone, too
            Path filler = folder().resolve("filler");
            fill(filler);
            gate.open();
            Diagnosis seen = until(() -> other.diagnose(run.id()), Code.STORAGE, null);
            Diagnosis live = until(() -> pawl.diagnose(run.id()), Code.STORAGE, null);
            Bench.until(run, view -> view.sentence().startsWith("Held"));
            for (Diagnosis said : new Diagnosis[] {seen, live}) {
                assertThat(said.evidence()).anySatisfy(fact -> {
                    assertThat(fact.name()).isEqualTo("folder");
                    assertThat(fact.value()).isEqualTo(folder().toString());
                });
                assertThat(said.evidence()).extracting(Diagnosis.Fact::name).contains("bytes free", "database");
                assertThat(said.actions())
                        .anySatisfy(help -> assertThat(help.name()).isEqualTo("free space"));
            }
            table().add(Planted.FULL_DISK, live, cause(live, Code.STORAGE, null));
            Files.delete(filler);
            end(run, RunStatus.SUCCEEDED);
            bench().close();
        }
    }

    static String noise(int length) {
        Random random = new Random(1);
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append((char) (' ' + 2 + random.nextInt(58)));
        }
        return text.toString();
    }

    static void fill(Path filler) {
        try (OutputStream out = Files.newOutputStream(filler)) {
            byte[] block = new byte[4096];
            while (true) {
                out.write(block);
            }
        } catch (IOException full) {
            assertThat(filler).isNotEmptyFile();
        }
    }
}
