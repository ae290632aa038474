// SPDX-License-Identifier: Apache-2.0
package dev.pawl.engine;

import static dev.pawl.core.RunStatus.WAITING;
import static dev.pawl.engine.Bench.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.Pawl;
import dev.pawl.Pipeline;
import dev.pawl.RunHandle;
import dev.pawl.Submission;
import dev.pawl.core.RunStatus;
import dev.pawl.spi.Told;
import dev.pawl.testkit.FakeDatabase;
import dev.pawl.testkit.FakeStore;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A worker tells of the runs it drives what has changed, and remembers nothing of those it drives no longer. */
@Tag("B8")
class TellingTest {

    private final FakeDatabase database = new FakeDatabase();
    private final Bench bench = new Bench(() -> new FakeStore(database, Runnable::run));

    @AfterEach
    void close() {
        bench.close();
    }

    private boolean isTold(RunStatus status, int after) {
        return of(after).stream()
                .map(Told::row)
                .anyMatch(row -> row.status() == status && (row.owner() == null) == (status == WAITING));
    }

    private List<Told> of(int after) {
        List<Told> all = database.tales();
        return all.subList(after, all.size());
    }

    @Test
    void aRunThatWasGivenBackIsForgotten() throws Exception {
        Gate first = bench.gate();
        Gate last = bench.gate();
        Pipeline<String> letter = Pipeline.named("letter", String.class)
                .interactive()
                .stage("write", Integer.class, s -> s.run(c -> pass(first)))
                .stage("send", Integer.class, s -> s.after("write").manual().run(c -> pass(last)))
                .build();
        Pawl pawl = bench.start(letter);
        RunHandle run = pawl.submit(letter, "x", Submission.plain());
        first.awaitReached();
        until(() -> isTold(RunStatus.RUNNING, 0));
        int begun = database.tales().size();
        first.open();
        until(() -> isTold(WAITING, begun));
        assertThat(of(begun).getFirst().base()).as("only what has changed").isPositive();

        int waiting = database.tales().size();
        assertThat(run.view().owner()).as("given back").isNull();
        pawl.press(run.id(), "send", "ann");
        last.awaitReached();
        until(() -> isTold(RunStatus.RUNNING, waiting));
        assertThat(of(waiting).getFirst().base()).as("all of it").isZero();
        last.open();
        until(run, WAITING);
    }

    private static int pass(Gate gate) throws Exception {
        gate.pass();
        return 1;
    }
}
