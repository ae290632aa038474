// SPDX-License-Identifier: Apache-2.0
package dev.pawl.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.core.RunStatus;
import dev.pawl.spi.Append;
import dev.pawl.spi.AppendOutcome;
import dev.pawl.spi.AppendOutcome.KeyTaken;
import dev.pawl.spi.AppendOutcome.RetryTaken;
import dev.pawl.spi.AppendOutcome.Won;
import dev.pawl.spi.RetryRow;
import dev.pawl.spi.RunQuery;
import dev.pawl.spi.RunRow;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** One active run that takes up a run at a stage. */
interface RetryContract extends Subject {

    @Test
    @Tag("C1")
    default void whatRunItTakesUpIsKept() {
        UUID parent = Rows.id();
        RunRow row = retry(parent, "detect", null);
        Chain chain = created(row);
        assertThat(row(row.id())).isNotNull().returns(row.retry(), RunRow::retry);
        append(chain.next("ended", Rows.ended(row, RunStatus.FAILED)));
        assertThat(row(row.id())).isNotNull().returns(new RetryRow(parent, parent, "detect", 1, false), RunRow::retry);
        RunRow plain = Rows.running("p", null);
        created(plain);
        assertThat(row(plain.id())).isNotNull().returns(null, RunRow::retry);
    }

    @Test
    @Tag("C7")
    default void aSecondActiveOneIsToldWhichIsTheFirst() {
        UUID parent = Rows.id();
        RunRow first = retry(parent, "detect", null);
        created(first);
        RunRow second = retry(parent, "detect", null);

        assertThat(append(List.of(
                        create(second),
                        create(retry(parent, "embed", null)),
                        create(retry(Rows.id(), "detect", null)))))
                .satisfiesExactly(
                        taken -> assertThat(taken).isEqualTo(new RetryTaken(first.id())),
                        won -> assertThat(won).isInstanceOf(Won.class),
                        won -> assertThat(won).isInstanceOf(Won.class));
        assertThat(journal(second.id())).isEmpty();
        assertThat(row(second.id())).isNull();
    }

    @Test
    @Tag("C7")
    default void thePlaceIsFreeInTheTransactionThatEndsItsHolder() {
        UUID parent = Rows.id();
        for (RunStatus status : List.of(RunStatus.SUCCEEDED, RunStatus.FAILED, RunStatus.CANCELLED)) {
            RunRow first = retry(parent, "s " + status, null);
            Chain chain = created(first);
            RunRow second = retry(parent, "s " + status, null);
            assertThat(append(List.of(chain.next("ended", Rows.ended(first, status)), create(second))))
                    .hasOnlyElementsOfType(Won.class);
        }
    }

    @Test
    @Tag("C7")
    default void aPlaceTakenWithinABatchIsTaken() {
        UUID parent = Rows.id();
        RunRow first = retry(parent, "detect", null);
        assertThat(append(List.of(create(first), create(retry(parent, "detect", null)))))
                .satisfiesExactly(
                        won -> assertThat(won).isInstanceOf(Won.class),
                        taken -> assertThat(taken).isEqualTo(new RetryTaken(first.id())));
    }

    @Test
    @Tag("C7")
    default void whoTakesTheKeyAndThePlaceIsToldOfThePlace() {
        UUID parent = Rows.id();
        RunRow first = retry(parent, "detect", "k");
        created(first);
        assertThat(append(create(retry(parent, "detect", "k")))).isEqualTo(new RetryTaken(first.id()));
        assertThat(append(create(retry(parent, "embed", "k")))).isEqualTo(new KeyTaken(first.id()));
        assertThat(append(create(Rows.running("p", "k")))).isEqualTo(new KeyTaken(first.id()));
    }

    @Test
    @Tag("C7")
    default void aRunThatTakesItsPlaceUpAgainFindsItTaken() {
        UUID parent = Rows.id();
        RunRow first = retry(parent, "detect", null);
        Chain chain = created(first);
        Append failed = chain.next("failed", Rows.ended(first, RunStatus.FAILED));
        append(failed);
        RunRow second = retry(parent, "detect", null);
        created(second);
        assertThat(append(chain.after(failed).next("resumed", Rows.owned(first, Rows.id(), 2))))
                .isEqualTo(new RetryTaken(second.id()));
        assertThat(journal(first.id())).hasSize(2);
    }

    @Test
    @Tag("C7")
    default void ofAHundredAtOnceOneWins() {
        UUID parent = Rows.id();
        List<RunRow> rows = IntStream.range(0, 100)
                .mapToObj(i -> retry(parent, "detect", null))
                .toList();
        List<AppendOutcome> outcomes = rows.parallelStream()
                .map(row -> Subject.await((row.hashCode() % 2 == 0 ? store() : other()).append(List.of(create(row))))
                        .getFirst())
                .toList();
        assertThat(outcomes).filteredOn(Won.class::isInstance).hasSize(1);
        UUID winner = rows.get(IntStream.range(0, 100)
                        .filter(i -> outcomes.get(i) instanceof Won)
                        .findFirst()
                        .orElseThrow())
                .id();
        assertThat(outcomes)
                .filteredOn(RetryTaken.class::isInstance)
                .hasSize(99)
                .containsOnly(new RetryTaken(winner));
    }

    @Test
    @Tag("C1")
    default void allThatTookARunUpAreFound() {
        UUID root = Rows.id();
        RunRow first = retry(root, "a", null);
        RunRow second = Rows.retry(Rows.running("p", null), new RetryRow(root, first.id(), "b", 2, true));
        created(first);
        created(second);
        created(retry(Rows.id(), "a", null));
        created(Rows.running("p", null));
        assertThat(Subject.await(store().find(RunQuery.ofRoot(root, 10))))
                .extracting(RunRow::id)
                .containsExactly(second.id(), first.id());
    }

    private static RunRow retry(UUID parent, String from, @Nullable String key) {
        return Rows.retry(Rows.running("p", key), new RetryRow(parent, parent, from, 1, true));
    }

    private static Append create(RunRow row) {
        return new Chain(row.id()).next("created", row);
    }
}
