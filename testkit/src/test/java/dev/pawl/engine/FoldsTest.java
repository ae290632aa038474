// SPDX-License-Identifier: Apache-2.0
package dev.pawl.engine;

import static dev.pawl.core.RunStatus.WAITING;
import static dev.pawl.engine.Bench.text;
import static dev.pawl.engine.Bench.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.Pawl;
import dev.pawl.Pipeline;
import dev.pawl.RawJson;
import dev.pawl.RefusedException;
import dev.pawl.RunHandle;
import dev.pawl.RunView;
import dev.pawl.Submission;
import dev.pawl.testkit.FakeDatabase;
import dev.pawl.testkit.FakeStore;
import dev.pawl.testkit.SettableClock;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A document that is open for months costs what is new in it. */
@Tag("A1")
class FoldsTest {

    private static final int EDITS = 300;

    private final FakeDatabase database = new FakeDatabase(new SettableClock());
    private final Bench bench = new Bench(() -> new FakeStore(database, Runnable::run));
    private final Pipeline<String> pipeline = Pipeline.named("letter", String.class)
            .interactive()
            .stage("text", String.class, s -> s.run(c -> "hello"))
            .stage("print", String.class, s -> s.after("text").manual().run(c -> "printed"))
            .build();

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void aLongJournalIsReadOnceAndThenWhatIsNewInIt() throws Exception {
        Pawl pawl = bench.start(pipeline);
        Pawl reader = bench.open();
        WatchedStore store = bench.storeOf(reader);
        RunHandle run = written(pawl);
        for (int i = 0; i < EDITS; i++) {
            pawl.edit(run.id(), "text", json("edit " + i), "ann");
        }
        assertThat(reader.run(run.id()).view().asOfSeq()).isGreaterThan(EDITS);
        int whole = store.entries();
        assertThat(whole).isGreaterThan(EDITS);
        pawl.edit(run.id(), "text", json("the last"), "ann");
        RunView seen = reader.run(run.id()).view();
        assertThat(seen)
                .usingRecursiveComparison()
                .ignoringFieldsOfTypes(Instant.class)
                .isEqualTo(bench.open().run(run.id()).view());
        assertThat(store.entries() - whole)
                .as("the latest of before, and what is new")
                .isLessThan(10);
        reader.edit(run.id(), "text", json("by another"), "bob");
        assertThat(store.entries() - whole).as("of an edit").isLessThan(20);
    }

    @Test
    void whatWasDeletedIsGone() throws Exception {
        Pawl pawl = bench.start(pipeline);
        Pawl reader = bench.open();
        RunHandle run = written(pawl);
        for (int i = 0; i < EDITS; i++) {
            pawl.edit(run.id(), "text", json("edit " + i), "ann");
        }
        assertThat(text(reader, run.id(), "text")).contains("edit " + (EDITS - 1));
        pawl.close(run.id(), "ann");
        Bench.end(run);
        pawl.delete(run.id(), "ann");
        assertThatThrownBy(() -> reader.output(run.id(), "text")).isInstanceOf(RefusedException.class);
    }

    private RunHandle written(Pawl pawl) throws InterruptedException {
        RunHandle run = pawl.submit(pipeline, "x", Submission.plain());
        until(run, view -> view.status() == WAITING && view.owner() == null);
        return run;
    }

    private static RawJson json(String text) {
        return RawJson.of(("\"" + text + "\"").getBytes(StandardCharsets.UTF_8));
    }
}
