// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.spi.Admission;
import dev.pawl.spi.AdmissionWish;
import dev.pawl.spi.Env;
import dev.pawl.spi.Renewal;
import dev.pawl.spi.SlotWish;
import dev.pawl.spi.StoreException;
import dev.pawl.spi.WorkerInfo;
import dev.pawl.spi.WorkerSession;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a worker does by its own lease, on clocks that are set by hand. */
@Tag("S5")
class LeaseTest {

    private static final Duration LEASE = Duration.ofSeconds(15);

    private final Clocks clocks = new Clocks();
    private final Session session = new Session();
    private final List<String> told = new ArrayList<>();
    private final Lease lease = new Lease(clocks, session, LEASE, Lease.Sent.now(clocks), new Lease.Owner() {
        @Override
        public void stop() {
            told.add("stop");
        }

        @Override
        public void goOn() {
            told.add("go on");
        }

        @Override
        public void gone() {
            told.add("gone");
        }
    });

    private void fails() {
        session.answer = () -> CompletableFuture.failedFuture(
                new StoreException(StoreException.Kind.TRANSIENT, "the connection is lost", null));
    }

    @Test
    void it_is_renewed_every_three_seconds() {
        lease.start();
        clocks.run(Duration.ofSeconds(60));
        assertThat(session.renewals).isBetween(18, 20);
        assertThat(lease.mayBegin()).isTrue();
        assertThat(told).isEmpty();
    }

    @Test
    void without_renewal_nothing_begins_and_then_work_stops_before_the_lease_ends() {
        lease.start();
        fails();
        clocks.run(Duration.ofMillis(4_900));
        assertThat(lease.mayBegin()).isTrue();
        clocks.run(Duration.ofMillis(200));
        assertThat(lease.mayBegin()).isFalse();
        assertThat(told).isEmpty();
        clocks.run(Duration.ofMillis(6_800));
        assertThat(told).isEmpty();
        clocks.run(Duration.ofMillis(400));
        assertThat(told).containsExactly("stop");
        clocks.run(Duration.ofSeconds(20));
        assertThat(told).containsExactly("stop");
    }

    @Test
    @Tag("S1")
    void renewed_after_all_it_goes_on() {
        lease.start();
        fails();
        clocks.run(Duration.ofSeconds(13));
        session.answer = session::renewed;
        clocks.run(Duration.ofSeconds(1));
        assertThat(told).containsExactly("stop", "go on");
        assertThat(lease.mayBegin()).isTrue();
    }

    /** Who was kept from beginning is told, also where nothing was stopped. */
    @Test
    @Tag("S1")
    void what_was_kept_from_beginning_is_asked_for_again() {
        lease.start();
        fails();
        clocks.run(Duration.ofSeconds(6));
        assertThat(lease.mayBegin()).isFalse();
        session.answer = session::renewed;
        clocks.run(Duration.ofSeconds(1));
        assertThat(told).containsExactly("go on");
    }

    @Test
    void it_counts_from_before_the_renewal_was_sent() {
        lease.start();
        CompletableFuture<Renewal> slow = new CompletableFuture<>();
        session.answer = () -> slow;
        clocks.run(Duration.ofSeconds(14));
        assertThat(told).containsExactly("stop");
        var unused = session.renewed().thenAccept(slow::complete);
        assertThat(told).as("a lease that began 11 s ago").containsExactly("stop", "go on");
        assertThat(lease.mayBegin()).isFalse();
    }

    @Test
    void after_a_sleep_nothing_begins_before_it_was_renewed() {
        lease.start();
        clocks.run(Duration.ofSeconds(2));
        int before = session.renewals;
        clocks.sleep(Duration.ofMillis(700));
        assertThat(lease.mayBegin()).isFalse();
        clocks.run(Duration.ofMillis(400));
        assertThat(session.renewals).isEqualTo(before + 1);
        assertThat(lease.mayBegin()).isTrue();
        assertThat(told).containsExactly("go on");
    }

    /** A machine that slept: its monotonic clock stood still. */
    @Test
    void the_wall_clock_counts_too() {
        lease.start();
        clocks.run(Duration.ofSeconds(2));
        fails();
        clocks.wall = clocks.wall.plusSeconds(3_600);
        assertThat(lease.mayBegin()).isFalse();
        clocks.run(Duration.ofMillis(1_500));
        assertThat(told).containsExactly("stop");
    }

    @Test
    void a_clock_that_is_set_stops_nothing_where_the_lease_is_renewed() {
        lease.start();
        clocks.run(Duration.ofSeconds(2));
        clocks.wall = clocks.wall.plusSeconds(3_600);
        clocks.run(Duration.ofSeconds(5));
        clocks.wall = clocks.wall.minusSeconds(7_200);
        clocks.run(Duration.ofSeconds(30));
        assertThat(told).doesNotContain("stop");
        assertThat(lease.mayBegin()).isTrue();
    }

    @Test
    void who_was_declared_dead_hears_of_it_once() {
        lease.start();
        session.answer = () -> CompletableFuture.completedFuture(new Renewal.Gone());
        clocks.run(Duration.ofSeconds(30));
        assertThat(told).containsExactly("gone");
        assertThat(lease.mayBegin()).isFalse();
    }

    private final class Session implements WorkerSession {

        private Supplier<CompletableFuture<Renewal>> answer = this::renewed;
        private int renewals;

        private CompletableFuture<Renewal> renewed() {
            renewals++;
            Instant now = Instant.EPOCH.plusNanos(clocks.nanos);
            return CompletableFuture.completedFuture(new Renewal.Renewed(now, now.plus(LEASE)));
        }

        @Override
        public WorkerInfo worker() {
            return new WorkerInfo(new UUID(0, 1), "me", "host", 1, Instant.EPOCH);
        }

        @Override
        public CompletableFuture<Renewal> renew() {
            return answer.get();
        }

        @Override
        public CompletableFuture<Void> pulse(byte[] pulse) {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletableFuture<Void> drain() {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletableFuture<Boolean> wish(SlotWish wish) {
            throw new AssertionError("a lease asks for no slot");
        }

        @Override
        public CompletableFuture<Void> giveBack(SlotWish wish) {
            throw new AssertionError("a lease has no slot");
        }

        @Override
        public CompletableFuture<Admission> admit(AdmissionWish wish) {
            throw new AssertionError("a lease begins no run");
        }

        @Override
        public CompletableFuture<Void> dismiss(String pipeline, UUID run, long ticket) {
            throw new AssertionError("a lease begins no run");
        }

        @Override
        public void close() {}
    }

    /** One timer at a time is all that a lease has. */
    private static final class Clocks implements Env {

        private long nanos;
        private Instant wall = Instant.parse("2026-01-01T00:00:00Z");
        private long due;
        private Runnable task = () -> {};

        void run(Duration by) {
            long until = nanos + by.toNanos();
            while (due <= until) {
                sleep(Duration.ofNanos(Math.max(0, due - nanos)));
                due = Long.MAX_VALUE;
                task.run();
            }
            sleep(Duration.ofNanos(until - nanos));
        }

        /** Time passes, and nothing of this process runs. */
        void sleep(Duration by) {
            nanos += by.toNanos();
            wall = wall.plus(by);
        }

        @Override
        public Instant now() {
            return wall;
        }

        @Override
        public long nanoTime() {
            return nanos;
        }

        @Override
        public long elapsedNanos() {
            return nanos;
        }

        @Override
        public Executor actors() {
            return Runnable::run;
        }

        @Override
        public Executor blocking() {
            return Runnable::run;
        }

        @Override
        public Timer schedule(Duration delay, Runnable later) {
            due = nanos + delay.toNanos();
            task = later;
            return () -> {};
        }

        @Override
        public UUID newId() {
            return new UUID(0, 0);
        }
    }
}
