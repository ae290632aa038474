// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.engine;

import dev.pawl.LiveListener;
import dev.pawl.LogLine;
import dev.pawl.core.Attempt;
import dev.pawl.internal.attempt.LogSink;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Tells listeners what goes into a log. Thread-safe. */
final class ToldLog implements LogSink {

    private final LogSink log;
    private final Listeners listeners;
    private final InstantSource clock;

    ToldLog(LogSink log, Listeners listeners, InstantSource clock) {
        this.log = log;
        this.listeners = listeners;
        this.clock = clock;
    }

    @Override
    public void line(Attempt attempt, String text) {
        log.line(attempt, text);
        listeners.said(attempt.run(), () -> said(attempt, text), false, LiveListener::onLine);
    }

    @Override
    public void text(Attempt attempt, String part) {
        log.text(attempt, part);
        listeners.said(attempt.run(), () -> said(attempt, part), true, LiveListener::onText);
    }

    private LogLine said(Attempt attempt, String text) {
        return new LogLine(
                clock.instant(),
                attempt.stage(),
                attempt.ofItem() ? attempt.item() : null,
                attempt.generation(),
                attempt.number(),
                text);
    }

    @Override
    public List<LogLine> read(UUID run, @Nullable String stage, long skip) {
        return log.read(run, stage, skip);
    }
}
