// SPDX-License-Identifier: Apache-2.0
package dev.pawl.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The engine, on simulated time, with everything that goes wrong. */
class SimulationTest {

    private static final int SEEDS = Integer.getInteger("pawl.seeds", 2_000);
    private static final long FIRST = Long.getLong("pawl.seed", 1);

    @Test
    @Tag("S1")
    void nothing_gets_stuck_and_nothing_acknowledged_is_repeated() {
        long steps = 0;
        long begun = System.nanoTime();
        for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
            Simulation simulation = new Simulation(seed);
            simulation.play();
            steps += simulation.steps();
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        System.out.printf("%d seeds, %d steps, %.0f seeds a second%n", SEEDS, steps, SEEDS / seconds);
        assertThat(steps).isPositive();
    }

    @Test
    void the_same_seed_tells_the_same_story() {
        for (long seed = 1; seed <= 20; seed++) {
            Simulation one = new Simulation(seed);
            Simulation other = new Simulation(seed);
            one.play();
            other.play();
            assertThat(one.story().hash()).isEqualTo(other.story().hash());
        }
    }
}
