// SPDX-License-Identifier: Apache-2.0
package dev.pawl.engine;

import static dev.pawl.core.RunStatus.FAILED;
import static dev.pawl.core.RunStatus.SUCCEEDED;
import static dev.pawl.engine.Bench.end;
import static dev.pawl.engine.Bench.events;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.Pawl;
import dev.pawl.Pipeline;
import dev.pawl.RefusedException;
import dev.pawl.RunHandle;
import dev.pawl.RunView;
import dev.pawl.StageView;
import dev.pawl.Submission;
import dev.pawl.core.Event;
import dev.pawl.spi.RunQuery;
import dev.pawl.testkit.FakeDatabase;
import dev.pawl.testkit.FakeStore;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is bad about one run stays with that run; what changes while it is looked at is not bad. */
class DamageTest {

    private final FakeDatabase database = new FakeDatabase();
    private final Bench bench = new Bench(() -> new FakeStore(database, Runnable::run));

    @AfterEach
    void close() {
        bench.close();
    }

    private static Pipeline<String> failing(int version) {
        return Pipeline.named("failing", String.class)
                .version(version)
                .stage(
                        "a",
                        Integer.class,
                        s -> s.run(c -> {
                            throw new IllegalStateException("as ever");
                        }))
                .build();
    }

    @Test
    @Tag("D5")
    void aRunWhoseDefinitionDoesNotLoadIsShownAndOnlyNotDriven() throws Exception {
        Pawl first = bench.start();
        RunHandle run = first.submit(failing(1), "", Submission.plain());
        end(run, FAILED);
        database.damage(events(first, run.id(), Event.Created.class).getFirst().definition());
        bench.kill(first);

        Pawl second = bench.start();
        for (int i = 0; i < 2; i++) {
            RunView view = second.run(run.id()).view();
            assertThat(view.status()).isEqualTo(FAILED);
            assertThat(view.stages()).extracting(StageView::id).containsExactly("a");
        }
        assertThat(second.runs(RunQuery.newest(10))).hasSize(1);
        assertThatThrownBy(() -> second.resume(run.id(), null))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("does not load")
                .extracting("code")
                .isEqualTo("BAD_DEFINITION");
    }

    /** Each value a run names is read, not only those it has at hand. */
    @Test
    @Tag("B8")
    void filesAndOutputsOfItemsThatAreGoneAreTold() throws Exception {
        Pipeline<String> pipeline = Pipeline.named("files", String.class)
                .stage(
                        "report",
                        Integer.class,
                        s -> s.run(c -> {
                            c.artifact("report.pdf", out -> out.write(new byte[9_000]));
                            return 1;
                        }))
                .stage(
                        "each",
                        String.class,
                        s -> s.after("report").map(c -> List.of("a", "b"), (c, item) -> {
                            c.artifact(
                                    "page.html",
                                    out -> out.write(item.repeat(8_000).getBytes(UTF_8)));
                            return item.repeat(7_000);
                        }))
                .build();
        Pawl pawl = bench.start();
        RunHandle run = pawl.submit(pipeline, "", Submission.plain());
        end(run, SUCCEEDED);
        assertThat(pawl.check()).isEmpty();
        database.damage(events(pawl, run.id(), Event.AttemptSucceeded.class)
                .getFirst()
                .artifacts()
                .getFirst()
                .content());
        Event.ItemSucceeded second = events(pawl, run.id(), Event.ItemSucceeded.class).stream()
                .filter(item -> item.item() == 1)
                .findFirst()
                .orElseThrow();
        database.damage(second.output());
        database.damage(second.artifacts().getFirst().content());
        assertThat(pawl.check())
                .hasSize(3)
                .anyMatch(line -> line.startsWith("run 1: stage report, file report.pdf: "))
                .anyMatch(line -> line.startsWith("run 1: stage each, item 1, its output: "))
                .anyMatch(line -> line.startsWith("run 1: stage each, item 1, file page.html: "));
    }

    @Test
    void aRunThatGoesOnWhileItIsCheckedIsWell() throws Exception {
        Gate gate = bench.gate();
        Pawl pawl = bench.start();
        Pawl doctor = bench.open();
        RunHandle run = pawl.submit(
                Pipeline.named("held", String.class)
                        .stage(
                                "a",
                                Integer.class,
                                s -> s.run(c -> {
                                    gate.pass();
                                    return 1;
                                }))
                        .build(),
                "",
                Submission.plain());
        gate.awaitReached();
        bench.storeOf(doctor).beforeRead(() -> {
            gate.open();
            try {
                end(run, SUCCEEDED);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        assertThat(doctor.check()).isEmpty();
        assertThat(run.view().status()).isEqualTo(SUCCEEDED);
    }

    @Test
    void aDefinitionIsStoredOnceHoweverManyObjectsHaveIt() {
        Pawl pawl = bench.open();
        for (int i = 0; i < 20; i++) {
            pawl.submit(failing(1), "", Submission.plain());
        }
        assertThat(bench.storeOf(pawl).payloads()).isEqualTo(1);
    }

    @Test
    void whoBuildsAPipelineForEachRequestDoesNotFillTheMemory() {
        Pawl pawl = bench.open();
        for (int version = 1; version <= 257; version++) {
            pawl.submit(failing(version), "", Submission.plain());
        }
        pawl.submit(failing(257), "", Submission.plain());
        assertThat(bench.storeOf(pawl).payloads()).isEqualTo(257);
        pawl.submit(failing(1), "", Submission.plain());
        assertThat(bench.storeOf(pawl).payloads()).as("the oldest is forgotten").isEqualTo(258);
    }
}
