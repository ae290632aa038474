// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli.text;

import dev.pawl.StageView;
import dev.pawl.StageView.Heartbeat;
import dev.pawl.StageView.ItemCounts;
import dev.pawl.WaitFor;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How far a map is, told in steps that are neither many nor far between. Not thread-safe. */
final class MapProgress {

    private static final int STEP = 10;
    private static final Duration SOON = Duration.ofSeconds(2);
    private static final Duration LATE = Duration.ofSeconds(10);

    private @Nullable Instant told;
    private int step;
    private long settled;
    private long beats;
    private boolean waits;

    /** A line, where one is due. */
    Optional<String> line(StageView stage, ItemCounts items, Instant now) {
        int reached = items.total() == 0 ? 0 : (int) (100L * settled(items) / items.total() / STEP);
        boolean first = told == null || reached < step;
        Duration silent = told == null ? Duration.ZERO : Duration.between(told, now);
        Heartbeat beat = stage.heartbeat();
        boolean news = settled != settled(items) || (beat != null && beat.seq() != beats);
        boolean stuck = !news && stage.waitsFor() == WaitFor.CAPACITY;
        boolean due =
                silent.compareTo(LATE) >= 0 ? news || (stuck && !waits) : silent.compareTo(SOON) >= 0 && reached > step;
        if (!first && !due) {
            return Optional.empty();
        }
        told = now;
        step = reached;
        settled = settled(items);
        beats = beat == null ? 0 : beat.seq();
        waits = stuck;
        return first ? Optional.empty() : Optional.of(words(items, stuck, beat));
    }

    private static String words(ItemCounts items, boolean waits, @Nullable Heartbeat beat) {
        String percent =
                items.total() == 0 ? "" : String.format(Locale.ROOT, " %.1f%%", settled(items) * 100.0 / items.total());
        return StageWords.join(
                "  ",
                Words.count(settled(items)) + "/" + Words.count(items.total()) + " items" + percent
                        + StageWords.some(items.failed(), "failed")
                        + StageWords.some(items.doubt(), "in doubt"),
                waits ? "waits for capacity" : "",
                beat == null ? "" : StageWords.counts(beat),
                beat == null ? "" : StageWords.text(beat));
    }

    /** What became of them, once the map is done. */
    static String outcome(ItemCounts items) {
        return Words.count(items.total()) + (items.total() == 1 ? " item, " : " items, ") + Words.count(items.done())
                + " succeeded" + StageWords.some(items.failed(), "failed")
                + (items.failed() == 0 ? "" : " (allowed)");
    }

    private static long settled(ItemCounts items) {
        return (long) items.done() + items.failed();
    }
}
