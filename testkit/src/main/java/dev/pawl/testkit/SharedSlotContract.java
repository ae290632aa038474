// SPDX-License-Identifier: Apache-2.0
package dev.pawl.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.spi.SlotRow;
import dev.pawl.spi.SlotWish;
import dev.pawl.spi.WorkerSession;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Slots of a limit that several workers share. */
interface SharedSlotContract extends WorkerContract {

    @Test
    @Tag("B7")
    default void noMoreThanMayHoldOneAtOnce() throws Exception {
        AtomicInteger holders = new AtomicInteger();
        AtomicInteger wishes = new AtomicInteger();
        CyclicBarrier round = new CyclicBarrier(8);
        try (WorkerSession one = store().enter(Rows.worker("one"), LEASE);
                WorkerSession two = other().enter(Rows.worker("two"), LEASE)) {
            Race.run(8, thread -> {
                WorkerSession session = thread % 2 == 0 ? one : two;
                for (int i = 0; i < 12; i++) {
                    SlotWish wish = new SlotWish("gpu", thread + "/" + i, 2, i % 3);
                    round.await(60, TimeUnit.SECONDS); // all wish at once, where nobody holds one
                    boolean held;
                    do {
                        held = Subject.await(session.wish(wish));
                        wishes.incrementAndGet();
                    } while (!held && i % 5 != 4);
                    if (held) {
                        int before = wishes.get();
                        assertThat(holders.incrementAndGet()).isLessThanOrEqualTo(2);
                        Race.linger(() -> wishes.get() > before + 3);
                        assertThat(Limits.held(store())).hasSizeLessThanOrEqualTo(2);
                        holders.decrementAndGet();
                    }
                    Subject.await(session.giveBack(wish));
                }
            });
            assertThat(Limits.slots(store())).isEmpty();
        }
    }

    @Test
    @Tag("B7")
    default void whoIsGivenASlotByAnotherHearsOfIt() throws InterruptedException {
        try (WorkerSession one = store().enter(Rows.worker("one"), LEASE);
                WorkerSession two = other().enter(Rows.worker("two"), LEASE)) {
            Semaphore noticed = new Semaphore(0);
            Semaphore changes = new Semaphore(0);
            other().onSlot(noticed::release);
            other().onForeignChange(changes::release);
            changes.drainPermits(); // that it listens from now on is told too
            for (int i = 0; i < 3; i++) {
                assertThat(Limits.wish(one, "a")).isTrue();
                assertThat(Limits.wish(two, "b")).isFalse();
                noticed.drainPermits();
                Subject.await(one.giveBack(Limits.one("a")));
                assertThat(noticed.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
                assertThat(Limits.wish(two, "b")).isTrue();
                Subject.await(two.giveBack(Limits.one("b")));
            }
            assertThat(changes.tryAcquire()).as("no run changed").isFalse();
        }
    }

    @Test
    @Tag("B7")
    default void slotsOfTheDeadAreFreeOnceTheyAreBuried() {
        WorkerSession gone = other().enter(Rows.worker("gone"), LEASE);
        assertThat(Limits.wish(gone, "a")).isTrue();
        assertThat(Limits.wish(gone, "b")).isFalse();
        try (WorkerSession next = store().enter(Rows.worker("next"), LEASE)) {
            assertThat(Limits.wish(next, "c")).as("not declared dead").isFalse();
            bury(gone);
            assertThat(Limits.slots(store()))
                    .extracting(SlotRow::worker)
                    .containsExactly(next.worker().id());
            assertThat(Limits.wish(next, "c")).as("before one that is dead").isTrue();

            assertThat(untilAnswered(() -> gone.wish(Limits.one("d"))))
                    .as("the dead hold nothing")
                    .isFalse();
            Subject.await(next.giveBack(Limits.one("c")));
            assertThat(Limits.slots(store())).isEmpty();
        }
    }

    @Test
    @Tag("B7")
    default void aHolderBelongsToOneWorkerUntilThatIsDead() {
        WorkerSession first = other().enter(Rows.worker("first"), LEASE);
        assertThat(Limits.wish(first, "a")).isTrue();
        try (WorkerSession second = store().enter(Rows.worker("second"), LEASE)) {
            assertThat(Limits.wish(second, "b")).isFalse();
            assertThat(Limits.wish(second, "a")).isFalse();
            Subject.await(second.giveBack(Limits.one("a")));
            assertThat(Limits.held(store())).as("another's").containsExactly("a");
            bury(first);
            assertThat(Limits.wish(second, "a"))
                    .as("a new wish, after the other")
                    .isFalse();
            assertThat(Limits.held(store())).containsExactly("b");
            Subject.await(second.giveBack(Limits.one("b")));
            assertThat(Limits.wish(second, "a")).isTrue();
        }
    }
}
