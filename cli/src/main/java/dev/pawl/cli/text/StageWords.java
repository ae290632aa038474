// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli.text;

import dev.pawl.Health;
import dev.pawl.RunView;
import dev.pawl.StageView;
import dev.pawl.StageView.Heartbeat;
import dev.pawl.core.StageStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What there is to say of a stage, in parts of one line. */
public final class StageWords {

    private static final int ITEMS_BAR = 20;

    private StageWords() {}

    /** How it stands; where its run has ended nothing is still to come. */
    static String standing(RunView run, StageView stage, Look look) {
        boolean automatic = !stage.held() && !stage.trigger().equals("manual");
        return run.ended() && stage.status() == StageStatus.IDLE && automatic ? "not run" : standing(stage, look);
    }

    private static String standing(StageView stage, Look look) {
        return switch (stage.status()) {
            case IDLE -> idle(stage);
            case WAITING -> waiting(stage, look);
            case RUNNING -> running(stage.health()) + again(stage);
            case SUCCEEDED -> taken(stage, look, "", "succeeded in " + took(stage) + again(stage));
            case DEGRADED -> taken(stage, look, "degraded, ", "degraded after " + took(stage) + again(stage));
            case FAILED -> "failed after " + took(stage) + again(stage);
            case CANCELLED -> "cancelled";
            case SKIPPED -> taken(stage, look, "skipped, ", "skipped: its condition does not hold");
        };
    }

    /** What did not run here took no time. */
    private static String taken(StageView stage, Look look, String how, String here) {
        StageView.ReusedFrom from = stage.reusedFrom();
        return from == null ? here : how + "taken over from " + look.runs().apply(from.run());
    }

    private static String idle(StageView stage) {
        if (stage.held()) {
            return "put back";
        }
        boolean met = stage.after().isEmpty() || stage.depsMet();
        if (stage.trigger().equals("manual") && met) {
            return "manual: nobody has pressed it";
        }
        return met ? "about to start" : "after " + after(stage);
    }

    private static String running(@Nullable Health health) {
        return health == null || health == Health.HEALTHY ? "running" : Words.name(health);
    }

    private static String waiting(StageView stage, Look look) {
        return switch (stage.waitsFor()) {
            case DOUBT -> "in doubt";
            case PERSON -> "waits for a person's output";
            case BACK_OFF -> backOff(stage, look);
            case CAPACITY -> "waits for capacity";
            case VERSION -> "waits for a version that has it";
            case null -> "waits";
        };
    }

    private static String after(StageView stage) {
        return String.join(", ", stage.after());
    }

    private static String backOff(StageView stage, Look look) {
        Instant due = stage.retryAt();
        String again = "attempt " + (stage.attempt() + 1);
        return due == null ? again + " is due" : again + " in " + Times.whole(Duration.between(look.now(), due));
    }

    private static String again(StageView stage) {
        String attempt = stage.attempt() > 1 ? ", attempt " + stage.attempt() : "";
        return attempt + (stage.generation() > 0 ? ", generation " + stage.generation() : "");
    }

    static String took(StageView stage) {
        return Times.took(Duration.ofMillis(stage.durationMs()));
    }

    /** Why its output would be another one now, or how it failed; nothing where it would not. */
    public static String stale(StageView stage) {
        String inputs = stage.stale().stream().map(StageView.Stale::input).collect(Collectors.joining(", "));
        if (stage.status() == StageStatus.FAILED) {
            return inputs.isEmpty() ? "" : "stale: failed on another output of " + inputs + " than there is now";
        }
        return inputs.isEmpty()
                ? ""
                : "stale: made of another output of " + inputs + (stage.staleDismissed() ? "; you were told" : "");
    }

    /** Of a document, which output is there: {@code version 3 by ann, 5 min ago}; nothing where none is. */
    static String version(StageView stage, @Nullable String by, Look look) {
        Instant at = stage.finishedAt();
        return !stage.status().done() || at == null
                ? ""
                : "version " + stage.version() + (by == null ? "" : " by " + by) + ", " + Times.ago(at, look.now());
    }

    /** How long it has been running; whole seconds, so that it changes calmly. */
    static String elapsed(StageView stage, Look look) {
        Instant started = stage.startedAt();
        Duration elapsed =
                started == null ? Duration.ofMillis(stage.durationMs()) : Duration.between(started, look.now());
        return Times.whole(elapsed);
    }

    /** How far it is, as {@code 412/1,800 22.9%}; nothing where it has not said. */
    static String progress(Heartbeat beat) {
        if (beat.total() <= 0) {
            return beat.done() > 0 ? Words.count(beat.done()) : "";
        }
        double percent = Math.min(100, beat.done() * 100.0 / beat.total());
        return Words.count(beat.done()) + "/" + Words.count(beat.total()) + " "
                + String.format(Locale.ROOT, percent == 100 ? "%.0f%%" : "%.1f%%", percent);
    }

    /** How fast it is and how long it may still take; nothing where that is not known. */
    static String pace(StageView stage, Rates rates) {
        Heartbeat beat = stage.heartbeat();
        OptionalDouble rate = rates.perSecond(stage.id());
        if (beat == null || rate.isEmpty()) {
            return "";
        }
        String pace = String.format(Locale.ROOT, rate.getAsDouble() < 10 ? "%.1f/s" : "%,.0f/s", rate.getAsDouble());
        long missing = beat.total() - beat.done();
        return missing <= 0
                ? pace
                : pace + ", " + Times.whole(Duration.ofSeconds(Math.round(missing / rate.getAsDouble()))) + " left";
    }

    /** Of a stage that has items, a {@link Bar} and {@code 412 of 1,800 items, 3 failed, 2 running}, on a line of its own. */
    static String items(StageView stage) {
        StageView.ItemCounts items = stage.items();
        if (items == null) {
            return "";
        }
        double share = items.total() == 0 ? 1 : (items.done() + items.failed()) / (double) items.total();
        String counts = Words.count(items.done()) + " of " + Words.count(items.total()) + " items"
                + some(items.failed(), "failed")
                + some(items.running(), "running")
                + some(items.doubt(), "in doubt");
        return Bar.of(share, ITEMS_BAR) + "  " + counts;
    }

    static String some(int n, String what) {
        return n == 0 ? "" : ", " + Words.count(n) + " " + what;
    }

    /** The counters it keeps, as {@code faces=97 frames=3}. */
    static String counts(Heartbeat beat) {
        StringBuilder counts = new StringBuilder();
        beat.counts()
                .forEach((name, n) -> counts.append(counts.isEmpty() ? "" : " ")
                        .append(Cells.line(name))
                        .append('=')
                        .append(n));
        return counts.toString();
    }

    /** A line for somebody who only reads lines: as it is logged, and what it says in words. */
    static String heartbeat(Heartbeat beat) {
        return join(" ", Cells.line(beat.line()), text(beat));
    }

    static String text(Heartbeat beat) {
        return beat.text() == null ? "" : Cells.line(beat.text());
    }

    /** The parts that say something. */
    static String join(String between, String... parts) {
        StringBuilder joined = new StringBuilder();
        for (String part : parts) {
            if (!part.isEmpty()) {
                joined.append(joined.isEmpty() ? "" : between).append(part);
            }
        }
        return joined.toString();
    }
}
