// SPDX-License-Identifier: Apache-2.0
package dev.pawl.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.spi.Renewal.Gone;
import dev.pawl.spi.Sighting;
import dev.pawl.spi.Sighting.Lock;
import dev.pawl.spi.Sightings;
import dev.pawl.spi.WorkerInfo;
import dev.pawl.spi.WorkerSession;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What can happen to the sessions of many workers, on demand. */
@Tag("S1")
class FakeWorkersTest {

    private final SettableClock clock = new SettableClock();
    private final FakeDatabase database = FakeDatabase.forManyWorkers(clock);
    private final FakeStore store = new FakeStore(database, Runnable::run);
    private final WorkerInfo worker = Rows.worker("w");
    private final WorkerSession session = store.enter(worker, WorkerContract.LEASE);

    @Test
    void aLostLockIsFreeUntilTheLeaseIsRenewed() {
        database.loseLock(worker.id());
        assertThat(seen().lock()).isEqualTo(Lock.FREE);
        Subject.await(session.renew());
        assertThat(seen().lock()).isEqualTo(Lock.HELD);
    }

    @Test
    void afterARestartALockSaysNothingUntilItsWorkerIsBack() {
        Sightings before = look();
        clock.advance(Duration.ofSeconds(3));
        database.restart();
        Sightings after = look();
        assertThat(after.observer()).isNotEqualTo(before.observer());
        assertThat(after.up()).isEqualTo(clock.instant());
        assertThat(seen().lock()).isEqualTo(Lock.UNKNOWN);
        assertThat(seen().leaseUntil()).isEqualTo(before.workers().getFirst().leaseUntil());
        Subject.await(session.renew());
        assertThat(seen().lock()).isEqualTo(Lock.HELD);
    }

    @Test
    void aLockThatIsLostAfterARestartIsFree() {
        database.restart();
        Subject.await(session.renew());
        database.loseLock(worker.id());
        assertThat(seen().lock()).isEqualTo(Lock.FREE);
    }

    @Test
    void withRoomForOneALostLockIsItsEnd() {
        FakeDatabase narrow = new FakeDatabase();
        FakeStore first = new FakeStore(narrow, Runnable::run);
        WorkerSession lost = first.enter(worker, WorkerContract.LEASE);
        narrow.loseLock(worker.id());
        assertThat(Subject.await(lost.renew())).isInstanceOf(Gone.class);
        new FakeStore(narrow, Runnable::run)
                .enter(Rows.worker("next"), WorkerContract.LEASE)
                .close();
    }

    private Sighting seen() {
        return look().workers().getFirst();
    }

    private Sightings look() {
        return Subject.await(store.sightings());
    }
}
