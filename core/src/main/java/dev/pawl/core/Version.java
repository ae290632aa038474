// SPDX-License-Identifier: Apache-2.0
package dev.pawl.core;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One output of a stage, and what it was made of. Times are counted in events of the run: what was there when the run had so
 * many.
 *
 * @param number from 1; each output has the next
 * @param ordinal of the event that brought it
 * @param output null where the stage was skipped
 * @param degraded why it deserves a look
 * @param artifacts the files that came with it
 * @param readAt it was made of what the stages before it had put out by then
 * @param covers what changed by then further up is known to whoever answers for the output; 0 where nobody does
 * @param reads hashes of what it was made of by the id of the stage, where that is said: it counts before {@code readAt}
 * @param undo number of the version before it, or 0
 * @param by the person whose output it is, where that is known
 * @param accepted the same as it was before a person took it as current: made of what it was made of it is fresh as well; null
 *     where nobody did
 */
public record Version(
        int number,
        long ordinal,
        @Nullable Content output,
        @Nullable String degraded,
        List<Artifact> artifacts,
        long readAt,
        long covers,
        Map<String, @Nullable String> reads,
        int undo,
        @Nullable String by,
        @Nullable Version accepted) {

    /** One that nobody took as current. */
    Version(
            int number,
            long ordinal,
            @Nullable Content output,
            @Nullable String degraded,
            List<Artifact> artifacts,
            long readAt,
            long covers,
            Map<String, @Nullable String> reads,
            int undo,
            @Nullable String by) {
        this(number, ordinal, output, degraded, artifacts, readAt, covers, reads, undo, by, null);
    }

    public Version {
        artifacts = List.copyOf(artifacts);
        reads = Collections.unmodifiableMap(new TreeMap<>(reads));
    }

    @Nullable
    String sha() {
        return output == null ? null : output.sha();
    }

    /** The same, taken as current when the run had so many events. */
    Version accepted(long at) {
        return new Version(number, ordinal, output, degraded, artifacts, at, at, Map.of(), undo, by, this);
    }
}
