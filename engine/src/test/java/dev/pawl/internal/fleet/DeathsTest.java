// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.fleet;

import static dev.pawl.spi.Sighting.Lock.FREE;
import static dev.pawl.spi.Sighting.Lock.HELD;
import static dev.pawl.spi.Sighting.Lock.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.spi.Sighting;
import dev.pawl.spi.Sighting.Lock;
import dev.pawl.spi.Sightings;
import dev.pawl.spi.WorkerInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Who is dead, row by row. Times are milliseconds; leases last 15 seconds; the database is up since -60,000 unless said. */
@Tag("S1")
@Tag("S5")
class DeathsTest {

    private static final Instant ZERO = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration LEASE = Duration.ofSeconds(15);
    private static final WorkerInfo OTHER = new WorkerInfo(new UUID(0, 2), "other", "host", 4711, ZERO);
    private static final UUID ME = new UUID(0, 1);

    /** What one look shows of the other worker. */
    record Look(int observer, long now, long up, long leaseUntil, Lock lock) {}

    private static Look look(long now, Lock lock) {
        return new Look(1, now, -60_000, 15_000, lock);
    }

    private static Arguments row(String what, boolean gone, boolean dead, Look... looks) {
        return Arguments.of(what, gone, dead, List.of(looks));
    }

    static Stream<Arguments> rows() {
        return Stream.of(
                row("a lock that is held", false, false, look(0, HELD), look(14_999, HELD)),
                row("a lock that is held, and a lease that ended", false, true, look(15_001, HELD)),
                row("a lease that ends in this moment", false, false, look(15_000, HELD)),
                row("a lock free for a second", false, true, look(0, FREE), look(500, FREE), look(1_000, FREE)),
                row("a lock free for less", false, false, look(0, FREE), look(999, FREE)),
                row("a lock that was back in between", false, false, look(0, FREE), look(500, HELD), look(1_200, FREE)),
                row(
                        "a lock that nothing is known of in between",
                        false,
                        false,
                        look(0, FREE),
                        look(500, UNKNOWN),
                        look(1_200, FREE)),
                row(
                        "a lease renewed in between, unseen",
                        false,
                        false,
                        look(0, FREE),
                        new Look(1, 1_200, -60_000, 15_700, FREE)),
                row(
                        "two sessions of the observer",
                        false,
                        false,
                        look(0, FREE),
                        new Look(2, 1_200, -60_000, 15_000, FREE)),
                row(
                        "a second on the second session",
                        false,
                        true,
                        look(0, FREE),
                        new Look(2, 1_200, -60_000, 15_000, FREE),
                        new Look(2, 2_200, -60_000, 15_000, FREE)),
                row("a lock that says nothing", false, false, look(0, UNKNOWN), look(14_000, UNKNOWN)),
                row("a lock that says nothing, and a lease that ended", false, true, look(15_001, UNKNOWN)),
                row(
                        "a lease that ended while the database was away",
                        false,
                        false,
                        new Look(1, 20_000, 19_000, 15_000, UNKNOWN)),
                row(
                        "a database that is back for longer than a lease",
                        false,
                        true,
                        new Look(1, 34_001, 19_000, 15_000, UNKNOWN)),
                row("a process gone from this machine, its lock free", true, true, look(0, FREE)),
                row("a process gone from this machine, its lock held", true, false, look(0, HELD)),
                row("a process gone from this machine, its lock unknown", true, false, look(0, UNKNOWN)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void whoIsDead(String what, boolean gone, boolean dead, List<Look> looks) {
        Deaths deaths = new Deaths(ME, worker -> gone);
        List<Deaths.Death> last = List.of();
        for (Look look : looks) {
            assertThat(last).isEmpty();
            last = deaths.judge(sightings(look, OTHER));
        }
        assertThat(last).hasSize(dead ? 1 : 0).allSatisfy(death -> {
            assertThat(death.worker()).isEqualTo(OTHER);
            assertThat(death.seenLeaseUntil()).isEqualTo(at(looks.getLast().leaseUntil));
        });
    }

    @Test
    void nobody_judges_itself() {
        WorkerInfo me = new WorkerInfo(ME, "me", "host", 1, ZERO);
        assertThat(new Deaths(ME, worker -> true).judge(sightings(look(99_000, FREE), me)))
                .isEmpty();
    }

    private static Sightings sightings(Look look, WorkerInfo worker) {
        return new Sightings(
                new UUID(0, look.observer),
                at(look.now),
                at(look.up),
                List.of(new Sighting(worker, LEASE, at(look.leaseUntil), look.lock)));
    }

    private static Instant at(long millis) {
        return ZERO.plusMillis(millis);
    }
}
