// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli.text;

import dev.pawl.HistoryEntry;
import dev.pawl.RunView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * When a run was worked on, when it waited and when nobody saw to it.
 *
 * @param spans of each stage, in order
 * @param idle when nobody executed the run: from the last that is known of a lost worker, or since it was given back or had
 *     failed, until somebody took it
 * @param waits since when each stage waits that does now
 * @param idleSince since when nobody executes it, or null
 * @param givenBy who gave the output of a stage that is there, where a person did
 */
public record TimeLine(
        Instant from,
        Instant to,
        Map<String, List<Span>> spans,
        List<Span> idle,
        Map<String, Instant> waits,
        @Nullable Instant idleSince,
        Map<String, String> givenBy) {

    /** Of all entries of its journal. */
    public static TimeLine of(RunView run, List<HistoryEntry> history, Instant now) {
        TimeLineFold fold = new TimeLineFold(run);
        history.forEach(entry -> entry.events().forEach(fold::add));
        return fold.until(now);
    }

    List<Span> of(String stage) {
        return spans.getOrDefault(stage, List.of());
    }

    Duration total() {
        return Duration.between(from, to);
    }

    /** How long any stage was executed. */
    Duration atWork() {
        List<Span> attempts = new ArrayList<>();
        spans.values()
                .forEach(all ->
                        all.stream().filter(span -> span.kind().attempt()).forEach(attempts::add));
        attempts.sort(Comparator.comparing(Span::from));
        Duration sum = Duration.ZERO;
        Instant covered = from;
        for (Span span : attempts) {
            Instant begin = span.from().isAfter(covered) ? span.from() : covered;
            if (span.to().isAfter(begin)) {
                sum = sum.plus(Duration.between(begin, span.to()));
                covered = span.to();
            }
        }
        return sum;
    }

    Duration idleTime() {
        return idle.stream().map(Span::length).reduce(Duration.ZERO, Duration::plus);
    }

    /** {@code 41 s}, or with what it consists of where that is more than work: {@code 2 h: 41 s at work, 1 h 59 min idle}. */
    String took() {
        String rest = StageWords.join(
                ", ", part(total().minus(atWork()).minus(idleTime()), "waiting"), part(idleTime(), "idle"));
        return Times.took(total()) + (rest.isEmpty() ? "" : ": " + Times.took(atWork()) + " at work, " + rest);
    }

    /** What is a small part of the whole is not worth a word. */
    private String part(Duration part, String what) {
        return part.toMillis() * 50 < total().toMillis() || part.toMillis() < 20 ? "" : Times.took(part) + " " + what;
    }
}
