// SPDX-License-Identifier: Apache-2.0
package dev.pawl.telemetry;

import dev.pawl.HistoryEntry;
import dev.pawl.Pawl;
import dev.pawl.RunListener;
import dev.pawl.RunView;
import dev.pawl.core.Event;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A span for each run, and below it one for each attempt, with the times of the journal. They are made from the journal
 * when the run ends, or rests where it failed: so a run that several processes worked at has one trace like any other, and
 * nothing is remembered meanwhile. A run that was resumed adds, when it ends again, a span for what followed.
 *
 * <p>The trace id is the run's id without its dashes, so everything of a run is in one trace, whichever process tells it.
 * For that the span of a run names a parent that nobody ever sends. To be listened with before {@link Pawl#start}:
 *
 * <pre>{@code pawl.listen(new PawlTraces(pawl, openTelemetry)).start();}</pre>
 */
public final class PawlTraces implements RunListener {

    private static final Logger LOG = LoggerFactory.getLogger(PawlTraces.class);
    private static final int PAGE = 500;

    private final Pawl pawl;
    private final Tracer tracer;
    private final Self self = new Self();

    /**
     * Spans for that telemetry, in the scope {@code dev.pawl}.
     *
     * @param pawl whose runs it will hear of
     */
    public PawlTraces(Pawl pawl, OpenTelemetry telemetry) {
        this(pawl, telemetry.getTracer("dev.pawl"));
    }

    /**
     * Spans of that tracer.
     *
     * @param pawl whose runs it will hear of
     */
    public PawlTraces(Pawl pawl, Tracer tracer) {
        this.pawl = pawl;
        this.tracer = tracer;
    }

    @Override
    public synchronized void onEntry(RunView after, HistoryEntry entry) {
        self.learn(after);
        for (Event event : entry.events()) {
            if (event instanceof Event.Ended) {
                tell(after, entry);
                return;
            }
        }
    }

    private void tell(RunView after, HistoryEntry last) {
        try {
            Stretch stretch = stretch(after.id(), last);
            if (!stretch.events().isEmpty() && !self.isNot(stretch.worker())) {
                new RunSpans(tracer, after, stretch).tell();
            }
        } catch (RuntimeException e) {
            LOG.warn("run {} is not in the traces: {}", after.id(), e.getMessage());
        }
    }

    /** What happened since the run was made, or last resumed, up to that entry. */
    private Stretch stretch(UUID run, HistoryEntry last) {
        Stretch stretch = new Stretch();
        int seq = 0;
        while (seq < last.seq()) {
            List<HistoryEntry> page = pawl.history(run, seq, Math.min(PAGE, last.seq() - seq));
            if (page.isEmpty()) {
                break; // a run that is not there
            }
            for (HistoryEntry entry : page) {
                entry.events().forEach(stretch::add);
                seq = entry.seq();
            }
        }
        return stretch;
    }
}
