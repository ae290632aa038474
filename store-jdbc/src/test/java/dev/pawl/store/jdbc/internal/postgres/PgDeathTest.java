// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.spi.Append;
import dev.pawl.spi.AppendOutcome.Won;
import dev.pawl.spi.Entry;
import dev.pawl.spi.Renewal;
import dev.pawl.spi.Sighting;
import dev.pawl.spi.Sighting.Lock;
import dev.pawl.spi.Sightings;
import dev.pawl.spi.StoreException;
import dev.pawl.spi.WorkerSession;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Processes are killed and frozen: workers, and the database itself. */
@Timeout(120)
class PgDeathTest {

    private static final Duration LEASE = Duration.ofSeconds(15);

    @Test
    @Tag("S1")
    void theLockOfAKilledProcessIsFreeAndOfAFrozenOneIsNot() throws Exception {
        String database = Server.shared().database();
        try (PostgresStore observer = PostgresStore.open(database);
                PgChild child = PgChild.enter(database)) {
            assertThat(lock(observer)).isEqualTo(Lock.HELD);
            signal("STOP", child.pid());
            Sightings frozen = StoreException.join(observer.sightings());
            until(() -> StoreException.join(observer.sightings())
                    .now()
                    .isAfter(frozen.now().plusSeconds(2)));
            assertThat(lock(observer)).isEqualTo(Lock.HELD);

            long killed = System.nanoTime();
            child.kill();
            until(() -> lock(observer) == Lock.FREE);
            System.out.printf("free %.1f ms after the kill%n", (System.nanoTime() - killed) / 1e6);
            Sighting seen = StoreException.join(observer.sightings()).workers().getFirst();
            assertThat(seen.leaseUntil()).as("its lease goes on").isAfter(frozen.now());
            assertThat(StoreException.join(observer.bury(seen.worker().id(), seen.leaseUntil(), "its lock is free")))
                    .isTrue();
        }
    }

    @Test
    @Tag("S1")
    @Tag("S3")
    void whatWasAcknowledgedOutlivesTheDatabaseAndNobodyIsTakenForDead() throws Exception {
        Server server = Server.start();
        try (Crash crash = new Crash(server)) {
            Server.run(server.url("postgres"), "CREATE DATABASE crash");
            String database = server.url("crash");
            try (PostgresStore store = PostgresStore.open(database);
                    PostgresStore observer = PostgresStore.open(database)) {
                WorkerSession session = store.enter(Runs.worker(), LEASE);
                Sightings before = StoreException.join(observer.sightings());
                List<UUID> appended = new ArrayList<>();
                Append last = Runs.create("k", session.worker().id());
                UUID run = last.run();
                while (appended.size() < 200) {
                    assertThat(Runs.append(store, last)).isInstanceOf(Won.class);
                    appended.add(last.appendId());
                    last = Runs.after(last);
                }
                Append onItsWay = last;
                crash.killAndStartAgain();

                until(() -> answers(() -> Runs.append(store, onItsWay) instanceof Won));
                appended.add(onItsWay.appendId());
                assertThat(StoreException.join(store.read(run, 0, 1000)))
                        .extracting(Entry::appendId)
                        .isEqualTo(appended);
                until(() -> answers(() -> StoreException.join(observer.sightings()) != null));
                Sightings after = StoreException.join(observer.sightings());
                assertThat(after.observer()).isNotEqualTo(before.observer());
                assertThat(after.up()).isAfter(before.up());
                assertThat(after.workers())
                        .hasSize(1)
                        .extracting(Sighting::lock)
                        .doesNotContain(Lock.FREE);
                until(() -> lock(observer) == Lock.HELD);
                assertThat(StoreException.join(session.renew())).isInstanceOf(Renewal.Renewed.class);
                assertThat(store.check()).isEmpty();
            }
        }
    }

    private static Lock lock(PostgresStore observer) {
        return StoreException.join(observer.sightings()).workers().getFirst().lock();
    }

    /** False while the database is away. */
    private static boolean answers(BooleanSupplier question) {
        try {
            return question.getAsBoolean();
        } catch (StoreException e) {
            assertThat(e.kind()).isEqualTo(StoreException.Kind.TRANSIENT);
            return false;
        }
    }

    private static void signal(String name, long pid) throws IOException {
        new ProcessBuilder("kill", "-" + name, Long.toString(pid))
                .start()
                .onExit()
                .join();
    }

    private static void until(BooleanSupplier wanted) {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!wanted.getAsBoolean()) {
            assertThat(System.nanoTime()).as("not as wanted, in time").isLessThan(deadline);
        }
    }
}
