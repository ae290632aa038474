// SPDX-License-Identifier: Apache-2.0
package dev.pawl.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.spi.Append;
import dev.pawl.spi.AppendOutcome;
import dev.pawl.spi.AppendOutcome.Unstorable;
import dev.pawl.spi.AppendOutcome.Won;
import dev.pawl.spi.RunRow;
import dev.pawl.spi.StoreException;
import dev.pawl.spi.StoreException.Kind;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The faults that can be asked for. */
@Tag("S3")
class FakeStoreTest {

    private final FakeStore store = new FakeStore();
    private final RunRow row = Rows.running("p", null);
    private final Append create = new Chain(row.id()).next("created", row);

    @Test
    void aLostAcknowledgementLands() {
        store.faults().loseAcknowledgements(1);
        assertFails(Kind.TRANSIENT);
        assertThat(journal()).isEqualTo(1);
        assertThat(append()).isInstanceOf(Won.class);
        assertThat(journal()).isEqualTo(1);
    }

    @Test
    void aFailureBeforeLandingLeavesNoTrace() {
        store.faults().failBeforeLanding(2);
        assertFails(Kind.TRANSIENT);
        assertFails(Kind.TRANSIENT);
        assertThat(journal()).isZero();
        assertThat(append()).isInstanceOf(Won.class);
    }

    @Test
    void unavailableHeals() {
        store.faults().unavailable(true);
        assertFails(Kind.UNAVAILABLE);
        assertThat(journal()).isZero();
        store.faults().unavailable(false);
        assertThat(append()).isInstanceOf(Won.class);
    }

    @Test
    void aRefusedSingleDoesNotFailItsBatch() {
        RunRow fine = Rows.running("p", null);
        store.faults().refuse(append -> append.run().equals(row.id()));
        assertThat(Subject.await(store.append(List.of(create, new Chain(fine.id()).next("created", fine)))))
                .hasExactlyElementsOfTypes(Unstorable.class, Won.class);
    }

    @Test
    void whatIsHeldIsWrittenInOrderOnceReleased() {
        store.hold();
        CompletableFuture<List<AppendOutcome>> first = store.append(List.of(create));
        CompletableFuture<List<AppendOutcome>> second =
                store.append(List.of(new Chain(row.id()).after(create).next("more")));
        assertThat(first).isNotDone();
        assertThat(journal()).as("reads go on").isZero();
        store.release();
        assertThat(first).isDone();
        assertThat(Subject.await(second)).hasOnlyElementsOfType(Won.class);
    }

    @Test
    void callsCompleteOnTheExecutorInTheirOrder() {
        Queue<Runnable> turns = new ArrayDeque<>();
        FakeStore later = new FakeStore(new FakeDatabase(), turns::add);
        CompletableFuture<List<AppendOutcome>> sent = later.append(List.of(create));
        CompletableFuture<RunRow> read = later.row(row.id());
        assertThat(sent).isNotDone();
        turns.remove().run();
        assertThat(sent).isDone();
        assertThat(read).isNotDone();
        turns.remove().run();
        assertThat(Subject.await(read)).isNotNull();
    }

    private void assertFails(Kind kind) {
        assertThatThrownBy(this::append)
                .isInstanceOf(StoreException.class)
                .extracting(failure -> ((StoreException) failure).kind())
                .isEqualTo(kind);
    }

    private AppendOutcome append() {
        return Subject.await(store.append(List.of(create))).getFirst();
    }

    private int journal() {
        return Subject.await(store.read(row.id(), 0, 10)).size();
    }
}
