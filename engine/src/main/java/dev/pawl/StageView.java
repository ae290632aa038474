// SPDX-License-Identifier: Apache-2.0
package dev.pawl;

import dev.pawl.core.StageStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A stage of a run at one moment.
 *
 * @param kind {@code task}, {@code map}, {@code validator} or {@code input}
 * @param trigger {@code auto}, or {@code manual} where a person presses it
 * @param status where it stands; waiting also where only capacity or a version is missing, which no journal says
 * @param attempt the latest attempt of its generation, from 1; 0 before the first
 * @param generation raised each time a person or a validator has it run again
 * @param health null where it does not run
 * @param waitsFor what a waiting stage waits for
 * @param retryAt when its next attempt is due
 * @param until when a waiting stage moves on by itself: its next attempt is due, or a person's time is up
 * @param held whether it was put back, and waits to be pressed
 * @param durationMs how long the latest attempt took, or has taken so far
 * @param etaSeconds how long it still takes at the pace it has, where that is known
 * @param items how many of its items stand where, once they are listed
 * @param rounds how often it sent work back, where it is a validator
 * @param maxRounds how often it may, where it is a validator
 * @param feedback whether a validator said something of its output
 * @param error why the latest attempt failed
 * @param degraded why its output deserves a look
 * @param actions what can be done to it, each with the reason where it cannot
 * @param version number of its latest output, from 1; 0 before the first
 * @param stale why its output would differ now, or what it failed on has changed, in a document; none where it is fresh
 * @param staleDismissed whether a person has seen all of that, and does not want to be told
 * @param reusedFrom where its output was taken over from, or null where it ran here or is to run
 * @param failedItems the first of its items that failed, without keys and values; {@link ItemCounts#failed} says how many did
 */
public record StageView(
        String id,
        String kind,
        String trigger,
        StageStatus status,
        boolean depsMet,
        List<String> after,
        int attempt,
        int generation,
        @Nullable Health health,
        @Nullable WaitFor waitsFor,
        @Nullable Instant retryAt,
        @Nullable Instant until,
        boolean held,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        long durationMs,
        @Nullable Heartbeat heartbeat,
        @Nullable Long etaSeconds,
        @Nullable ItemCounts items,
        int rounds,
        int maxRounds,
        boolean feedback,
        @Nullable String error,
        @Nullable String degraded,
        @Nullable Long outputSize,
        List<RunView.Possible> actions,
        int version,
        List<Stale> stale,
        boolean staleDismissed,
        List<ItemView> failedItems,
        @Nullable ReusedFrom reusedFrom) {

    public StageView {
        after = List.copyOf(after);
        actions = List.copyOf(actions);
        stale = List.copyOf(stale);
        failedItems = List.copyOf(failedItems);
    }

    /** One whose output was not taken over. */
    public StageView(
            String id,
            String kind,
            String trigger,
            StageStatus status,
            boolean depsMet,
            List<String> after,
            int attempt,
            int generation,
            @Nullable Health health,
            @Nullable WaitFor waitsFor,
            @Nullable Instant retryAt,
            @Nullable Instant until,
            boolean held,
            @Nullable Instant startedAt,
            @Nullable Instant finishedAt,
            long durationMs,
            @Nullable Heartbeat heartbeat,
            @Nullable Long etaSeconds,
            @Nullable ItemCounts items,
            int rounds,
            int maxRounds,
            boolean feedback,
            @Nullable String error,
            @Nullable String degraded,
            @Nullable Long outputSize,
            List<RunView.Possible> actions,
            int version,
            List<Stale> stale,
            boolean staleDismissed,
            List<ItemView> failedItems) {
        this(
                id,
                kind,
                trigger,
                status,
                depsMet,
                after,
                attempt,
                generation,
                health,
                waitsFor,
                retryAt,
                until,
                held,
                startedAt,
                finishedAt,
                durationMs,
                heartbeat,
                etaSeconds,
                items,
                rounds,
                maxRounds,
                feedback,
                error,
                degraded,
                outputSize,
                actions,
                version,
                stale,
                staleDismissed,
                failedItems,
                null);
    }

    /** The stage of the run that executed it. */
    public record ReusedFrom(UUID run, String stage) {}

    /** The same, with more said of the items that failed. */
    public StageView withFailedItems(List<ItemView> items) {
        return new StageView(
                id,
                kind,
                trigger,
                status,
                depsMet,
                after,
                attempt,
                generation,
                health,
                waitsFor,
                retryAt,
                until,
                held,
                startedAt,
                finishedAt,
                durationMs,
                heartbeat,
                etaSeconds,
                this.items,
                rounds,
                maxRounds,
                feedback,
                error,
                degraded,
                outputSize,
                actions,
                version,
                stale,
                staleDismissed,
                items,
                reusedFrom);
    }

    /**
     * A stage before it whose output is another one now.
     *
     * @param was hash of what its output was made of; null where that was nothing, or is no longer known
     * @param now hash of what is there now; null where the stage was skipped
     */
    public record Stale(
            String input, @Nullable String was, @Nullable String now) {}

    /**
     * The latest sign of life.
     *
     * @param seq how many there were
     * @param total 0 where it is not known
     */
    public record Heartbeat(
            Instant at,
            long seq,
            long done,
            long total,
            @Nullable String text,
            Map<String, Long> counts) {

        /** {@code hb seq= done/total pct counters}: a line of a log, as programs read it that watch logs. */
        public String line() {
            StringBuilder line = new StringBuilder("hb seq=" + seq + " " + done + "/" + total + " pct=");
            line.append(total == 0 ? "-" : String.valueOf(100 * done / total));
            counts.forEach(
                    (name, n) -> line.append(' ').append(name).append('=').append(n));
            return line.toString();
        }
    }

    /**
     * Items of a map.
     *
     * @param open how many are still to be executed, those in back-off included
     * @param doubt of how many nobody knows what they did outside
     */
    public record ItemCounts(int total, int done, int failed, int running, int open, int doubt) {}
}
