// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.attempt;

import dev.pawl.LogLine;
import dev.pawl.core.Attempt;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where lines of stages go. Promises nothing. Thread-safe. */
public interface LogSink extends AutoCloseable {

    void line(Attempt attempt, String text);

    /** A part of a streamed text. */
    void text(Attempt attempt, String part);

    /** Lines of a run, oldest first, after the first {@code skip}. */
    List<LogLine> read(UUID run, @Nullable String stage, long skip);

    /** Drops the lines of a run. */
    default void delete(UUID run) {}

    /** Runs of which there are lines, the last of them older than that. */
    default Set<UUID> unchangedSince(Instant time) {
        return Set.of();
    }

    /** Releases what is held; lines may still come. */
    @Override
    default void close() {}
}
