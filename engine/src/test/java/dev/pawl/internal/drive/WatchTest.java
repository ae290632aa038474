// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.drive;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The harm: after an outage of the server everybody is judged by heartbeats they could not send. */
@Tag("E2")
class WatchTest {

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
        assertThat(watch.judgeFrom()).as("before any tick").isEqualTo(Machine.START.plusSeconds(600));
        machine.tick();
        machine.goesOn(Duration.ofSeconds(1));
        assertThat(watch.judgeFrom()).as("it stays so").isEqualTo(Machine.START.plusSeconds(600));
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
        assertThat(machine.timers()).isZero();
    }
}
