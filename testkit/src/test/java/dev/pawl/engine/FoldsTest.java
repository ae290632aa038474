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
import dev.pawl.internal.journal.Folds;
import dev.pawl.internal.journal.Replay;
import dev.pawl.testkit.FakeDatabase;
import dev.pawl.testkit.FakeStore;
import dev.pawl.testkit.SettableClock;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.stream.IntStream;
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

    /** Small edits are small values; what a stage has put out before takes more. */
    @Test
    void whatIsKeptIsWeighedWithItsState() throws Exception {
        Pawl pawl = bench.start(pipeline);
        RunHandle run = written(pawl);
        for (int i = 0; i < EDITS; i++) {
            pawl.edit(run.id(), "text", json("edit " + i), "ann");
        }
        Folds folds = new Folds(bench.storeOf(pawl));
        folds.load(run.id());
        long before = folds.bytes();
        assertThat(before).isGreaterThan(100 * 350 + EDITS * 200);
        Replay kept = folds.load(run.id());
        kept.values().add("0".repeat(64), new byte[100_000]); // as one does who goes on with it
        folds.load(run.id());
        assertThat(folds.bytes()).as("weighed anew").isGreaterThan(before + 100_000);
        kept.values().add("1".repeat(64), new byte[33 << 20]);
        folds.load(run.id());
        assertThat(folds.bytes()).as("more than all may take").isZero();
    }

    @Test
    void itemsWeigh() throws Exception {
        int items = 3_000;
        Pipeline<String> map = Pipeline.named("map", String.class)
                .interactive()
                .stage("text", String.class, s -> s.run(c -> "hello"))
                .stage(
                        "many",
                        Integer.class,
                        s -> s.map(c -> IntStream.range(0, items).boxed().toList(), (c, item) -> 1))
                .build();
        Pawl pawl = bench.start(map);
        RunHandle run = pawl.submit(map, "x", Submission.plain());
        until(run, view -> view.status() == WAITING && view.owner() == null);
        for (int i = 0; i < EDITS; i++) {
            pawl.edit(run.id(), "text", json("edit " + i), "ann");
        }
        Folds folds = new Folds(bench.storeOf(pawl));
        folds.load(run.id());
        assertThat(folds.bytes()).isGreaterThan(items * 250L);
    }

    /** Whoever executes it has it in memory, and changes it. */
    @Test
    void whatIsClaimedIsKeptNoLonger() throws Exception {
        Pawl pawl = bench.start(pipeline);
        WatchedStore store = bench.storeOf(pawl);
        RunHandle run = written(pawl);
        for (int i = 0; i < EDITS; i++) {
            pawl.edit(run.id(), "text", json("edit " + i), "ann");
        }
        Folds folds = new Folds(store);
        Replay kept = folds.load(run.id());
        int whole = store.entries();
        Replay taken = folds.taken(run.id());
        assertThat(taken.seq()).isEqualTo(kept.seq());
        assertThat(store.entries() - whole).as("it began at what was kept").isLessThan(10);
        assertThat(folds.bytes()).isZero();

        text(pawl, run.id(), "text");
        whole = store.entries();
        text(pawl, run.id(), "text");
        assertThat(store.entries() - whole).as("kept by the worker").isLessThan(10);
        whole = store.entries();
        pawl.press(run.id(), "print", "ann");
        until(run, view -> view.status() == WAITING && view.owner() == null && view.asOfSeq() > kept.seq() + 2);
        text(pawl, run.id(), "text");
        assertThat(store.entries() - whole).as("after it was executed").isGreaterThan(EDITS);
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
