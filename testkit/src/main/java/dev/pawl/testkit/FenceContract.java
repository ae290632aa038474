// SPDX-License-Identifier: Apache-2.0
package dev.pawl.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.core.RunStatus;
import dev.pawl.spi.Append;
import dev.pawl.spi.AppendOutcome.Lost;
import dev.pawl.spi.AppendOutcome.Won;
import dev.pawl.spi.Entry;
import dev.pawl.spi.RunRow;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The order of the journal is the fence: who did not see the latest entry does not write. */
interface FenceContract extends Subject {

    @Test
    @Tag("S5")
    default void anAppendNamesItsPredecessorBySeqAndId() {
        Chain chain = created(Rows.running("p", null));
        assertThat(append(new Chain(chain.run(), 2, chain.last()).next("gap"))).isInstanceOf(Lost.class);
        assertThat(append(new Chain(chain.run(), 1, Rows.id()).next("not its predecessor")))
                .isInstanceOf(Lost.class);
        assertThat(append(new Chain(Rows.id(), 1, chain.last()).next("no such run")))
                .isInstanceOf(Lost.class);
        assertThat(append(new Chain(chain.run()).next("again from the start", Rows.running("p", null))))
                .isInstanceOf(Lost.class);
        assertThat(journal(chain.run())).hasSize(1);
        assertThat(append(chain.next("fits"))).isInstanceOf(Won.class);
    }

    @Test
    @Tag("S3")
    default void aRepeatIsWonAndLeavesAloneWhatCameAfter() {
        RunRow row = Rows.running("p", "k");
        Chain created = created(row);
        Append claimed = created.next("claimed", Rows.owned(row, Rows.id(), 2));
        append(claimed);
        RunRow later = Rows.ended(Rows.owned(row, Rows.id(), 3), RunStatus.SUCCEEDED);
        append(created.after(claimed).next("ended", later));

        assertThat(append(claimed)).isInstanceOf(Won.class);

        assertThat(row(row.id()))
                .usingRecursiveComparison()
                .ignoringFields("number")
                .isEqualTo(later);
        assertThat(journal(row.id())).hasSize(3);
    }

    @Test
    @Tag("S3")
    default void aBatchWhoseAcknowledgementWasLostIsSentAgain() {
        RunRow ends = Rows.running("p", "k");
        Chain chain = created(ends);
        Chain goesOn = created(Rows.running("p", null));
        RunRow begins = Rows.running("p", "k");
        List<Append> batch = List.of(
                chain.next("ended", Rows.ended(ends, RunStatus.SUCCEEDED)),
                new Chain(begins.id()).next("created", begins),
                goesOn.next("more"));

        List<?> first = append(batch);
        assertThat(first).hasOnlyElementsOfType(Won.class);
        assertThat(Subject.await(other().append(batch))).isEqualTo(first);
        assertThat(append(batch)).isEqualTo(first);
        assertThat(journal(ends.id())).hasSize(2);
        assertThat(journal(begins.id())).hasSize(1);
    }

    @Test
    @Tag("S5")
    default void whatAZombieHasQueuedBehindATakeoverIsLost() {
        RunRow row = Rows.running("p", null);
        Chain zombie = created(row);
        Append one = zombie.next("result of the zombie");
        Append two = zombie.after(one).next("and one more");

        Append claim = zombie.next("claimed", Rows.owned(row, Rows.id(), 2));
        assertThat(Subject.await(other().append(List.of(claim)))).hasOnlyElementsOfType(Won.class);

        assertThat(append(one)).isInstanceOf(Lost.class);
        assertThat(append(two))
                .as("its place is free, its predecessor is not there")
                .isInstanceOf(Lost.class);
        assertThat(journal(row.id()))
                .extracting(Entry::appendId)
                .endsWith(claim.appendId())
                .hasSize(2);
    }

    @Test
    @Tag("S3")
    default void aCommandInBetweenMakesTheOwnerLookAgain() {
        Chain owner = created(Rows.running("p", null));
        Append result = owner.next("result");
        Append cancel = owner.next("cancel");
        Subject.await(other().append(List.of(cancel)));

        assertThat(append(result)).isInstanceOf(Lost.class);
        List<Entry> news = Subject.await(store().read(owner.run(), owner.seq(), 10));
        assertThat(news).extracting(Entry::appendId).containsExactly(cancel.appendId());
        assertThat(append(Chain.at(news.getLast()).next("result"))).isInstanceOf(Won.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    @Tag("S3")
    @Tag("S5")
    default void fourWritersAtRandomLeaveNoGapAndOneWinnerASeq(long seed) {
        List<UUID> runs = List.of(
                created(Rows.running("p", null)).run(),
                created(Rows.running("p", null)).run(),
                created(Rows.running("p", null)).run());
        List<RandomWriter> writers = RandomWriter.race(List.of(store(), other()), runs, seed, 4, 60);

        for (UUID run : runs) {
            List<Entry> journal = journal(run);
            for (int i = 0; i < journal.size(); i++) {
                assertThat(journal.get(i).seq()).as("no gap").isEqualTo(i + 1);
            }
            List<UUID> won = writers.stream()
                    .flatMap(writer -> writer.won().stream())
                    .filter(append -> append.run().equals(run))
                    .map(Append::appendId)
                    .toList();
            assertThat(journal.stream().skip(1).map(Entry::appendId))
                    .as("what was acknowledged, and nothing else")
                    .containsExactlyInAnyOrderElementsOf(won);
        }
    }
}
