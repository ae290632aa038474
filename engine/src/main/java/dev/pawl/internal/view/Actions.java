// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.view;

import dev.pawl.RunView.Possible;
import dev.pawl.core.Command;
import dev.pawl.core.Content;
import dev.pawl.core.Decider;
import dev.pawl.core.Effect;
import dev.pawl.core.Event;
import dev.pawl.core.PipelineSpec;
import dev.pawl.core.Queueing;
import dev.pawl.core.Run;
import dev.pawl.core.RunStatus;
import dev.pawl.core.SettleAs;
import dev.pawl.core.StageKind;
import dev.pawl.core.StageSpec;
import dev.pawl.core.Staleness;
import dev.pawl.core.WaitFor;
import dev.pawl.internal.journal.Bare;
import dev.pawl.spi.RunRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What can be done to a run: what {@link Decider#accept} would say, asked beforehand, and what others do. */
final class Actions {

    /** Who has only the row knows no content; none is asked for. */
    private static final Content NONE = new Content("0".repeat(64), 0);

    private final Run run;
    private final PipelineSpec pipeline;
    private final boolean ownerAlive;
    private final boolean rests;
    private final Beside beside;
    private final Instant now;

    /**
     * Asks of one run.
     *
     * @param pipeline its definition, or null where it is not known
     * @param rests whether nobody executes it, and there is nothing to do until a person acts
     */
    Actions(Run run, @Nullable PipelineSpec pipeline, boolean ownerAlive, boolean rests, Beside beside, Instant now) {
        this.run = run;
        this.pipeline = pipeline == null ? Bare.of(run) : pipeline;
        this.ownerAlive = ownerAlive;
        this.rests = rests;
        this.beside = beside;
        this.now = now;
    }

    List<Possible> ofRun() {
        return ofRun(run.degraded());
    }

    private List<Possible> ofRun(boolean degraded) {
        boolean interrupted = interrupted(run.status(), run.epoch(), ownerAlive) && !rests;
        List<Possible> all = new ArrayList<>();
        all.add(ask("cancel", new Command.Cancel(null, null, ownerAlive ? null : run.owner()), false, cancelled(run)));
        Possible resume = ask(
                "resume",
                new Command.Resume(null),
                interrupted,
                run.rests()
                        ? "it is open, and nothing is to be done"
                        : rests ? "it waits for a person" : "the run is healthy");
        all.add(unless(beside.resuming(), resume));
        all.add(unless(beside.retrying(), retry(degraded)));
        if (run.interactive()) {
            all.add(ask("refresh-stale", new Command.RefreshStale(null), false, "nothing is stale"));
            all.add(ask("close", new Command.Close(null), false, "it is closed"));
        }
        for (String stage : run.created().stages()) {
            if (run.stage(stage).waitsFor() == WaitFor.DOUBT) {
                all.add(ask("settle " + stage, settle(stage), false, "the stage is settled"));
            }
        }
        return all;
    }

    private static Possible unless(@Nullable String another, Possible possible) {
        return another == null || !possible.enabled() ? possible : new Possible(possible.name(), false, another);
    }

    /** What can be done to a stage; what never makes sense for one of its kind is left out. */
    List<Possible> ofStage(String id, @Nullable StageSpec spec) {
        List<Possible> all = new ArrayList<>(3);
        boolean person =
                spec == null ? run.stage(id).waitsFor() == WaitFor.PERSON : spec.kind() instanceof StageKind.Input;
        if (person || run.interactive()) {
            all.add(ask("edit", new Command.Edit(id, NONE, null), false, "it has its output"));
        }
        if (!person || run.interactive()) {
            all.add(ask("run", new Command.Press(id, null), false, pressed(id)));
        }
        all.add(ask("reset", new Command.Reset(id, null), false, "it is put back already"));
        if (run.interactive()) {
            all.add(ask("undo", new Command.Undo(id, null, null), false, "there is nothing to undo"));
            all.add(ask("dismiss-stale", new Command.Dismiss(id, null), false, fresh(id)));
            all.add(ask("accept-stale", new Command.AcceptStale(id, null), false, "it is not stale"));
        }
        if (run.stage(id).past().late() != null) {
            all.add(ask("adopt", new Command.Adopt(id, null), false, "it has that output"));
        }
        if (run.stage(id).waitsFor() == WaitFor.DOUBT || (spec != null && spec.effect() == Effect.EXTERNAL)) {
            all.add(ask("settle", settle(id), false, "it is settled"));
        }
        return all;
    }

    private String fresh(String id) {
        return Staleness.of(pipeline, run, id).isEmpty() ? "it is not stale" : "the mark is hidden already";
    }

    private String pressed(String id) {
        return switch (run.stage(id).status()) {
            case RUNNING -> "it runs";
            case WAITING -> "it was started, and waits";
            case IDLE, SUCCEEDED, DEGRADED, FAILED, CANCELLED, SKIPPED -> "it was pressed, and is about to start";
        };
    }

    private static Command settle(String stage) {
        return new Command.Settle(stage, SettleAs.RERUN, null, null);
    }

    /** Of a run in a list: its stages, and so those in doubt, are not known. */
    static List<Possible> of(RunRow row, boolean ownerAlive, boolean rests, Beside beside) {
        return new Actions(likeness(row), null, ownerAlive, rests, beside, row.createdAt()).ofRun(row.degraded());
    }

    /** Whether a new run may take this one up at one of its stages. */
    private Possible retry(boolean degraded) {
        RunStatus status = run.status();
        boolean good = status == RunStatus.SUCCEEDED && !degraded;
        String why = status.active()
                ? "the run is not at its end: " + (run.interactive() ? "close it" : "wait for that") + ", or cancel it"
                : good ? "the run has succeeded: submit a new one" : null;
        return new Possible("retry", why == null, why);
    }

    /** Whether nobody sees to a run that was taken once. */
    static boolean interrupted(RunStatus status, int epoch, boolean ownerAlive) {
        return status.active() && epoch > 0 && !ownerAlive;
    }

    private static String cancelled(Run run) {
        return run.status() == RunStatus.CANCELLED ? "the run is cancelled" : "it is being cancelled";
    }

    /**
     * Asks.
     *
     * @param anyway whether it makes sense where it changes nothing in the journal
     * @param unchanged why it makes none
     */
    private Possible ask(String name, Command command, boolean anyway, String unchanged) {
        return switch (Decider.accept(pipeline, run, command, now)) {
            case Command.Rejected rejected -> new Possible(name, false, rejected.problem());
            case Command.Accepted accepted -> {
                boolean enabled = anyway || !accepted.unchanged();
                yield new Possible(name, enabled, enabled ? null : unchanged);
            }
        };
    }

    /** A run that has the row, as far as commands ask. */
    private static Run likeness(RunRow row) {
        Instant at = row.createdAt();
        List<Event> events = new ArrayList<>();
        events.add(new Event.Created(
                at,
                row.pipeline(),
                row.version(),
                NONE,
                List.of("unknown"),
                NONE,
                row.key(),
                row.user(),
                row.labels(),
                Queueing.NONE));
        if (row.owner() != null) {
            events.add(new Event.Claimed(at, row.owner(), row.epoch(), false));
        }
        if (row.status() == RunStatus.CANCELLING) {
            events.add(new Event.CancelRequested(at, null, null));
        }
        if (!row.active()) {
            events.add(new Event.Ended(at, row.status(), null));
        }
        Run run = Run.empty(row.id());
        for (Event event : events) {
            run = Decider.apply(run, event);
        }
        return run;
    }
}
