// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.engine;

import dev.pawl.Diagnosis;
import dev.pawl.HistoryEntry;
import dev.pawl.LogLine;
import dev.pawl.Pawl;
import dev.pawl.Pipeline;
import dev.pawl.RawJson;
import dev.pawl.RecoveryAction;
import dev.pawl.RecoveryReport;
import dev.pawl.RefusedException;
import dev.pawl.RunHandle;
import dev.pawl.RunListener;
import dev.pawl.RunView;
import dev.pawl.Submission;
import dev.pawl.core.SettleAs;
import dev.pawl.spi.BackupProgress;
import dev.pawl.spi.RunQuery;
import dev.pawl.spi.RunRow;
import dev.pawl.spi.StoreException;
import dev.pawl.spi.WorkerInfo;
import dev.pawl.spi.WorkerRow;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The engine behind {@link Pawl}: each call goes to the driver of its run where that is here, else to the journal. */
public final class Engine implements Pawl {

    /** How long a worker counts as living that nothing is heard of. */
    private static final Duration LEASE = Duration.ofSeconds(15);

    private final Parts parts;
    private final Pipelines pipelines;
    private final Sights sights;
    private final Desk desk;
    private final Recovery recovery;
    private final Submitting submitting;
    private final Commanding commanding;
    private final Contents contents;
    private final Signals signals = new Signals();
    private final Listeners listeners = new Listeners();
    private volatile @Nullable Worker worker;
    private boolean closed;

    /** Made of parts; see {@link Opening} for the usual ones. */
    public Engine(Parts parts) {
        this.parts = parts;
        this.pipelines = new Pipelines(parts.values());
        this.sights = new Sights(parts, pipelines);
        this.desk = new Desk(parts.store(), parts.env(), pipelines, run -> signals.ended(run, () -> null));
        this.recovery = new Recovery(parts, pipelines, desk);
        this.submitting = new Submitting(parts, pipelines, desk, () -> worker);
        this.commanding = new Commanding(desk, sights, submitting, () -> worker);
        this.contents = new Contents(parts);
        parts.store().onForeignChange(this::changedElsewhere);
    }

    @Override
    public Pawl register(Pipeline<?> pipeline) {
        pipelines.register(pipeline);
        return this;
    }

    @Override
    public Pawl listen(RunListener listener) {
        listeners.add(listener);
        return this;
    }

    @Override
    public Pawl start() {
        return start(true);
    }

    @Override
    public Pawl startForOwnRuns() {
        return start(false);
    }

    private synchronized Pawl start(boolean takesAll) {
        if (worker == null) {
            WorkerInfo me = Opening.thisProcess(parts);
            Worker started = new Worker(
                    parts,
                    pipelines,
                    signals,
                    listeners,
                    desk,
                    sights,
                    recovery,
                    parts.store().enter(me, LEASE),
                    takesAll);
            sights.self(me, started);
            worker = started;
            started.start();
        }
        return this;
    }

    @Override
    public <I> RunHandle submit(Pipeline<I> pipeline, I input, Submission submission) {
        return run(submitting.value(pipeline, input, submission));
    }

    @Override
    public RunHandle submit(Pipeline<?> pipeline, RawJson input, Submission submission) {
        return run(submitting.raw(pipeline, input, submission));
    }

    @Override
    public RunHandle run(UUID run) {
        return new Handle(run, sights::view, sights::going, signals);
    }

    @Override
    public RunHandle find(String numberOrId) {
        List<RunRow> found = StoreException.join(parts.store().find(RunQuery.named(numberOrId, 100)));
        return switch (found.size()) {
            case 0 -> throw Sights.noRun(numberOrId);
            case 1 -> run(found.getFirst().id());
            default ->
                throw new RefusedException(
                        "AMBIGUOUS",
                        numberOrId + " begins the ids of " + found.size() + " runs or more",
                        "give more of the id, or the number",
                        null);
        };
    }

    @Override
    public Diagnosis diagnose(UUID run) {
        return sights.diagnose(run);
    }

    @Override
    public List<RunView> runs(RunQuery query) {
        return sights.list(query);
    }

    @Override
    public RunHandle resume(UUID run, @Nullable String by) {
        commanding.resume(run, by);
        return run(run);
    }

    @Override
    public RunHandle cancel(UUID run, @Nullable String by, @Nullable String reason) {
        commanding.cancel(run, by, reason);
        return run(run);
    }

    @Override
    public RunHandle settle(UUID run, String stage, SettleAs as, @Nullable RawJson output, @Nullable String by) {
        commanding.settle(run, stage, as, output, by);
        return run(run);
    }

    @Override
    public RunHandle edit(UUID run, String stage, RawJson output, @Nullable String by) {
        commanding.edit(run, stage, output, by);
        return run(run);
    }

    @Override
    public RunHandle press(UUID run, String stage, @Nullable String by) {
        commanding.press(run, stage, by);
        return run(run);
    }

    @Override
    public RunHandle reset(UUID run, String stage, @Nullable String by) {
        commanding.reset(run, stage, by);
        return run(run);
    }

    @Override
    public RecoveryReport recovery(RecoveryAction action, @Nullable String pipeline, Duration olderThan) {
        return recovery.look(worker, action, pipeline, olderThan);
    }

    @Override
    public RecoveryReport recover(RecoveryAction action, @Nullable String pipeline, Duration olderThan) {
        return recovery.act(worker, action, pipeline, olderThan);
    }

    @Override
    public List<HistoryEntry> history(UUID run, int afterSeq, int limit) {
        return contents.history(run, afterSeq, limit);
    }

    @Override
    public Optional<InputStream> output(UUID run, String stage) throws IOException {
        return contents.output(run, stage);
    }

    @Override
    public InputStream input(UUID run) throws IOException {
        return contents.input(run);
    }

    @Override
    public List<LogLine> log(UUID run, @Nullable String stage, long skip) {
        return parts.log().read(run, stage, skip);
    }

    @Override
    public List<WorkerRow> workers() {
        return StoreException.join(parts.store().workers());
    }

    @Override
    public List<String> check() {
        return new Checking(parts.store()).all();
    }

    @Override
    public void backup(Path target, BackupProgress progress) {
        parts.store().backup(target, progress);
    }

    @Override
    public String place() {
        return parts.store().place();
    }

    private void changedElsewhere() {
        Worker here = worker;
        if (here != null) {
            here.look();
        }
        signals.allChanged();
    }

    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        Worker here = worker;
        if (here != null) {
            here.close();
        }
        listeners.close();
        signals.close();
        if (here != null) {
            here.session().close();
        }
        parts.store().close();
        parts.log().close();
        try {
            parts.threads().close();
        } catch (Exception e) {
            throw new IllegalStateException("threads do not end", e);
        }
    }
}
