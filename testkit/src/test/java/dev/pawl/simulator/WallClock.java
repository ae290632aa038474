// SPDX-License-Identifier: Apache-2.0
package dev.pawl.simulator;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A clock on a wall that somebody looks at each minute of the year: what schedules are to do, said without any. */
final class WallClock {

    private static final long MINUTE = 60;

    private final ZoneId zone;
    private final Instant begin;
    private final Instant end;

    WallClock(String zone, Instant begin, Instant end) {
        this.zone = ZoneId.of(zone);
        this.begin = begin;
        this.end = end;
    }

    /** When it shows one of those times of the day for the first time, or a later one for want of it. */
    Set<Instant> daily(LocalTime... times) {
        Deque<LocalDateTime> toCome = begin.atZone(zone)
                .toLocalDate()
                .datesUntil(end.atZone(zone).toLocalDate().plusDays(1))
                .flatMap(day -> Stream.of(times).sorted().map(day::atTime))
                .filter(time -> time.isAfter(begin.atZone(zone).toLocalDateTime()))
                .collect(Collectors.toCollection(ArrayDeque::new));
        Set<Instant> found = new TreeSet<>();
        for (Instant at = begin; !at.isAfter(end) && !toCome.isEmpty(); at = at.plusSeconds(MINUTE)) {
            while (!toCome.isEmpty()
                    && !toCome.getFirst().isAfter(at.atZone(zone).toLocalDateTime())) {
                toCome.removeFirst();
                found.add(at);
            }
        }
        return found;
    }

    /** When it shows one of those minutes, in whatever hour. */
    Set<Instant> hourly(List<Integer> minutes) {
        Set<Instant> found = new TreeSet<>();
        for (Instant at = begin.plusSeconds(MINUTE); !at.isAfter(end); at = at.plusSeconds(MINUTE)) {
            if (minutes.contains(at.atZone(zone).getMinute())) {
                found.add(at);
            }
        }
        return found;
    }
}
