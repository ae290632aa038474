// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.spi.DriverPresentException;
import dev.pawl.spi.StoreException;
import dev.pawl.spi.WorkerInfo;
import dev.pawl.spi.WorkerRow;
import dev.pawl.spi.WorkerSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that share a file. */
class TwoProcessesTest {

    @TempDir
    private Path folder;

    @Test
    @Tag("S3")
    void threeOpenANewFolderAtOnceAndAllAppend() throws IOException {
        try (Child one = Child.start("append", folder, 1);
                Child two = Child.start("append", folder, 2);
                SqliteStore store = TestRuns.open(folder)) {
            for (int seq = 1; seq <= 50; seq++) {
                store.append(List.of(TestRuns.append(TestRuns.run(9), seq))).join();
                assertThat(one.line()).isNotNull();
                assertThat(two.line()).isNotNull();
            }
            one.kill();
            two.kill();
            assertThat(TestRuns.length(store, TestRuns.run(9))).isEqualTo(50);
            assertThat(TestRuns.length(store, TestRuns.run(100))).isPositive();
            assertThat(TestRuns.length(store, TestRuns.run(200))).isPositive();
            assertThat(store.check()).isEmpty();
        }
    }

    @Test
    @Tag("E6")
    void theAppendOfAnotherProcessIsNoticedOnesOwnIsNot() throws Exception {
        try (SqliteStore store = TestRuns.open(folder)) {
            Semaphore noticed = new Semaphore(0);
            store.onForeignChange(noticed::release);
            for (int seq = 1; seq <= 20; seq++) {
                store.append(List.of(TestRuns.append(TestRuns.run(9), seq))).join();
            }
            assertThat(noticed.tryAcquire(300, TimeUnit.MILLISECONDS)).isFalse();
            try (Child child = Child.start("append", folder, 1)) {
                assertThat(child.line()).isNotNull();
                assertThat(noticed.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
            }
        }
    }

    @Test
    @Tag("S1")
    @Tag("S10")
    void aKilledWorkerMakesRoomAtOnce() throws IOException {
        try (SqliteStore store = TestRuns.open(folder);
                Child child = Child.start("enter", folder, 1)) {
            assertThat(child.line()).isEqualTo("entered");
            assertThat(store.workers().join()).extracting(WorkerRow::alive).containsExactly(true);
            assertThatThrownBy(() -> store.enter(worker(), Duration.ofSeconds(15)))
                    .isInstanceOf(DriverPresentException.class)
                    .hasMessageContaining("child-host")
                    .hasMessageContaining(Long.toString(child.pid()));

            child.kill();
            assertThat(child.line()).isNull();
            WorkerInfo me = worker();
            try (WorkerSession session = store.enter(me, Duration.ofSeconds(15))) {
                assertThat(session.worker()).isEqualTo(me);
                assertThat(store.workers().join()).extracting(WorkerRow::worker).containsExactly(me);
            }
        }
    }

    @Test
    @Tag("S5")
    void whoLookedAtItsOwnLockStillHoldsItForOthers() throws IOException {
        try (SqliteStore store = TestRuns.open(folder);
                SqliteStore other = TestRuns.open(folder);
                WorkerSession session = store.enter(worker(), Duration.ofSeconds(15))) {
            for (int i = 0; i < 20; i++) {
                assertThat(other.workers().join()).extracting(WorkerRow::worker).containsExactly(session.worker());
                assertThatThrownBy(() -> other.enter(worker(), Duration.ofSeconds(15)))
                        .isInstanceOf(DriverPresentException.class);
            }
            try (Child child = Child.start("enter", folder, 1)) {
                assertThat(child.line()).isEqualTo("refused: me");
            }
        }
    }

    @Test
    @Tag("S1")
    void whoOnlyLooksTurnsNoWorkerAway() throws IOException {
        List<Child> probes = new ArrayList<>();
        try (SqliteStore store = TestRuns.open(folder)) {
            for (int i = 0; i < 2; i++) {
                probes.add(Child.start("probe", folder, i));
            }
            for (Child probe : probes) {
                assertThat(probe.line()).isEqualTo("probing");
            }
            for (int i = 0; i < 30; i++) {
                store.enter(worker(), Duration.ofSeconds(15)).close();
            }
        } finally {
            for (Child probe : probes) {
                probe.close();
            }
        }
    }

    @Test
    @Tag("S1")
    void aWorkerOfWhichNothingCanBeKnownIsNotTakenForDead() throws IOException {
        Path lock = folder.resolve("pawl.lock");
        try (SqliteStore store = TestRuns.open(folder)) {
            Files.createSymbolicLink(lock, lock);
            assertThatThrownBy(() -> StoreException.join(store.workers()))
                    .isInstanceOfSatisfying(
                            StoreException.class,
                            unknown -> assertThat(unknown.kind()).isEqualTo(StoreException.Kind.UNAVAILABLE))
                    .hasMessageContaining("cannot be known")
                    .hasMessageContaining("pawl.lock");
            Files.delete(lock);
            assertThat(store.workers().join()).isEmpty();
            try (Child child = Child.start("enter", folder, 1)) {
                assertThat(child.line()).isEqualTo("entered");
                byte[] name = Files.readAllBytes(lock);
                Files.write(lock, new byte[0]);
                assertThatThrownBy(() -> StoreException.join(store.workers()))
                        .isInstanceOf(StoreException.class)
                        .hasMessageContaining("does not say who");
                Files.write(lock, name);
                assertThat(store.workers().join()).extracting(WorkerRow::alive).containsExactly(true);
            }
        }
    }

    private static WorkerInfo worker() {
        return new WorkerInfo(
                UUID.randomUUID(), "me", "here", ProcessHandle.current().pid(), Instant.EPOCH);
    }
}
