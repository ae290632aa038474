// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.engine;

import dev.pawl.Diagnosis;
import dev.pawl.HistoryEntry;
import dev.pawl.Json;
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
import dev.pawl.core.Command;
import dev.pawl.core.Content;
import dev.pawl.core.Run;
import dev.pawl.core.SettleAs;
import dev.pawl.internal.content.Stored;
import dev.pawl.internal.drive.DriverLeftException;
import dev.pawl.internal.drive.RunDriver;
import dev.pawl.internal.journal.Replay;
import dev.pawl.internal.journal.Rows;
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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The engine behind {@link Pawl}: each call goes to the driver of its run where that is here, else to the journal. */
public final class Engine implements Pawl {

    /** How often a run is looked at again that changed meanwhile. */
    private static final int CHECKS = 5;

    /** How long a worker counts as living that nothing is heard of. */
    private static final Duration LEASE = Duration.ofSeconds(15);

    private final Parts parts;
    private final Pipelines pipelines;
    private final Sights sights;
    private final Desk desk;
    private final Recovery recovery;
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
        return submit(pipeline, input, takenToSubmit(input), submission);
    }

    @Override
    public RunHandle submit(Pipeline<?> pipeline, RawJson input, Submission submission) {
        return submitRaw(pipeline, input, submission);
    }

    private <I> RunHandle submitRaw(Pipeline<I> pipeline, RawJson input, Submission submission) {
        Stored stored = takenToSubmit(input);
        try (InputStream in = input.open()) {
            return submit(pipeline, Json.values().readValue(in, pipeline.inputType()), stored, submission);
        } catch (tools.jackson.core.JacksonException e) {
            throw badInput(pipeline.name() + " does not take this input: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw badInput(e.getMessage());
        }
    }

    private <I> RunHandle submit(Pipeline<I> pipeline, I input, Stored stored, Submission submission) {
        pipeline.check(input);
        StoreException trouble = parts.committer().trouble();
        if (trouble != null && trouble.kind() == StoreException.Kind.UNAVAILABLE) {
            throw notMade(trouble);
        }
        Map<String, String> labels = new LinkedHashMap<>(pipeline.labels());
        labels.putAll(submission.labels());
        String key = submission.key() == null ? pipeline.keyOf(input) : submission.key();
        Command.Create create =
                new Command.Create(definition(pipeline), stored.content(), key, submission.user(), labels);
        UUID id = parts.env().newId();
        Worker here = worker;
        if (here == null) {
            desk.create(pipeline.spec(), id, create, stored);
        } else {
            join(here.create(pipeline, id, create, stored));
        }
        return run(id);
    }

    @Override
    public RunHandle run(UUID run) {
        return new Handle(run, this::view, this::going, signals);
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

    private @Nullable RunDriver driver(UUID run) {
        Worker here = worker;
        return here == null ? null : here.driver(run);
    }

    private boolean going(UUID run) {
        RunDriver driver = driver(run);
        return driver != null && driver.published().run().status().active();
    }

    /** From memory only where the run is owned here: a driver that lost its run knows less than the journal. */
    private RunView view(UUID run) {
        Worker here = worker;
        RunDriver driver = driver(run);
        if (here == null || driver == null) {
            return sights.stored(run);
        }
        boolean mine =
                here.session().worker().id().equals(driver.published().run().owner());
        return mine ? sights.live(driver) : sights.stored(run);
    }

    @Override
    public Diagnosis diagnose(UUID run) {
        Worker here = worker;
        RunDriver driver = driver(run);
        boolean mine = here != null
                && driver != null
                && here.session().worker().id().equals(driver.published().run().owner());
        return sights.diagnose(run, mine ? driver : null);
    }

    @Override
    public List<RunView> runs(RunQuery query) {
        return sights.list(query);
    }

    @Override
    public RunHandle resume(UUID run, @Nullable String by) {
        Worker here = worker;
        if (here == null) {
            desk.command(run, state -> new Command.Resume(by), null);
        } else {
            resume(here, run, new Command.Resume(by));
        }
        return run(run);
    }

    private static void resume(Worker here, UUID run, Command.Resume resume) {
        while (true) {
            try {
                join(here.take(run, resume));
                return;
            } catch (DriverLeftException e) {
                // it left in this moment: the next look finds the run at rest
            }
        }
    }

    @Override
    public RunHandle cancel(UUID run, @Nullable String by, @Nullable String reason) {
        return command(run, state -> new Command.Cancel(by, reason, sights.ownerAlive(state)), null);
    }

    @Override
    public RunHandle settle(UUID run, String stage, SettleAs as, @Nullable RawJson output, @Nullable String by) {
        Stored stored = output == null ? null : taken(output);
        Content content = stored == null ? null : stored.content();
        return command(run, state -> new Command.Settle(stage, as, content, by), stored);
    }

    @Override
    public RunHandle edit(UUID run, String stage, RawJson output, @Nullable String by) {
        Stored stored = taken(output);
        return command(run, state -> new Command.Edit(stage, stored.content(), by), stored);
    }

    @Override
    public RunHandle press(UUID run, String stage, @Nullable String by) {
        return command(run, state -> new Command.Press(stage, by), null);
    }

    @Override
    public RunHandle reset(UUID run, String stage, @Nullable String by) {
        return command(run, state -> new Command.Reset(stage, by), null);
    }

    /** Commands go to the driver first, and into the journal only where there is none here. */
    private RunHandle command(UUID run, Function<Run, Command> command, @Nullable Stored value) {
        RunDriver driver = driver(run);
        if (driver != null) {
            try {
                if (value != null) {
                    driver.durable().values().add(value);
                }
                join(driver.command(command.apply(driver.published().run())));
                return run(run);
            } catch (DriverLeftException e) {
                // it left in this moment: the journal is the way now
            }
        }
        desk.command(run, command, value);
        return run(run);
    }

    @Override
    public RecoveryReport recovery(@Nullable String pipeline, Duration olderThan) {
        return recovery.look(worker, pipeline, olderThan);
    }

    @Override
    public RecoveryReport recover(RecoveryAction action, @Nullable String pipeline, Duration olderThan) {
        return recovery.act(worker, action, pipeline, olderThan);
    }

    @Override
    public List<HistoryEntry> history(UUID run, int afterSeq, int limit) {
        return StoreException.join(parts.store().read(run, afterSeq, limit)).stream()
                .map(Replay::story)
                .toList();
    }

    @Override
    public Optional<InputStream> output(UUID run, String stage) throws IOException {
        Replay replay = load(run);
        if (!replay.run().hasStage(stage)) {
            throw new RefusedException(
                    "UNKNOWN_STAGE",
                    "run " + run + " has no stage " + stage,
                    "name one of " + String.join(", ", replay.run().created().stages()),
                    null);
        }
        Content output = replay.run().stage(stage).output();
        return output == null ? Optional.empty() : Optional.of(parts.values().open(output, replay.values()));
    }

    @Override
    public InputStream input(UUID run) throws IOException {
        Replay replay = load(run);
        return parts.values().open(replay.run().created().input(), replay.values());
    }

    private Replay load(UUID run) {
        Replay replay = Replay.load(parts.store(), run);
        if (!replay.run().exists()) {
            throw Sights.noRun(run);
        }
        return replay;
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
        List<String> wrong = new ArrayList<>(parts.store().check());
        RunQuery query = RunQuery.newest(500);
        for (List<RunRow> page = rows(query); !page.isEmpty(); page = rows(query)) {
            page.forEach(row -> check(row.id(), row.number(), wrong));
            query = query.olderThan(page.getLast().id());
        }
        return wrong;
    }

    private List<RunRow> rows(RunQuery query) {
        return StoreException.join(parts.store().find(query));
    }

    private void check(UUID run, long number, List<String> wrong) {
        try {
            String problem = contradiction(run);
            if (problem != null) {
                wrong.add("run " + number + ": " + problem);
            }
        } catch (StoreException | RefusedException e) {
            wrong.add("run " + number + ": " + e.getMessage());
        } catch (RuntimeException e) {
            wrong.add("run " + number + ": it cannot be checked: " + e);
        }
    }

    /** Compares row and journal where neither changed meanwhile; a run that never rests is well. */
    private @Nullable String contradiction(UUID run) {
        RunRow row = StoreException.join(parts.store().row(run));
        for (int tries = 1; tries <= CHECKS; tries++) {
            Replay replay = load(run);
            RunRow after = StoreException.join(parts.store().row(run));
            if (row == null || after == null) {
                return "its row is gone; restore a backup";
            }
            RunRow projected = Rows.project(replay.run(), row.number());
            if (projected.equals(row)) {
                return null;
            }
            if (row.equals(after) && replay.entriesAfter(parts.store()).isEmpty()) {
                return "its row says " + row + ", its journal " + projected;
            }
            row = after;
        }
        return null;
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

    private Content definition(Pipeline<?> pipeline) {
        try {
            return pipelines.definitionOf(pipeline);
        } catch (StoreException e) {
            throw notMade(e);
        } catch (IOException e) {
            throw badInput("the definition of " + pipeline.name() + " cannot be stored: " + e.getMessage());
        }
    }

    private Stored takenToSubmit(@Nullable Object input) {
        try {
            return taken(input);
        } catch (StoreException e) {
            throw notMade(e);
        }
    }

    private Stored taken(@Nullable Object value) {
        try {
            return parts.values().take(value);
        } catch (IOException e) {
            throw badInput(e.getMessage());
        }
    }

    /** What is said where a run could not be made because nothing can be recorded: at once, and always the same. */
    private static StoreException notMade(StoreException why) {
        return why.kind() == StoreException.Kind.UNAVAILABLE
                ? new StoreException(
                        why.kind(),
                        "no run was made, as nothing can be recorded now: " + why.getMessage()
                                + ". Submit again when that is mended",
                        why)
                : why;
    }

    private static RefusedException badInput(@Nullable String problem) {
        return new RefusedException("INVALID", "the input is not taken: " + problem, "correct it", null);
    }

    private static <T> T join(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException why ? why : StoreException.from(e);
        }
    }
}
