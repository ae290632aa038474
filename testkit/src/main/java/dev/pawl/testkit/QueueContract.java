// SPDX-License-Identifier: Apache-2.0
package dev.pawl.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.core.RunStatus;
import dev.pawl.spi.Append;
import dev.pawl.spi.AppendOutcome.KeyTaken;
import dev.pawl.spi.AppendOutcome.Won;
import dev.pawl.spi.RunRow;
import dev.pawl.spi.Waits;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a worker may take, and in which order. */
interface QueueContract extends Subject {

    Instant NOON = Instant.parse("2026-03-04T12:00:00Z");

    @Test
    @Tag("B7")
    default void thoseOfHigherPriorityComeFirstAndOfTheseTheOldest() {
        RunRow low = Rows.queued("p", null, false, -1, null);
        RunRow first = Rows.queued("p", null, false, 0, null);
        RunRow second = Rows.queued("other", "k", false, 0, null);
        RunRow high = Rows.queued("p", null, false, 7, null);
        List.of(low, first, second, high).forEach(this::created);

        assertThat(claimable(NOON, 10)).containsExactly(high.id(), first.id(), second.id(), low.id());
        assertThat(claimable(NOON, 2)).containsExactly(high.id(), first.id());
    }

    @Test
    @Tag("B7")
    default void whatIsToBeginLaterWaits() {
        RunRow later = Rows.queued("p", null, false, 9, NOON);
        RunRow now = Rows.queued("p", null, false, 0, null);
        List.of(later, now).forEach(this::created);

        assertThat(claimable(NOON.minusNanos(1000), 10)).containsExactly(now.id());
        assertThat(claimable(NOON, 10)).containsExactly(later.id(), now.id());
        assertThat(row(later.id())).returns(NOON, RunRow::notBefore).returns(9, RunRow::priority);
    }

    @Test
    @Tag("A1")
    @Tag("B2")
    default void aDocumentAtRestIsInNoQueue() {
        RunRow document = Rows.queued("p", null, false, 9, null);
        RunRow other = Rows.queued("p", null, false, 0, null);
        Chain chain = created(document);
        created(other);
        RunRow claimed = Rows.claimed(document, Rows.id());
        Append claim = chain.next("claimed", claimed);
        Append rests = chain.after(claim).next("rests", Rows.atRest(claimed));
        append(claim);
        append(rests);

        assertThat(claimable(NOON, 10)).containsExactly(other.id());
        assertThat(Subject.await(store().waits(NOON.minusSeconds(60), 10))).isEqualTo(new Waits(null, Set.of()));
        append(chain.after(rests).next("pressed", Rows.released(claimed)));
        assertThat(claimable(NOON, 10)).containsExactly(document.id(), other.id());
    }

    @Test
    @Tag("B7")
    default void whatMayNotBeTakenYetIsSummedUp() {
        assertThat(Subject.await(store().waits(NOON, 10))).isEqualTo(new Waits(null, Set.of()));
        RunRow soon = Rows.queued("p", null, false, 0, NOON.plusSeconds(60));
        RunRow late = Rows.queued("p", null, false, 9, NOON.plusSeconds(90));
        RunRow past = Rows.queued("p", null, false, 9, NOON.minusSeconds(90));
        RunRow first = Rows.queued("p", "k", true, 0, null);
        RunRow second = Rows.queued("p", "k", true, 0, null);
        RunRow other = Rows.queued("other", "k", true, 0, null);
        List.of(soon, late, past, other).forEach(this::created);
        Chain owned = created(first);
        created(second);
        append(owned.next("claimed", Rows.claimed(first, Rows.id())));

        assertThat(Subject.await(store().waits(NOON, 10)))
                .isEqualTo(new Waits(
                        NOON.plusSeconds(60), Set.of(new Waits.Line("p", "k"), new Waits.Line("other", "k"))));
        assertThat(Subject.await(store().waits(NOON, 1)).lines()).hasSize(1);
        assertThat(Subject.await(store().waits(NOON.plusSeconds(90), 1)).due()).isNull();
    }

    @Test
    @Tag("B1")
    default void whatIsOwnedByOthersThanThoseIsListedNewestFirst() {
        UUID living = Rows.id();
        UUID gone = Rows.id();
        List<UUID> left = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            RunRow row = Rows.queued("p", null, false, 0, null);
            Chain chain = created(row);
            UUID owner = i % 3 == 0 ? living : i % 3 == 1 ? gone : null;
            if (owner != null) {
                RunRow claimed = Rows.claimed(row, owner);
                chain = won(chain, claimed);
                if (i == 8) {
                    won(chain, Rows.ended(claimed, RunStatus.SUCCEEDED));
                }
            }
            if (i % 3 == 1) {
                left.addFirst(row.id());
            }
        }
        assertThat(owned(Set.of(living), null, 10)).isEqualTo(left);
        assertThat(owned(Set.of(living), null, 2)).isEqualTo(left.subList(0, 2));
        assertThat(owned(Set.of(living), left.get(1), 10)).isEqualTo(left.subList(2, 3));
        assertThat(owned(Set.of(living, gone), null, 10)).isEmpty();
        assertThat(owned(Set.of(), null, 10)).hasSize(6);
    }

    private List<UUID> owned(Set<UUID> than, @Nullable UUID after, int limit) {
        return Subject.await(store().ownedByOthers(than, after, limit)).stream()
                .map(RunRow::id)
                .toList();
    }

    @Test
    @Tag("B7")
    default void whatIsOwnedOrHasEndedIsNotToBeTaken() {
        RunRow owned = Rows.queued("p", null, false, 0, null);
        RunRow ended = Rows.queued("p", null, false, 0, null);
        Chain chain = created(owned);
        append(chain.next("claimed", Rows.claimed(owned, Rows.id())));
        append(created(ended).next("ended", Rows.ended(ended, RunStatus.CANCELLED)));

        assertThat(claimable(NOON, 10)).isEmpty();
    }

    @Test
    @Tag("B7")
    default void somePipelinesAreLeftOut() {
        RunRow full = Rows.queued("full", null, false, 9, null);
        RunRow first = Rows.queued("p", null, false, 1, null);
        RunRow quoted = Rows.queued("\"a\",{b}", null, false, 0, null);
        List.of(full, first, quoted).forEach(this::created);

        assertThat(claimable(Set.of("full"), 1)).containsExactly(first.id());
        assertThat(claimable(Set.of("full", quoted.pipeline()), 10)).containsExactly(first.id());
        assertThat(claimable(Set.of("p", "none"), 10)).containsExactly(full.id(), quoted.id());
        assertThat(claimable(Set.of(), 10)).containsExactly(full.id(), first.id(), quoted.id());
    }

    @Test
    @Tag("B7")
    @Tag("E3")
    default void runsOfOneKeyInLineAreTakenOneAfterTheOther() {
        RunRow first = Rows.queued("p", "k", true, 0, null);
        RunRow second = Rows.queued("p", "k", true, 9, null);
        RunRow elsewhere = Rows.queued("other", "k", true, 0, null);
        Chain chain = created(first);
        Chain behind = created(second);
        created(elsewhere);

        assertThat(claimable(NOON, 10)).containsExactly(first.id(), elsewhere.id());
        RunRow claimed = Rows.claimed(first, Rows.id());
        chain = won(chain, claimed);
        assertThat(claimable(NOON, 10)).as("the first is active").containsExactly(elsewhere.id());
        assertThat(append(behind.next("claimed", Rows.claimed(second, Rows.id()))))
                .as("the database disposes")
                .isEqualTo(new KeyTaken(first.id()));
        won(chain, Rows.ended(claimed, RunStatus.SUCCEEDED));
        assertThat(claimable(NOON, 10)).containsExactly(second.id(), elsewhere.id());
        assertThat(append(behind.next("claimed", Rows.claimed(second, Rows.id()))))
                .isInstanceOf(Won.class);
    }

    private Chain won(Chain chain, RunRow row) {
        var append = chain.next("changed", row);
        assertThat(append(append)).isInstanceOf(Won.class);
        return chain.after(append);
    }

    private List<UUID> claimable(Set<String> except, int limit) {
        return Subject.await(store().claimable(NOON, limit, except)).stream()
                .map(RunRow::id)
                .toList();
    }

    private List<UUID> claimable(Instant now, int limit) {
        return Subject.await(store().claimable(now, limit)).stream()
                .map(RunRow::id)
                .toList();
    }
}
