// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.engine;

import dev.pawl.ArtifactBody;
import dev.pawl.ArtifactView;
import dev.pawl.Diagnosis;
import dev.pawl.HistoryEntry;
import dev.pawl.ImportReport;
import dev.pawl.ItemView;
import dev.pawl.LogLine;
import dev.pawl.Pawl;
import dev.pawl.Pipeline;
import dev.pawl.PruneReport;
import dev.pawl.RawJson;
import dev.pawl.RecoveryAction;
import dev.pawl.RecoveryReport;
import dev.pawl.Retry;
import dev.pawl.RetryPlan;
import dev.pawl.RunHandle;
import dev.pawl.RunLineage;
import dev.pawl.RunListener;
import dev.pawl.RunState;
import dev.pawl.RunView;
import dev.pawl.Submission;
import dev.pawl.WorkerView;
import dev.pawl.core.Command;
import dev.pawl.core.Content;
import dev.pawl.core.ItemStatus;
import dev.pawl.core.SettleAs;
import dev.pawl.internal.drive.RunDriver;
import dev.pawl.internal.imports.Importing;
import dev.pawl.spi.BackupProgress;
import dev.pawl.spi.RunQuery;
import dev.pawl.spi.StoreException;
import dev.pawl.spi.WorkerRow;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The engine behind {@link Pawl}: each call goes to the driver of its run where that is here, else to the journal. */
public final class Engine implements Pawl {

    private final Parts parts;
    private final Pipelines pipelines;
    private final Sights sights;
    private final Desk desk;
    private final Recovery recovery;
    private final Submitting submitting;
    private final Commanding commanding;
    private final Conflicts conflicts;
    private final Retrying retrying;
    private final Keeping keeping;
    private final Contents contents;
    private final Signals signals = new Signals();
    private final Listeners listeners = new Listeners();
    private final Duty duty;
    private boolean closed;

    /** Made of parts; see {@link Opening} for the usual ones. */
    public Engine(Parts parts) {
        this.parts = parts;
        this.pipelines = new Pipelines(parts.values(), parts.env()::elapsedNanos);
        this.keeping = new Keeping(parts, pipelines);
        this.sights = new Sights(parts, pipelines);
        this.desk = new Desk(parts.store(), parts.folds(), parts.env(), pipelines, this::changedHere);
        this.recovery = new Recovery(parts, pipelines, desk);
        this.duty = new Duty(parts, this::worker, sights::executed);
        this.submitting = new Submitting(parts, pipelines, desk, duty::worker);
        Kin kin = new Kin(parts.store());
        this.commanding = new Commanding(desk, sights, submitting, kin, duty::worker);
        this.conflicts = new Conflicts(parts.store(), commanding);
        this.retrying = new Retrying(parts, pipelines, submitting, commanding, kin);
        this.contents = new Contents(parts, pipelines);
        parts.store().onSlot(this::slotGiven);
        parts.store().onForeignChange(this::changedElsewhere);
    }

    @Override
    public Pawl register(Pipeline<?> pipeline) {
        pipelines.register(pipeline);
        Worker here = duty.worker();
        if (here != null) {
            here.lookAtTheTime();
        }
        return this;
    }

    @Override
    public List<Pipeline<?>> pipelines() {
        return List.copyOf(pipelines.registered());
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

    private Pawl start(boolean takesAll) {
        duty.begin(takesAll);
        return this;
    }

    private Worker worker(Duty.Entry entry) {
        Premises premises = new Premises(parts, pipelines, signals, listeners, desk, sights, recovery);
        Worker made = new Worker(premises, submitting::scheduled, entry);
        sights.self(entry.session().worker(), made);
        return made;
    }

    @Override
    public <I> RunHandle submit(Pipeline<I> pipeline, I input, Submission submission) {
        return run(conflicts.settle(
                submission.onConflict(), submission.user(), () -> submitting.value(pipeline, input, submission)));
    }

    @Override
    public RunHandle submit(Pipeline<?> pipeline, RawJson input, Submission submission) {
        return run(conflicts.settle(
                submission.onConflict(), submission.user(), () -> submitting.raw(pipeline, input, submission)));
    }

    @Override
    public void validate(Pipeline<?> pipeline, RawJson input, Submission submission) {
        submitting.validate(pipeline, input, submission);
    }

    @Override
    public <I> UUID submit(Pipeline<I> pipeline, I input, Submission submission, Connection transaction) {
        return conflicts.joined(submission, () -> submitting.joined(pipeline, input, submission, transaction));
    }

    @Override
    public RunHandle run(UUID run) {
        return run(new Conflicts.Outcome(run, false));
    }

    private RunHandle run(Conflicts.Outcome of) {
        return new Handle(of.run(), of.attached(), sights::view, sights::recorded, sights::going, signals);
    }

    @Override
    public RunHandle find(String numberIdOrKey) {
        return run(sights.named(numberIdOrKey));
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
    public RetryPlan planRetry(UUID run, Retry how) {
        return retrying.plan(run, how);
    }

    @Override
    public RunHandle retry(UUID run, Retry how) {
        return run(conflicts.settle(how.onConflict(), how.by(), () -> retrying.retry(run, how)));
    }

    @Override
    public RunLineage lineage(UUID run) {
        return new Lines(parts.store()).of(run);
    }

    @Override
    public RunState state(UUID run, @Nullable String before) {
        return contents.state(run, before);
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
    public RunHandle edit(UUID run, String stage, RawJson output, @Nullable Integer version, @Nullable String by) {
        commanding.edit(run, stage, output, version, by);
        return run(run);
    }

    @Override
    public RunHandle undo(UUID run, String stage, @Nullable Integer version, @Nullable String by) {
        return commanded(run, new Command.Undo(stage, version, by));
    }

    @Override
    public RunHandle dismissStale(UUID run, String stage, @Nullable String by) {
        return commanded(run, new Command.Dismiss(stage, by));
    }

    @Override
    public RunHandle acceptStale(UUID run, String stage, @Nullable String by) {
        return commanded(run, new Command.AcceptStale(stage, by));
    }

    @Override
    public RunHandle adopt(UUID run, String stage, @Nullable String by) {
        return commanded(run, new Command.Adopt(stage, by));
    }

    @Override
    public RunHandle refreshStale(UUID run, @Nullable String by) {
        return commanded(run, new Command.RefreshStale(by));
    }

    @Override
    public RunHandle close(UUID run, @Nullable String by) {
        return commanded(run, new Command.Close(by));
    }

    private RunHandle commanded(UUID run, Command command) {
        commanding.command(run, command);
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
        return recovery.look(duty.worker(), action, pipeline, olderThan);
    }

    @Override
    public RecoveryReport recover(RecoveryAction action, @Nullable String pipeline, Duration olderThan) {
        return recovery.act(duty.worker(), action, pipeline, olderThan);
    }

    @Override
    public boolean delete(UUID run, @Nullable String by) {
        return keeping.delete(run, by);
    }

    @Override
    public long highestNumber() {
        return parts.store().keeper().highestNumber();
    }

    @Override
    public PruneReport prune(@Nullable String pipeline, @Nullable Duration olderThan, boolean dryRun) {
        return keeping.prune(pipeline, olderThan, dryRun);
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
    public List<ArtifactView> artifacts(UUID run) {
        return contents.artifacts(run);
    }

    @Override
    public ArtifactBody artifact(UUID run, String name) throws IOException {
        return contents.artifact(run, name);
    }

    @Override
    public InputStream value(UUID run, Content content) throws IOException {
        return contents.value(run, content);
    }

    @Override
    public List<ItemView> items(UUID run, String stage, @Nullable ItemStatus status, int after, int limit)
            throws IOException {
        return contents.items(run, stage, status, after, limit);
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
        return StoreException.join(parts.store().workers()).stream()
                .map(WorkerRow::withoutKey)
                .toList();
    }

    @Override
    public List<WorkerView> crew() {
        return Roster.now(parts.store());
    }

    @Override
    public List<String> check() {
        return new Checking(parts.store(), parts.values()).all();
    }

    @Override
    public ImportReport importRuns(BufferedReader lines, boolean dryRun) throws IOException {
        return new Importing(
                        parts.store(),
                        parts.values(),
                        pipelines::named,
                        pipelines::definitionOf,
                        Marks::check,
                        pipeline -> new Retentions(parts, pipelines).of(pipeline),
                        dryRun)
                .all(lines, parts.env().now());
    }

    @Override
    public List<String> repair() {
        return new Repairing(parts.store()).all();
    }

    @Override
    public void backup(Path target, BackupProgress progress) {
        parts.store().backup(target, progress);
    }

    @Override
    public String place() {
        return parts.store().place();
    }

    /** Past the driver that may have begun meanwhile, which nobody else tells. */
    private void changedHere(UUID run, int seq) {
        sights.knows(run, seq);
        Worker here = duty.worker();
        RunDriver driver = here == null ? null : here.driver(run);
        if (driver != null) {
            driver.look();
        }
        listeners.changed(run);
        signals.ended(run, () -> null);
    }

    private void changedElsewhere() {
        Worker here = duty.worker();
        if (here != null) {
            here.look();
        }
        signals.allChanged();
        listeners.changed(null);
    }

    private void slotGiven() {
        Worker here = duty.worker();
        if (here != null) {
            here.lookForSlots();
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        Worker here = duty.over();
        if (here != null) {
            here.close();
        }
        desk.close();
        parts.peers().close();
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
