// SPDX-License-Identifier: Apache-2.0
package dev.pawl.core;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a stage has put out so far, and what became of it.
 *
 * @param versions its outputs, or null before the first
 * @param readAt the attempt it is at reads what was there when the run had so many events; 0 before the first
 * @param dismissedAt what changed before it until then is not shown, though it makes the output stale
 * @param refreshing whether it runs again once all before it is done, where it is stale then
 * @param late the latest result that came too late to count
 */
public record Past(
        @Nullable Versions versions,
        long readAt,
        long dismissedAt,
        boolean refreshing,
        @Nullable Late late) {

    static final Past NONE = new Past(null, 0, 0, false, null);

    /** Number of its latest output, 0 before the first. */
    public int version() {
        return versions == null ? 0 : versions.latest().number();
    }

    Past reading(long ordinal) {
        return new Past(versions, ordinal, dismissedAt, refreshing, late);
    }

    Past dismissed(long ordinal) {
        return new Past(versions, readAt, ordinal, refreshing, late);
    }

    Past refreshing(boolean is) {
        return is == refreshing ? this : new Past(versions, readAt, dismissedAt, is, late);
    }

    Past late(@Nullable Late result) {
        return new Past(versions, readAt, dismissedAt, refreshing, result);
    }

    /** An attempt has put it out. */
    Past made(long ordinal, @Nullable Content output, @Nullable String degraded, List<Artifact> artifacts) {
        return with(ordinal, output, degraded, artifacts, readAt, 0, Map.of(), undoNext(), null);
    }

    /** It was found that the stage is not to run. */
    Past skipped(long ordinal) {
        return with(ordinal, null, null, List.of(), ordinal, 0, Map.of(), undoNext(), null);
    }

    /** A person gave it: it is made of what is there now, and they know that. */
    Past given(long ordinal, @Nullable Content output, List<Artifact> artifacts, @Nullable String by) {
        return with(ordinal, output, null, artifacts, ordinal, ordinal, Map.of(), undoNext(), by);
    }

    /** It was taken over from another run. Where that does not say what it was made of, it counts as made of what is here. */
    Past taken(long ordinal, Event.Reused e) {
        long covers = e.answeredFor() ? ordinal : 0;
        return with(ordinal, e.output(), e.degraded(), e.artifacts(), ordinal, covers, e.reads(), undoNext(), null);
    }

    /** That version once more; what is undone after that is what was before it. */
    Past undone(long ordinal, Version to, @Nullable String by) {
        return with(
                ordinal,
                to.output(),
                to.degraded(),
                to.artifacts(),
                to.readAt(),
                to.covers(),
                to.reads(),
                to.undo(),
                by,
                to.accepted());
    }

    /** The latest is current, whatever it was made of. */
    Past accepted(long ordinal) {
        return versions == null
                ? this
                : new Past(versions.instead(versions.latest().accepted(ordinal)), readAt, 0, false, late);
    }

    /** What would be there again were the latest output undone: a skipped stage had none. */
    private int undoNext() {
        if (versions == null) {
            return 0;
        }
        Version latest = versions.latest();
        return latest.output() == null ? latest.undo() : latest.number();
    }

    private Past with(
            long ordinal,
            @Nullable Content output,
            @Nullable String degraded,
            List<Artifact> artifacts,
            long read,
            long covers,
            Map<String, @Nullable String> reads,
            int undo,
            @Nullable String by) {
        return with(ordinal, output, degraded, artifacts, read, covers, reads, undo, by, null);
    }

    private Past with(
            long ordinal,
            @Nullable Content output,
            @Nullable String degraded,
            List<Artifact> artifacts,
            long read,
            long covers,
            Map<String, @Nullable String> reads,
            int undo,
            @Nullable String by,
            @Nullable Version accepted) {
        Version next = new Version(
                version() + 1, ordinal, output, degraded, artifacts, read, covers, reads, undo, by, accepted);
        return new Past(Versions.with(versions, next), readAt, 0, false, late);
    }
}
