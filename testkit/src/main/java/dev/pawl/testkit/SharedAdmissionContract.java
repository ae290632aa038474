// SPDX-License-Identifier: Apache-2.0
package dev.pawl.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.core.RunStatus;
import dev.pawl.spi.Admission.Admitted;
import dev.pawl.spi.Admission.Full;
import dev.pawl.spi.Admission.TooSoon;
import dev.pawl.spi.Append;
import dev.pawl.spi.AppendOutcome.Won;
import dev.pawl.spi.RunRow;
import dev.pawl.spi.RunStore;
import dev.pawl.spi.WorkerSession;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How many runs of a pipeline may be at work with several workers. */
interface SharedAdmissionContract extends WorkerContract {

    @Test
    @Tag("B7")
    default void noMoreThanMayAreAtWorkAtOnce() throws Exception {
        Queue<RunRow> waiting = new ConcurrentLinkedQueue<>();
        for (int i = 0; i < 50; i++) {
            waiting.add(Rows.queued("p", null, false, 0, null));
        }
        waiting.forEach(this::created);
        AtomicInteger asked = new AtomicInteger();
        AtomicInteger atWork = new AtomicInteger();
        AtomicInteger ended = new AtomicInteger();
        try (WorkerSession one = store().enter(Rows.worker("one"), LEASE);
                WorkerSession two = other().enter(Rows.worker("two"), LEASE)) {
            Race.run(8, thread -> {
                WorkerSession session = thread % 2 == 0 ? one : two;
                RunStore store = thread % 2 == 0 ? store() : other();
                for (RunRow row = waiting.poll(); row != null; row = waiting.poll()) {
                    boolean admitted = Limits.admit(session, Limits.most(row.id(), 3)) instanceof Admitted;
                    int before = asked.incrementAndGet();
                    if (admitted) {
                        assertThat(atWork.incrementAndGet()).isLessThanOrEqualTo(3);
                        Race.linger(() -> asked.get() > before + 3);
                        work(store, Rows.claimed(row, session.worker().id()), atWork);
                        ended.incrementAndGet();
                    } else {
                        waiting.add(row);
                    }
                }
            });
        }
        assertThat(ended).hasValue(50);
    }

    /** Claims it and ends it. */
    private static void work(RunStore store, RunRow claimed, AtomicInteger atWork) {
        Chain chain = Chain.at(Subject.await(store.read(claimed.id(), 0, 10)).getLast());
        Append claim = chain.next("claimed", claimed);
        assertThat(Subject.await(store.append(List.of(claim)))).hasOnlyElementsOfType(Won.class);
        atWork.decrementAndGet();
        Append end = chain.after(claim).next("ended", Rows.ended(claimed, RunStatus.SUCCEEDED));
        assertThat(Subject.await(store.append(List.of(end)))).hasOnlyElementsOfType(Won.class);
    }

    @Test
    @Tag("B7")
    default void whatTwoWereAdmittedToCountsOnceAndUntilNeitherWill() {
        try (WorkerSession one = store().enter(Rows.worker("one"), LEASE);
                WorkerSession two = other().enter(Rows.worker("two"), LEASE)) {
            UUID run = Rows.id();
            assertThat(Limits.admit(one, Limits.begins(run, 1, BeginContract.HOUR)))
                    .isEqualTo(new Admitted());
            assertThat(Limits.admit(two, Limits.begins(run, 1, BeginContract.HOUR)))
                    .isEqualTo(new Admitted());
            assertThat(Limits.admit(one, Limits.most(Rows.id(), 2))).isEqualTo(new Admitted());
            assertThat(Limits.admit(one, Limits.most(Rows.id(), 2))).isEqualTo(new Full(2));
            Subject.await(one.dismiss("p", run, 0));
            assertThat(Limits.admit(one, Limits.most(Rows.id(), 2))).isEqualTo(new Full(2));
            assertThat(Limits.admit(one, Limits.begins(Rows.id(), 1, BeginContract.HOUR)))
                    .isInstanceOf(TooSoon.class);
            Subject.await(two.dismiss("p", run, 0));
            assertThat(Limits.admit(one, Limits.begins(Rows.id(), 1, BeginContract.HOUR)))
                    .isEqualTo(new Admitted());
        }
    }

    @Test
    @Tag("B7")
    @Tag("S5")
    default void whatTheDeadWereAdmittedToCountsUntilTheyAreBuriedUnlessTheyClaimedIt() {
        WorkerSession gone = other().enter(Rows.worker("gone"), LEASE);
        RunRow claimed = Rows.queued("p", null, false, 0, null);
        RunRow never = Rows.queued("p", null, false, 0, null);
        created(claimed);
        created(never);
        assertThat(Limits.admit(gone, Limits.most(claimed.id(), 2))).isEqualTo(new Admitted());
        assertThat(Limits.admit(gone, Limits.most(never.id(), 2))).isEqualTo(new Admitted());
        change(Rows.claimed(claimed, gone.worker().id()));
        try (WorkerSession next = store().enter(Rows.worker("next"), LEASE)) {
            UUID third = Rows.id();
            assertThat(Limits.admit(next, Limits.most(third, 2)))
                    .as("not declared dead")
                    .isEqualTo(new Full(2));
            bury(gone);
            assertThat(Limits.admit(next, Limits.most(third, 2))).isEqualTo(new Admitted());
            assertThat(Limits.admit(next, Limits.most(Rows.id(), 2))).isEqualTo(new Full(2));
            assertThat(Limits.admit(next, Limits.anew(claimed.id(), 2)))
                    .as("it is taken up again")
                    .isEqualTo(new Admitted());
            assertThat(untilAnswered(() -> gone.admit(Limits.most(never.id(), 9))))
                    .as("the dead begin nothing")
                    .isInstanceOf(Full.class);
        }
    }
}
