// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.drive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.core.World.Room;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** One run executes alone, or all beside each other, and nobody waits for what no longer comes. */
@Tag("S1")
class RoomsTest {

    private static final UUID A = new UUID(0, 1);
    private static final UUID B = new UUID(0, 2);
    private static final UUID SUSPECT = new UUID(0, 3);
    private static final UUID OTHER_SUSPECT = new UUID(0, 4);

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 7); // it may overflow
    private boolean mayBegin = true;
    private final Rooms rooms = new Rooms(nanos::get, () -> mayBegin);
    private final List<UUID> told = new ArrayList<>();

    private final Map<UUID, Runnable> driving = new HashMap<>();

    private Runnable driver(UUID run) {
        return driving.computeIfAbsent(run, id -> () -> told.add(id));
    }

    private void enter(UUID... runs) {
        for (UUID run : runs) {
            rooms.enter(run, driver(run));
        }
    }

    private void patienceIsOver() {
        nanos.addAndGet(Rooms.PATIENCE.toNanos());
    }

    @Test
    void aSuspectIsAloneAtOnceWhereNothingExecutesAndAllAreTold() {
        enter(A, SUSPECT);
        rooms.ask(SUSPECT);
        assertThat(rooms.of(SUSPECT)).isEqualTo(Room.ALONE);
        assertThat(rooms.of(A)).isEqualTo(Room.CLOSED);
        assertThat(rooms.asked(SUSPECT)).isFalse();
        assertThat(told).containsExactlyInAnyOrder(A, SUSPECT);
        rooms.leaveAlone(SUSPECT);
        assertThat(rooms.of(A)).isEqualTo(Room.SHARED);
        assertThat(told).hasSize(4);
    }

    @Test
    void itWaitsUntilTheLastAttemptOfOthersHasStopped() {
        enter(A, SUSPECT);
        assertThat(rooms.begin(A)).isTrue();
        assertThat(rooms.begin(A)).isTrue();
        rooms.ask(SUSPECT);
        rooms.ended(A);
        assertThat(rooms.of(SUSPECT)).isEqualTo(Room.SHARED);
        assertThat(told).isEmpty();
        rooms.ended(A);
        assertThat(rooms.of(SUSPECT)).isEqualTo(Room.ALONE);
    }

    /** Its start was decided while there was room, and became durable after. */
    @Test
    void whatWasDecidedBeforeBeginsNoMoreBesideOneThatIsAlone() {
        enter(A, SUSPECT);
        assertThat(rooms.of(A)).isEqualTo(Room.SHARED);
        rooms.ask(SUSPECT);
        assertThat(rooms.begin(A)).isFalse();
        assertThat(rooms.begin(SUSPECT)).isTrue();
        rooms.ended(SUSPECT);
        rooms.leaveAlone(SUSPECT);
        assertThat(rooms.begin(A)).isTrue();
    }

    @Test
    void othersBeginUntilItsPatienceIsOverAndThenNoMore() {
        enter(A, B, SUSPECT);
        rooms.begin(A);
        rooms.ask(SUSPECT);
        nanos.addAndGet(Rooms.PATIENCE.toNanos() - 1);
        assertThat(rooms.of(B)).isEqualTo(Room.SHARED);
        nanos.addAndGet(1);
        assertThat(rooms.of(A)).isEqualTo(Room.CLOSED);
        assertThat(rooms.of(B)).isEqualTo(Room.CLOSED);
        assertThat(rooms.of(SUSPECT))
                .as("its own patience holds no suspect back")
                .isEqualTo(Room.SHARED);
        rooms.ended(A);
        assertThat(rooms.of(SUSPECT)).isEqualTo(Room.ALONE);
    }

    @Test
    void askingAgainDoesNotBeginTheWaitAnew() {
        enter(A, SUSPECT);
        rooms.begin(A);
        rooms.ask(SUSPECT);
        patienceIsOver();
        rooms.ask(SUSPECT);
        assertThat(rooms.of(A)).isEqualTo(Room.CLOSED);
    }

    @Test
    void oneThatIsCancelledWhileItWaitsHoldsNobodyBack() {
        enter(A, SUSPECT, OTHER_SUSPECT);
        rooms.begin(B);
        rooms.ask(SUSPECT);
        patienceIsOver();
        rooms.ask(OTHER_SUSPECT);
        assertThat(rooms.of(A)).isEqualTo(Room.CLOSED);
        told.clear();
        rooms.leave(SUSPECT, driver(SUSPECT));
        assertThat(rooms.of(A)).isEqualTo(Room.SHARED);
        assertThat(told).as("though another waits").contains(A).doesNotContain(SUSPECT);
    }

    @Test
    void oneThatLeavesWhileItIsAloneGivesTheRoomToTheNext() {
        enter(A, SUSPECT, OTHER_SUSPECT);
        rooms.ask(SUSPECT);
        rooms.ask(OTHER_SUSPECT);
        told.clear();
        rooms.leave(SUSPECT, driver(SUSPECT));
        assertThat(rooms.of(OTHER_SUSPECT)).isEqualTo(Room.ALONE);
        assertThat(told).containsExactlyInAnyOrder(A, OTHER_SUSPECT);
    }

    /** A process that entered anew drives a run again before the driver of its former life has left. */
    @Test
    @Tag("S1")
    void whoLeavesLateTakesNothingFromWhoDrivesTheRunNow() {
        rooms.enter(A, () -> {});
        Runnable before = driver(SUSPECT);
        rooms.enter(SUSPECT, before);
        rooms.enter(SUSPECT, () -> told.add(B));
        rooms.begin(A);
        rooms.ask(SUSPECT);
        rooms.leave(SUSPECT, before);
        assertThat(rooms.asked(SUSPECT)).isTrue();
        rooms.ended(A);
        assertThat(rooms.of(SUSPECT)).isEqualTo(Room.ALONE);
        assertThat(told).containsExactly(B);
    }

    @Test
    @Tag("S5")
    void nothingBeginsWhileNothingMay() {
        enter(A, B);
        mayBegin = false;
        assertThat(rooms.begin(A)).isFalse();
        mayBegin = true;
        rooms.reopened();
        assertThat(told).containsExactlyInAnyOrder(A, B);
        assertThat(rooms.begin(A)).isTrue();
        assertThat(rooms.executing()).containsExactly(A);
    }

    /** Fenced code of a run that left counts until it has stopped, or was given up. */
    @Test
    void whatStillExecutesOfARunThatLeftKeepsOthersFromBeingAlone() {
        enter(A, SUSPECT);
        rooms.begin(A);
        rooms.leave(A, driver(A));
        rooms.ask(SUSPECT);
        assertThat(rooms.of(SUSPECT)).isEqualTo(Room.SHARED);
        rooms.ended(A);
        assertThat(rooms.of(SUSPECT)).isEqualTo(Room.ALONE);
    }

    @Test
    void itsOwnEarlierAttemptDoesNotKeepItFromBeingAlone() {
        enter(SUSPECT);
        rooms.begin(SUSPECT);
        rooms.ask(SUSPECT);
        assertThat(rooms.of(SUSPECT)).isEqualTo(Room.ALONE);
    }

    @Test
    void neverDoTwoExecuteWhereOneIsAlone() throws Exception {
        Rooms shared = new Rooms(System::nanoTime, () -> true);
        CountDownLatch never = new CountDownLatch(1);
        AtomicInteger others = new AtomicInteger();
        AtomicInteger alone = new AtomicInteger();
        List<String> seen = java.util.Collections.synchronizedList(new ArrayList<>());
        List<Callable<Void>> work = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            UUID run = new UUID(1, i);
            boolean suspect = i < 3;
            work.add(() -> {
                for (int n = 0; n < 200; n++) {
                    if (suspect) {
                        shared.ask(run);
                        if (shared.of(run) == Room.ALONE && shared.begin(run)) {
                            if (alone.incrementAndGet() > 1 || others.get() > 0) {
                                seen.add("beside a suspect");
                            }
                            assertThat(never.await(100, TimeUnit.MICROSECONDS)).isFalse();
                            if (others.get() > 0) {
                                seen.add("joined by others");
                            }
                            alone.decrementAndGet();
                            shared.ended(run);
                        }
                        shared.leaveAlone(run);
                    } else if (shared.begin(run)) {
                        others.incrementAndGet();
                        if (alone.get() > 0) {
                            seen.add("beside others");
                        }
                        assertThat(never.await(100, TimeUnit.MICROSECONDS)).isFalse();
                        others.decrementAndGet();
                        shared.ended(run);
                    }
                }
                return null;
            });
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (Future<Void> done : threads.invokeAll(work)) {
                done.get();
            }
        }
        assertThat(seen).isEmpty();
        shared.ask(SUSPECT);
        assertThat(shared.of(SUSPECT)).as("nothing is left behind").isEqualTo(Room.ALONE);
    }
}
