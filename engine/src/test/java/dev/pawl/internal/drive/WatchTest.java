// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.drive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.spi.Env;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The harm: after an outage of the server everybody is judged by heartbeats they could not send. */
@Tag("E2")
class WatchTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final Machine machine = new Machine();
    private final Watch watch = new Watch(machine);

    @Test
    void whileItTicksSilenceCountsFromWheneverItBegan() {
        watch.start();
        for (int second = 0; second < 100; second++) {
            machine.goesOn(Duration.ofSeconds(1));
            machine.tick();
        }
        assertThat(watch.judgeFrom()).isNull();
    }

    @Test
    void afterAPauseSilenceCountsFromItsEnd() {
        watch.start();
        machine.goesOn(Duration.ofMinutes(10)); // nothing ticked meanwhile
        assertThat(watch.judgeFrom()).as("before any tick").isEqualTo(START.plusSeconds(600));
        machine.tick();
        machine.goesOn(Duration.ofSeconds(1));
        assertThat(watch.judgeFrom()).as("it stays so").isEqualTo(START.plusSeconds(600));
    }

    @Test
    void aTickThatIsALittleLateIsNoPause() {
        watch.start();
        machine.goesOn(Duration.ofSeconds(5));
        machine.tick();
        assertThat(watch.judgeFrom()).isNull();
        machine.goesOn(Duration.ofMillis(5_001));
        assertThat(watch.judgeFrom()).isNotNull();
    }

    @Test
    void onceClosedItTicksNoMore() {
        watch.start();
        watch.close();
        machine.tick();
        assertThat(machine.timers).isEmpty();
    }

    /** Time that goes on when it is told. */
    private static final class Machine implements Env {
        private final List<Runnable> timers = new ArrayList<>();
        private long nanos;

        void goesOn(Duration by) {
            nanos += by.toNanos();
        }

        void tick() {
            List<Runnable> due = List.copyOf(timers);
            timers.clear();
            due.forEach(Runnable::run);
        }

        @Override
        public Instant now() {
            return START.plusNanos(nanos);
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
        public Timer schedule(Duration delay, Runnable task) {
            timers.add(task);
            return () -> timers.remove(task);
        }

        @Override
        public UUID newId() {
            return new UUID(0, 1);
        }
    }
}
