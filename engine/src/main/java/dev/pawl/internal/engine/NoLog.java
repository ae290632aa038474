// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.engine;

import dev.pawl.LogLine;
import dev.pawl.core.Attempt;
import dev.pawl.internal.attempt.LogSink;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Keeps no lines. */
final class NoLog implements LogSink {

    @Override
    public void line(Attempt attempt, String text) {}

    @Override
    public void text(Attempt attempt, String part) {}

    @Override
    public List<LogLine> read(UUID run, @Nullable String stage, long skip) {
        return List.of();
    }
}
