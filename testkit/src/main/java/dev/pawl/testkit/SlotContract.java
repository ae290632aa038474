// SPDX-License-Identifier: Apache-2.0
package dev.pawl.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.pawl.spi.SlotRow;
import dev.pawl.spi.SlotWish;
import dev.pawl.spi.WorkerSession;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Who is given a slot of a limit, when and in which order; with one worker. {@link SharedSlotContract} has several. */
interface SlotContract extends WorkerContract {

    /** Wishes in their order as holder:most:priority; who holds then; who holds as one after the other gives back. */
    static Stream<Arguments> turns() {
        return Stream.of(
                Arguments.of("first come, first served", "a:1:0 b:1:0 c:1:0", "a", "b c"),
                Arguments.of("as many as may", "a:2:0 b:2:0 c:2:0", "a b", "b+c c"),
                Arguments.of("priority goes before the wait", "a:1:0 b:1:0 c:1:5 d:1:5 e:1:-1", "a", "c d b e"),
                Arguments.of("a holder that allows one keeps others out", "a:1:0 b:9:0 c:9:0", "a", "b+c c"),
                Arguments.of("who allows one waits for all to go", "a:9:0 b:9:0 c:1:0", "a b", "b c"),
                Arguments.of("nobody passes one that waits for room", "a:9:0 b:1:0 c:9:0", "a", "b c"),
                Arguments.of("but by priority", "a:9:0 b:1:0 c:9:1", "a c", "a b"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("turns")
    @Tag("B7")
    default void slotsAreGivenInTurn(String name, String wishes, String held, String then) {
        try (WorkerSession session = store().enter(Rows.worker("w"), LEASE)) {
            for (String wish : wishes.split(" ", -1)) {
                String[] parts = wish.split(":", -1);
                var unused = Subject.await(session.wish(
                        new SlotWish("gpu", parts[0], Integer.parseInt(parts[1]), Integer.parseInt(parts[2]))));
            }
            assertThat(held()).as(name).containsExactlyInAnyOrder(held.split(" ", -1));
            for (String next : then.split(" ", -1)) {
                Subject.await(session.giveBack(Limits.one(held().getFirst())));
                assertThat(held()).as(name).containsExactlyInAnyOrder(next.split("\\+", -1));
            }
            Subject.await(session.giveBack(Limits.one(held().getFirst())));
            assertThat(Limits.slots(other())).as(name).isEmpty();
        }
    }

    @Test
    @Tag("B7")
    default void aWishIsSaidAgainUntilItIsHeldAndKeepsItsPlace() {
        try (WorkerSession session = store().enter(Rows.worker("w"), LEASE)) {
            assertThat(Limits.wish(session, "a")).isTrue();
            assertThat(Limits.wish(session, "a")).as("held").isTrue();
            assertThat(Limits.wish(session, "b")).isFalse();
            assertThat(Limits.wish(session, "c")).isFalse();
            List<SlotRow> before = Limits.slots(other());
            assertThat(Limits.wish(session, "b")).isFalse();
            assertThat(before)
                    .extracting(row -> row.wish().holder(), SlotRow::held, SlotRow::worker)
                    .containsExactly(
                            tuple("a", true, session.worker().id()),
                            tuple("b", false, session.worker().id()),
                            tuple("c", false, session.worker().id()));
            assertThat(Limits.slots(other())).as("nothing new").isEqualTo(before);
            Subject.await(session.giveBack(Limits.one("a")));
            assertThat(Limits.wish(session, "c")).isFalse();
            assertThat(Limits.wish(session, "b")).isTrue();
        }
    }

    @Test
    @Tag("B7")
    default void whatIsSaidLastCounts() {
        try (WorkerSession session = store().enter(Rows.worker("w"), LEASE)) {
            assertThat(Limits.wish(session, "a")).isTrue();
            assertThat(Limits.wish(session, "b")).isFalse();
            assertThat(Limits.wish(session, "c")).isFalse();
            assertThat(Subject.await(session.wish(new SlotWish("gpu", "a", 3, 0))))
                    .isTrue();
            assertThat(Subject.await(session.wish(new SlotWish("gpu", "c", 3, 1))))
                    .as("its priority is higher now, and more may hold one")
                    .isTrue();
            assertThat(held()).containsExactlyInAnyOrder("a", "c");
        }
    }

    @Test
    @Tag("B7")
    default void aWishIsTakenBackBeforeItIsHeld() {
        try (WorkerSession session = store().enter(Rows.worker("w"), LEASE)) {
            assertThat(Limits.wish(session, "a")).isTrue();
            assertThat(Limits.wish(session, "b")).isFalse();
            Subject.await(session.giveBack(Limits.one("b")));
            Subject.await(session.giveBack(Limits.one("b")));
            Subject.await(session.giveBack(Limits.one("nobody")));
            assertThat(held()).containsExactly("a");
            Subject.await(session.giveBack(Limits.one("a")));
            assertThat(Limits.slots(other())).isEmpty();
            assertThat(Limits.wish(session, "b")).as("a new wish").isTrue();
        }
    }

    @Test
    @Tag("B7")
    default void limitsDoNotConcernEachOther() {
        try (WorkerSession session = store().enter(Rows.worker("w"), LEASE)) {
            assertThat(Limits.wish(session, "a")).isTrue();
            assertThat(Subject.await(session.wish(new SlotWish("api", "a", 1, 0))))
                    .isTrue();
            Subject.await(session.giveBack(new SlotWish("api", "a", 1, 0)));
            assertThat(held()).containsExactly("a");
        }
    }

    @Test
    @Tag("B7")
    default void whatAWorkerHeldAndWaitedForIsFreeOnceItHasLeft() {
        WorkerSession gone = store().enter(Rows.worker("gone"), LEASE);
        assertThat(Limits.wish(gone, "a")).isTrue();
        assertThat(Limits.wish(gone, "b")).isFalse();
        gone.close();
        assertThat(Limits.slots(other())).isEmpty();
        try (WorkerSession next = other().enter(Rows.worker("next"), LEASE)) {
            assertThat(Limits.wish(next, "c")).isTrue();
            assertThat(Limits.wish(next, "a"))
                    .as("in the name of the same holder")
                    .isFalse();
            Subject.await(next.giveBack(Limits.one("c")));
            assertThat(Limits.wish(next, "a")).isTrue();
        }
    }

    /** Who holds one, of the highest priority first. */
    private List<String> held() {
        return Limits.held(other());
    }
}
