// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.spi.Append;
import dev.pawl.spi.AppendOutcome.Won;
import dev.pawl.spi.Renewal;
import dev.pawl.spi.Sighting;
import dev.pawl.spi.Sighting.Lock;
import dev.pawl.spi.Sightings;
import dev.pawl.spi.SlotWish;
import dev.pawl.spi.StoreException;
import dev.pawl.spi.WorkerInfo;
import dev.pawl.spi.WorkerSession;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of locks, leases and notifications when connections end, and what a pooler leaves of them. */
@Timeout(60)
class VigilTest {

    private static final Duration LEASE = Duration.ofSeconds(15);

    private final String database = Server.shared().database();
    private final PostgresStore store = PostgresStore.open(database);
    private final PostgresStore observer = PostgresStore.open(database);

    @AfterEach
    void close() {
        store.close();
        observer.close();
    }

    @Test
    @Tag("S1")
    void aLockWhoseConnectionEndsIsTakenAgainByItself() {
        WorkerSession session = store.enter(Runs.worker(), LEASE);
        UUID eye = look().observer();
        endConnectionsOf(store);
        until(() -> lock() == Lock.HELD && locks() == 1);
        assertThat(look().observer())
                .as("the observer's own session is unbroken")
                .isEqualTo(eye);
        assertThat(StoreException.join(session.renew())).isNotNull();
    }

    @Test
    @Tag("S1")
    void anObserverWhoseConnectionEndsIsAnother() {
        UUID eye = look().observer();
        endConnectionsOf(observer);
        until(() -> !look().observer().equals(eye));
    }

    @Test
    @Tag("S5")
    void whoIsBuriedLosesItsConnections() {
        WorkerInfo frozen = Runs.worker();
        WorkerSession session = store.enter(frozen, LEASE);
        Append create = Runs.create(null, frozen.id());
        assertThat(Runs.append(store, create)).isInstanceOf(Won.class);
        List<String> before = pids(store);
        assertThat(before).hasSizeGreaterThanOrEqualTo(2);
        Sighting seen = look().workers().getFirst();
        assertThat(StoreException.join(observer.bury(frozen.id(), seen.leaseUntil(), "judged")))
                .isTrue();
        until(() -> pids(store).stream().noneMatch(before::contains));
        assertThat(Server.list(database, "SELECT dead_how FROM pawl.worker WHERE id = '" + frozen.id() + "'"))
                .containsExactly("judged");
        assertThat(StoreException.join(session.renew())).isInstanceOf(Renewal.Gone.class);
        until(() -> locks() == 0);
    }

    @Test
    @Tag("E6")
    void aWorkerIsToldOfCommandsToItsRunsAndOfNoOthers() throws Exception {
        WorkerInfo me = Runs.worker();
        WorkerInfo other = Runs.worker();
        var unused = store.enter(me, LEASE);
        var unused2 = observer.enter(other, LEASE);
        Append mine = Runs.create(null, me.id());
        Append theirs = Runs.create(null, other.id());
        Runs.append(store, mine);
        Runs.append(observer, theirs);
        Semaphore told = new Semaphore(0);
        store.onForeignChange(told::release);
        while (told.tryAcquire(500, TimeUnit.MILLISECONDS)) {
            told.drainPermits(); // that it listens from now on is told too
        }

        Append next = Runs.after(theirs);
        Runs.append(observer, next);
        Runs.append(store, Runs.after(mine));
        assertThat(told.tryAcquire(500, TimeUnit.MILLISECONDS))
                .as("what owners append to their runs concerns nobody else")
                .isFalse();

        Runs.append(observer, Runs.create(null, null));
        assertThat(told.tryAcquire(5, TimeUnit.SECONDS))
                .as("a run that waits for somebody")
                .isTrue();
    }

    @Test
    @Tag("S1")
    void behindAPoolerOnlyTheLeaseCounts() throws Exception {
        try (Connection one = DriverManager.getConnection(database);
                PostgresStore pooled = PostgresStore.open(new OneConnection(one))) {
            var unused = pooled.enter(Runs.worker(), LEASE);
            assertThat(lock()).isEqualTo(Lock.UNKNOWN);
            assertThat(StoreException.join(pooled.sightings()).workers())
                    .extracting(Sighting::lock)
                    .containsExactly(Lock.UNKNOWN);
            assertThat(pooled.check()).singleElement().asString().contains("pooler");
            assertThat(observer.check()).isEmpty();
        }
    }

    @Test
    @Tag("B7")
    void behindAPoolerSlotsThatPassAreCountedApartFromWhatHappensToRuns() throws Exception {
        try (Connection one = DriverManager.getConnection(database);
                PostgresStore pooled = PostgresStore.open(new OneConnection(one))) {
            WorkerSession mine = pooled.enter(Runs.worker(), LEASE);
            WorkerSession theirs = observer.enter(Runs.worker(), LEASE);
            Semaphore slots = new Semaphore(0);
            Semaphore runs = new Semaphore(0);
            pooled.onSlot(slots::release);
            pooled.onForeignChange(runs::release);
            runs.drainPermits(); // that it looks from now on is told too
            SlotWish first = new SlotWish("gpu", "first", 1, 0);
            assertThat(StoreException.join(theirs.wish(first))).isTrue();
            assertThat(StoreException.join(mine.wish(new SlotWish("gpu", "next", 1, 0))))
                    .isFalse();
            StoreException.join(theirs.giveBack(first));
            assertThat(slots.tryAcquire(5, TimeUnit.SECONDS)).isTrue();
            assertThat(runs.tryAcquire()).isFalse();
        }
    }

    private Sightings look() {
        return StoreException.join(observer.sightings());
    }

    private Lock lock() {
        return look().workers().getFirst().lock();
    }

    private int locks() {
        return Integer.parseInt(
                Server.list(database, "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 1")
                        .getFirst());
    }

    private List<String> pids(PostgresStore of) {
        return Server.list(
                database,
                "SELECT pid FROM pg_stat_activity WHERE application_name = '"
                        + of.sessions().name() + "'");
    }

    private void endConnectionsOf(PostgresStore of) {
        Server.run(
                database,
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '"
                        + of.sessions().name() + "'");
    }

    private static void until(BooleanSupplier wanted) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!wanted.getAsBoolean()) {
            assertThat(System.nanoTime()).as("not as wanted, in time").isLessThan(deadline);
        }
    }
}
