// SPDX-License-Identifier: Apache-2.0
package dev.pawl.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.Pipeline;
import dev.pawl.Schedule;
import dev.pawl.Schedule.CatchUp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Schedules on three workers, with daylight saving, while workers crash, freeze, are cut off and have clocks that are wrong: each
 * time has one run. {@code -Dpawl.seed=n -Dpawl.seeds=1} plays one seed again.
 */
class SchedulesTest {

    private static final long FIRST = Long.getLong("pawl.seed", 1);
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:05:00Z");
    private static final Instant END = Instant.parse("2027-01-01T00:10:00Z");

    /** A schedule, and when it is to fire. */
    private record Plan(String name, String cron, String zone, CatchUp catchUp, Set<Instant> expected) {
        Pipeline<String> pipeline() {
            return Pipeline.named(name, String.class)
                    .schedule(
                            Schedule.of(cron, ZoneId.of(zone)).catchUp(catchUp).input(""))
                    .stage(
                            "a",
                            Object.class,
                            stage -> stage.run(context -> {
                                throw new IllegalStateException("simulated elsewhere");
                            }))
                    .build();
        }
    }

    private static List<Plan> plans(Instant begin, Instant end) {
        return List.of(
                new Plan(
                        "nightly",
                        "30 2 * * *",
                        "Europe/Berlin",
                        CatchUp.LAST,
                        new WallClock("Europe/Berlin", begin, end).daily(LocalTime.of(2, 30))),
                new Plan(
                        "half-hourly",
                        "*/30 * * * *",
                        "Europe/Berlin",
                        CatchUp.ALL,
                        new WallClock("Europe/Berlin", begin, end).hourly(List.of(0, 30))),
                new Plan(
                        "early",
                        "15 1,2 * * *",
                        "Australia/Lord_Howe",
                        CatchUp.ALL,
                        new WallClock("Australia/Lord_Howe", begin, end)
                                .daily(LocalTime.of(1, 15), LocalTime.of(2, 15))),
                new Plan(
                        "city",
                        "30 1 * * *",
                        "America/New_York",
                        CatchUp.LAST,
                        new WallClock("America/New_York", begin, end).daily(LocalTime.of(1, 30))),
                new Plan(
                        "plain",
                        "0 3 * * *",
                        "UTC",
                        CatchUp.LAST,
                        new WallClock("UTC", begin, end).daily(LocalTime.of(3, 0))));
    }

    private static Season played(long seed, Instant begin, Instant end, boolean whole, Duration rest) {
        List<Plan> plans = plans(begin, end);
        Season season = new Season(
                seed,
                begin,
                end,
                whole,
                rest,
                plans.stream().map(Plan::pipeline).toList());
        season.play(Season.all(plans.stream().map(Plan::expected).toList()));
        for (Plan plan : plans) {
            assertThat(season.made(plan.name()))
                    .as(() -> plan + " in " + season.words())
                    .containsExactlyElementsOf(plan.expected());
        }
        return season;
    }

    /** Of each worker what makes these runs is played; a year of all it does takes more than half an hour. */
    @Test
    void each_fires_once_on_three_workers_over_a_year_with_daylight_saving() {
        assertThat(plans(BEGIN, END).stream().map(plan -> plan.expected().size()))
                .containsExactly(365, 17_520, 730, 365, 365);
        played(FIRST, BEGIN, END, false, Duration.ofDays(2));
    }

    /** All that workers do, around the hours in which clocks are set. */
    @ParameterizedTest
    @CsvSource({
        "2026-03-28T22:05:00Z, 2026-03-29T05:10:00Z", // Berlin: forward
        "2026-10-24T22:05:00Z, 2026-10-25T05:10:00Z", // Berlin: back
        "2026-10-03T12:05:00Z, 2026-10-03T18:10:00Z", // Lord Howe: forward
        "2026-04-04T12:05:00Z, 2026-04-04T18:10:00Z", // Lord Howe: back
        "2026-11-01T03:05:00Z, 2026-11-01T09:10:00Z", // New York: back
    })
    void whole_workers_make_and_execute_each_once(Instant begin, Instant end) {
        int seeds = Integer.getInteger("pawl.seeds", 4);
        for (long seed = FIRST; seed < FIRST + seeds; seed++) {
            Season season = played(seed, begin, end, true, Duration.ofHours(1));
            assertThat(season.active()).as(season::words).isEmpty();
        }
    }

    @Test
    @Tag("long")
    void more_years() {
        for (long seed = FIRST; seed < FIRST + 20; seed++) {
            played(seed, BEGIN, END, false, Duration.ofDays(1));
        }
    }

    /** Or over as many days as {@code pawl.long.days} says. */
    @Test
    @Tag("long")
    void whole_workers_over_a_year() {
        Instant end = BEGIN.plus(Duration.ofDays(Long.getLong("pawl.long.days", 365)));
        assertThat(played(FIRST, BEGIN, end, true, Duration.ofHours(12)).active())
                .isEmpty();
    }
}
