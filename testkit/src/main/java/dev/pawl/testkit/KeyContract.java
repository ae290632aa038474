// SPDX-License-Identifier: Apache-2.0
package dev.pawl.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.core.RunStatus;
import dev.pawl.spi.Append;
import dev.pawl.spi.AppendOutcome;
import dev.pawl.spi.AppendOutcome.KeyTaken;
import dev.pawl.spi.AppendOutcome.Won;
import dev.pawl.spi.RunRow;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** One active run a key. */
interface KeyContract extends Subject {

    @Test
    @Tag("E3")
    default void aSecondActiveRunIsToldWhichIsTheFirst() {
        RunRow first = Rows.running("p", "episode 1");
        created(first);
        RunRow second = Rows.running("p", "episode 1");
        RunRow elsewhere = Rows.running("other pipeline", "episode 1");

        assertThat(append(List.of(create(second), create(elsewhere), create(Rows.running("p", "episode 2")))))
                .satisfiesExactly(
                        taken -> assertThat(taken).isEqualTo(new KeyTaken(first.id())),
                        won -> assertThat(won).isInstanceOf(Won.class),
                        won -> assertThat(won).isInstanceOf(Won.class));
        assertThat(journal(second.id())).isEmpty();
        assertThat(row(second.id())).isNull();
    }

    @Test
    @Tag("E4")
    default void theKeyIsFreeInTheTransactionThatEndsItsHolder() {
        for (RunStatus status : List.of(RunStatus.SUCCEEDED, RunStatus.FAILED, RunStatus.CANCELLED)) {
            RunRow first = Rows.running("p", "k " + status);
            Chain chain = created(first);
            RunRow second = Rows.running("p", "k " + status);
            assertThat(append(List.of(chain.next("ended", Rows.ended(first, status)), create(second))))
                    .hasOnlyElementsOfType(Won.class);
        }
    }

    @Test
    @Tag("E3")
    default void aKeyTakenWithinABatchIsTaken() {
        RunRow first = Rows.running("p", "k");
        RunRow second = Rows.running("p", "k");
        assertThat(append(List.of(create(first), create(second))))
                .containsExactly(new Won(numberOf(first)), new KeyTaken(first.id()));
    }

    @Test
    @Tag("E3")
    default void aRunThatTakesItsKeyUpAgainFindsItTaken() {
        RunRow first = Rows.running("p", "k");
        Chain chain = created(first);
        Append failed = chain.next("failed", Rows.ended(first, RunStatus.FAILED));
        append(failed);
        RunRow second = Rows.running("p", "k");
        created(second);
        Append resumed = chain.after(failed).next("resumed", Rows.owned(first, Rows.id(), 2));

        assertThat(append(resumed)).isEqualTo(new KeyTaken(second.id()));
        assertThat(journal(first.id())).hasSize(2);
        assertThat(row(first.id())).extracting(RunRow::status).isEqualTo(RunStatus.FAILED);
    }

    @Test
    @Tag("E3")
    default void aRepeatOfTheFirstAppendIsWonThoughTheKeyIsTakenByAnother() {
        RunRow first = Rows.running("p", "k");
        Append create = create(first);
        append(create);
        append(new Chain(first.id()).after(create).next("ended", Rows.ended(first, RunStatus.CANCELLED)));
        created(Rows.running("p", "k"));
        assertThat(append(create)).isInstanceOf(Won.class);
    }

    @Test
    @Tag("E3")
    default void ofAHundredStartsAtOnceOneWins() {
        List<RunRow> rows =
                IntStream.range(0, 100).mapToObj(i -> Rows.running("p", "k")).toList();
        List<AppendOutcome> outcomes = rows.parallelStream()
                .map(row -> Subject.await((row.hashCode() % 2 == 0 ? store() : other()).append(List.of(create(row))))
                        .getFirst())
                .toList();
        assertThat(outcomes).filteredOn(Won.class::isInstance).hasSize(1);
        assertThat(outcomes)
                .filteredOn(KeyTaken.class::isInstance)
                .hasSize(99)
                .containsOnly(new KeyTaken(rows.get(outcomes.indexOf(outcomes.stream()
                                .filter(Won.class::isInstance)
                                .findFirst()
                                .orElseThrow()))
                        .id()));
    }

    private static Append create(RunRow row) {
        return new Chain(row.id()).next("created", row);
    }

    private long numberOf(RunRow row) {
        RunRow stored = row(row.id());
        return stored == null ? 0 : stored.number();
    }
}
