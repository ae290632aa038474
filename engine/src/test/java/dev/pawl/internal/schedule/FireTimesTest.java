// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When schedules fire, above all on the days on which clocks are set. */
class FireTimesTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private static List<Instant> between(FireTimes times, Instant after, Instant until) {
        List<Instant> found = new ArrayList<>();
        for (Instant at = times.next(after); at != null && !at.isAfter(until); at = times.next(at)) {
            found.add(at);
        }
        return found;
    }

    /**
     * In Berlin the hour from 2 to 3 is missing on 29 March 2026 and doubled on 25 October; in New York on 8 March and, from 1 to 2,
     * on 1 November; on Lord Howe half an hour from 2 on is missing on 4 October, and that before 2 is doubled on 5 April.
     */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0 3 * * *        | Europe/Berlin       | 2026-03-28T12:00Z | 2026-03-29T01:00Z 2026-03-30T01:00Z
            0 3 * * *        | Europe/Berlin       | 2026-10-24T12:00Z | 2026-10-25T02:00Z 2026-10-26T02:00Z
            30 2 * * *       | Europe/Berlin       | 2026-03-28T00:00Z | 2026-03-28T01:30Z 2026-03-29T01:00Z 2026-03-30T00:30Z
            30 2 * * *       | Europe/Berlin       | 2026-10-24T12:00Z | 2026-10-25T00:30Z 2026-10-26T01:30Z
            */20 2 * * *     | Europe/Berlin       | 2026-03-28T12:00Z | 2026-03-29T01:00Z 2026-03-30T00:00Z
            0 2,3 * * *      | Europe/Berlin       | 2026-03-28T12:00Z | 2026-03-29T01:00Z 2026-03-30T00:00Z
            */20 2 * * *     | Europe/Berlin       | 2026-10-24T12:00Z | 2026-10-25T00:00Z 2026-10-25T00:20Z 2026-10-25T00:40Z 2026-10-26T01:00Z
            0 */2 * * *      | Europe/Berlin       | 2026-10-24T21:59Z | 2026-10-24T22:00Z 2026-10-25T00:00Z 2026-10-25T03:00Z
            30 2 29 3 *      | Europe/Berlin       | 2026-01-01T00:00Z | 2026-03-29T01:00Z 2027-03-29T00:30Z
            0 3 * * 0        | Europe/Berlin       | 2026-03-28T12:00Z | 2026-03-29T01:00Z 2026-04-05T01:00Z
            */30 * * * *     | Europe/Berlin       | 2026-03-29T00:15Z | 2026-03-29T00:30Z 2026-03-29T01:00Z 2026-03-29T01:30Z
            */30 * * * *     | Europe/Berlin       | 2026-10-24T23:45Z | 2026-10-25T00:00Z 2026-10-25T00:30Z 2026-10-25T01:00Z 2026-10-25T01:30Z 2026-10-25T02:00Z
            15 * * * *       | Europe/Berlin       | 2026-03-29T00:00Z | 2026-03-29T00:15Z 2026-03-29T01:15Z 2026-03-29T02:15Z
            15 * 29 3 *      | Europe/Berlin       | 2026-03-29T00:00Z | 2026-03-29T00:15Z 2026-03-29T01:15Z 2026-03-29T02:15Z
            30 2 * * *       | America/New_York    | 2026-03-07T12:00Z | 2026-03-08T07:00Z 2026-03-09T06:30Z
            30 1 * * *       | America/New_York    | 2026-10-31T12:00Z | 2026-11-01T05:30Z 2026-11-02T06:30Z
            */30 * * * *     | America/New_York    | 2026-11-01T05:15Z | 2026-11-01T05:30Z 2026-11-01T06:00Z 2026-11-01T06:30Z 2026-11-01T07:00Z
            0 2 * * *        | Australia/Lord_Howe | 2026-10-03T12:00Z | 2026-10-03T15:30Z 2026-10-04T15:00Z
            15 2 * * *       | Australia/Lord_Howe | 2026-10-03T12:00Z | 2026-10-03T15:30Z 2026-10-04T15:15Z
            45 1 * * *       | Australia/Lord_Howe | 2026-04-04T12:00Z | 2026-04-04T14:45Z 2026-04-05T15:15Z
            */30 * * * *     | Australia/Lord_Howe | 2026-04-04T14:15Z | 2026-04-04T14:30Z 2026-04-04T15:00Z 2026-04-04T15:30Z 2026-04-04T16:00Z
            */30 * * * *     | Australia/Lord_Howe | 2026-10-03T15:00Z | 2026-10-03T15:30Z 2026-10-03T16:00Z
            0 0 * * *        | Africa/Cairo        | 2026-04-23T12:00Z | 2026-04-23T22:00Z 2026-04-24T21:00Z
            0 12 * * *       | Pacific/Apia        | 2011-12-29T00:00Z | 2011-12-29T22:00Z 2011-12-30T10:00Z 2011-12-30T22:00Z
            0 3 * * *        | UTC                 | 2026-03-29T03:00Z | 2026-03-30T03:00Z
            0 0 29 2 *       | UTC                 | 2026-03-01T00:00Z | 2028-02-29T00:00Z 2032-02-29T00:00Z
            0 0 29 2 *       | UTC                 | 2096-03-01T00:00Z | 2104-02-29T00:00Z
            0 0 31 * *       | UTC                 | 2026-01-31T00:00Z | 2026-03-31T00:00Z 2026-05-31T00:00Z
            0 0 13 * 5       | UTC                 | 2026-01-08T00:00Z | 2026-01-09T00:00Z 2026-01-13T00:00Z 2026-01-16T00:00Z
            0 9 * * MON-FRI  | UTC                 | 2026-01-02T09:00Z | 2026-01-05T09:00Z 2026-01-06T09:00Z
            0 0 * * 7        | UTC                 | 2026-01-01T00:00Z | 2026-01-04T00:00Z 2026-01-11T00:00Z
            0 0 1 JAN,jul *  | UTC                 | 2026-01-01T00:00Z | 2026-07-01T00:00Z 2027-01-01T00:00Z
            """)
    void eachTimeOnce(String cron, String zone, String after, String expected) {
        FireTimes times = FireTimes.of(cron, ZoneId.of(zone));
        List<String> found = new ArrayList<>();
        Instant at = Instant.parse(after.replace("Z", ":00Z"));
        for (int i = 0; i < expected.split(" ").length; i++) {
            at = times.next(at);
            found.add(at.toString().replace(":00Z", "Z"));
        }
        assertThat(String.join(" ", found)).isEqualTo(expected);
    }

    /** The same said in other words, by the platform's calendar alone, around each change of the year. */
    @ParameterizedTest
    @ValueSource(strings = {"Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Cairo", "UTC"})
    void aTimeHasComeWhenAClockOnTheWallFirstShowsItOrMore(String name) {
        ZoneId zone = ZoneId.of(name);
        Set<LocalTime> wanted = new HashSet<>();
        for (int hour = 0; hour <= 3; hour++) {
            wanted.add(LocalTime.of(hour, 0));
            wanted.add(LocalTime.of(hour, 40));
        }
        wanted.add(LocalTime.of(23, 0));
        wanted.add(LocalTime.of(23, 40));
        FireTimes times = FireTimes.of("0,40 0-3,23 * * *", zone);
        FireTimes hourly = FireTimes.of("10-50/20 * * * *", zone);
        for (Instant begin : changes(zone)) {
            Instant end = begin.plus(Duration.ofDays(4));
            assertThat(between(times, begin, end)).containsExactlyElementsOf(firstShown(zone, wanted, begin, end));
            List<Instant> shown = new ArrayList<>();
            for (Instant at = begin.plusSeconds(60); !at.isAfter(end); at = at.plusSeconds(60)) {
                int minute = at.atZone(zone).getMinute();
                if (minute == 10 || minute == 30 || minute == 50) {
                    shown.add(at);
                }
            }
            assertThat(between(hourly, begin, end)).isEqualTo(shown);
        }
    }

    private static List<Instant> changes(ZoneId zone) {
        List<Instant> begins = new ArrayList<>();
        Instant at = Instant.parse("2026-01-01T00:00:00Z");
        for (int i = 0; i < 2; i++) {
            ZoneOffsetTransition change = zone.getRules().nextTransition(at);
            at = change == null ? at : change.getInstant();
            begins.add(at.minus(Duration.ofDays(2)));
        }
        return begins;
    }

    private static Set<Instant> firstShown(ZoneId zone, Set<LocalTime> wanted, Instant begin, Instant end) {
        Set<LocalDateTime> toCome = new HashSet<>();
        LocalDate first = begin.atZone(zone).toLocalDate();
        first.datesUntil(first.plusDays(7)).forEach(day -> wanted.forEach(time -> toCome.add(day.atTime(time))));
        toCome.removeIf(time -> !time.isAfter(begin.atZone(zone).toLocalDateTime()));
        Set<Instant> found = new TreeSet<>();
        for (Instant at = begin; !at.isAfter(end); at = at.plusSeconds(60)) {
            LocalDateTime shown = at.atZone(zone).toLocalDateTime();
            if (toCome.removeIf(time -> !time.isAfter(shown))) {
                found.add(at);
            }
        }
        return found;
    }

    @ParameterizedTest
    @CsvSource({
        "0 3 * * *,    2026-01-01T00:00:00Z, 2026-12-31T12:00:00Z, 2026-12-31T02:00:00Z",
        "0 3 * * *,    2026-12-31T02:00:00Z, 2026-12-31T12:00:00Z, ",
        "0 3 * * *,    2026-12-31T01:59:59Z, 2026-12-31T02:00:00Z, 2026-12-31T02:00:00Z",
        "* * * * *,    2025-01-01T00:00:00Z, 2026-12-31T12:00:30Z, 2026-12-31T12:00:00Z",
        "* 3 1 1 *,    2020-01-01T00:00:00Z, 2026-12-31T12:00:30Z, 2026-01-01T02:59:00Z",
        "0 3 1 1 *,    2020-01-01T00:00:00Z, 2020-01-01T02:00:01Z, 2020-01-01T02:00:00Z",
        "0 0 29 2 *,   2020-01-01T00:00:00Z, 2026-12-31T12:00:00Z, 2024-02-28T23:00:00Z",
    })
    void theLastIsTheLast(String cron, Instant after, Instant until, Instant expected) {
        assertThat(FireTimes.of(cron, BERLIN).last(after, until)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", textBlock = """
            0 3 * *              => `0 3 * *` is no cron expression: it has 4 fields, and 5 are expected
            0 3 * * * *          => `0 3 * * * *` is no cron expression: it has 6 fields, and 5 are expected
            61 3 * * *           => `61 3 * * *` is no cron expression: value 61 not in range [0, 59]
            0 22-2 * * *         => `0 22-2 * * *` is no cron expression: invalid range! [22,2]
            a b c d e            => `a b c d e` is no cron expression: invalid chars in expression! Expression: A Invalid chars: A
            @daily               => `@daily` is no cron expression: it has 1 field, and 5 are expected
            0 3 * * *||0 4 * * * => `0 3 * * *||0 4 * * *` is no cron expression: it has 9 fields, and 5 are expected
            0 3 * * 1||2         => `0 3 * * 1||2` is no cron expression: there are only digits, names, and * / , -
            0 3 L * *            => `0 3 L * *` is no cron expression: invalid chars in expression! Expression: L Invalid chars: L
            1,2,,3 * * * *       => `1,2,,3 * * * *` is no cron expression: invalid chars in expression! Expression:  Invalid chars:
            ''                   => `` is no cron expression: it has 0 fields, and 5 are expected
            0 0 31 2 *           => the cron `0 0 31 2 *` never fires, as its months have no such day
            0 0 31 4,6 *         => the cron `0 0 31 4,6 *` never fires, as its months have no such day
            """)
    void whatIsNone(String text, String message) {
        assertThatThrownBy(() -> FireTimes.of(text, BERLIN))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(e -> assertThat(e.getMessage().strip()).isEqualTo(message));
    }

    @Test
    void idsAreThoseOfTheTimeAndSortByIt() {
        Instant at = Instant.parse("2026-03-29T01:00:00Z");
        UUID id = FireId.of("db", "nightly", at);
        assertThat(FireId.of("db", "nightly", Instant.parse("2026-03-29T01:00:00.000Z")))
                .isEqualTo(id);
        assertThat(FireId.of("db", "nightly2", at)).isNotEqualTo(id);
        assertThat(FireId.of("another db", "nightly", at)).isNotEqualTo(id);
        assertThat(FireId.of("db", "nightly", at.plusSeconds(60)).toString()).isGreaterThan(id.toString());
        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(at.toEpochMilli());
    }
}
