// SPDX-License-Identifier: Apache-2.0
package dev.pawl.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.core.RunStatus;
import dev.pawl.spi.Append;
import dev.pawl.spi.AppendOutcome;
import dev.pawl.spi.AppendOutcome.Lost;
import dev.pawl.spi.AppendOutcome.Unstorable;
import dev.pawl.spi.AppendOutcome.Won;
import dev.pawl.spi.Entry;
import dev.pawl.spi.RunRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Entries come back in order, exactly once, or not at all. */
interface JournalContract extends Subject {

    @Test
    @Tag("S3")
    default void entriesComeBackInOrderAsTheyWereWritten() {
        Chain chain = created(Rows.running("p", null));
        Append second = chain.next("second");
        Append third = chain.after(second).next("third");

        assertThat(append(second)).isInstanceOf(Won.class);
        assertThat(append(third)).isInstanceOf(Won.class);

        assertThat(journal(chain.run())).extracting(Entry::seq).containsExactly(1, 2, 3);
        Entry last = journal(chain.run()).getLast();
        assertThat(last.appendId()).isEqualTo(third.appendId());
        assertThat(last.epoch()).isEqualTo(third.epoch());
        assertThat(last.at()).isEqualTo(third.at());
        assertThat(last.body()).isEqualTo(third.body());
    }

    @Test
    default void journalsAreReadInPages() {
        Chain chain = created(Rows.running("p", null));
        for (int i = 0; i < 9; i++) {
            Append next = chain.next("more");
            append(next);
            chain = chain.after(next);
        }
        assertThat(Subject.await(store().read(chain.run(), 3, 4)))
                .extracting(Entry::seq)
                .containsExactly(4, 5, 6, 7);
        assertThat(Subject.await(store().read(chain.run(), 10, 4))).isEmpty();
        assertThat(Subject.await(store().read(Rows.id(), 0, 4))).isEmpty();
    }

    @Test
    default void severalJournalsAreReadAtOnce() {
        Map<UUID, Integer> afterSeqs = new HashMap<>();
        List<UUID> runs = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            Chain chain = created(Rows.running("p", null));
            for (int n = 0; n < i % 4; n++) {
                Append next = chain.next("more");
                append(next);
                chain = chain.after(next);
            }
            runs.add(chain.run());
            afterSeqs.put(chain.run(), i % 2);
        }
        afterSeqs.put(Rows.id(), 0);
        List<Entry> rows = Subject.await(store().read(afterSeqs, 2));
        for (int i = 0; i < runs.size(); i++) {
            UUID run = runs.get(i);
            assertThat(rows.stream().filter(row -> row.run().equals(run)))
                    .usingRecursiveComparison()
                    .isEqualTo(Subject.await(store().read(run, i % 2, 2)));
        }
        assertThat(rows).extracting(Entry::run).isSubsetOf(runs);
        assertThat(Subject.await(store().read(Map.of(), 2))).isEmpty();
    }

    @Test
    @Tag("S3")
    default void anOwnerIsToldTheNumberOfItsNewRunEachTimeItSendsIt() {
        RunRow row = Rows.running("p", null);
        Append create = new Chain(row.id()).nextOfOwner("created", row);
        AppendOutcome first = append(create);
        RunRow stored = row(row.id());
        assertThat(first).isEqualTo(new Won(stored == null ? 0 : stored.number()));
        assertThat(append(create)).isEqualTo(first);

        Append next = new Chain(row.id()).after(create).nextOfOwner("next", null);
        assertThat(append(next)).isInstanceOf(Won.class);
        assertThat(append(next)).isInstanceOf(Won.class);
        assertThat(append(new Chain(row.id()).after(create).nextOfOwner("other", null)))
                .isInstanceOf(Lost.class);
        assertThat(journal(row.id())).hasSize(2);
    }

    @Test
    default void theRowComesBackAsItWasGivenWithANumber() {
        RunRow row = Rows.row(Rows.id(), "p", "kéy \uD83D\uDE00", "me", Map.of("b", "2", "a", "\"1\""));
        Chain chain = created(row);
        assertThat(row(row.id()))
                .usingRecursiveComparison()
                .ignoringFields("number")
                .isEqualTo(row);

        RunRow ended = Rows.ended(Rows.owned(row, Rows.id(), 7), RunStatus.FAILED);
        append(chain.next("ended", ended));
        assertThat(row(row.id()))
                .usingRecursiveComparison()
                .ignoringFields("number")
                .isEqualTo(ended);
        assertThat(row(Rows.id())).isNull();
    }

    @Test
    @Tag("C17")
    default void numbersIncreaseAndEveryAppendNamesTheNumber() {
        long before = 0;
        for (int i = 0; i < 5; i++) {
            RunRow row = Rows.running("p", null);
            Append create = new Chain(row.id()).next("created", row);
            Won won = (Won) append(create);
            assertThat(won.number()).isGreaterThan(before);
            assertThat(append(create)).isEqualTo(won);
            Append next = new Chain(row.id()).after(create).next("more");
            assertThat(append(next)).isEqualTo(won);
            assertThat(append(next)).isEqualTo(won);
            before = won.number();
        }
    }

    @Test
    @Tag("S3")
    default void winnersAndLosersShareATransaction() {
        Chain one = created(Rows.running("p", null));
        Chain two = created(Rows.running("p", null));
        append(two.next("first to come"));
        RunRow three = Rows.running("p", null);

        assertThat(append(List.of(one.next("won"), two.next("too late"), new Chain(three.id()).next("created", three))))
                .hasExactlyElementsOfTypes(Won.class, Lost.class, Won.class);
        assertThat(journal(one.run())).hasSize(2);
        assertThat(journal(two.run())).hasSize(2);
        assertThat(journal(three.id())).hasSize(1);
    }

    @Test
    default void twoAppendsOfOneRunInABatchAreRefused() {
        Chain chain = created(Rows.running("p", null));
        Append next = chain.next("second");
        assertThatThrownBy(() -> store().append(List.of(next, chain.after(next).next("third"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(chain.run().toString());
        assertThat(journal(chain.run())).hasSize(1);
        assertThat(append(List.of())).isEmpty();
    }

    @Test
    @Tag("C13")
    default void anEntryThatIsTooBigDoesNotFailItsBatch() {
        Chain one = created(Rows.running("p", null));
        Chain two = created(Rows.running("p", null));
        Append big = one.next(new byte[(16 << 20) + 1], null, List.of());

        List<?> outcomes = append(List.of(big, two.next("fine")));

        assertThat(outcomes).hasExactlyElementsOfTypes(Unstorable.class, Won.class);
        assertThat(((Unstorable) outcomes.getFirst()).problem()).contains("16777217", "16777216");
        assertThat(journal(one.run())).hasSize(1);
        assertThat(append(one.next("smaller"))).isInstanceOf(Won.class);
    }

    @ParameterizedTest
    @Tag("C13")
    @ValueSource(strings = {"half \uD83D", "\uDE00 other half", "\uDE00\uD83D wrong way round", "NUL \0"})
    default void textThatWouldNotComeBackAsItWasIsRefused(String text) {
        RunRow label = Rows.row(Rows.id(), "p", null, null, Map.of("label", text));
        RunRow key = Rows.row(Rows.id(), "p", text, null, Map.of());
        RunRow user = Rows.row(Rows.id(), "p", null, text, Map.of());
        RunRow fine = Rows.row(Rows.id(), "p", "fine", "fine", Map.of("fine", "fine"));
        List<Append> batch = List.of(
                new Chain(label.id()).next("created", label),
                new Chain(key.id()).next("created", key),
                new Chain(user.id()).next("created", user),
                new Chain(fine.id()).next("created", fine));

        assertThat(append(batch))
                .hasExactlyElementsOfTypes(Unstorable.class, Unstorable.class, Unstorable.class, Won.class);
        assertThat(journal(key.id())).isEmpty();
        assertThat(row(key.id())).isNull();
    }
}
