// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.view;

import dev.pawl.Health;
import dev.pawl.StageView;
import dev.pawl.StageView.Heartbeat;
import dev.pawl.StageView.ItemCounts;
import dev.pawl.WaitFor;
import dev.pawl.core.Dependencies;
import dev.pawl.core.ItemStatus;
import dev.pawl.core.Items;
import dev.pawl.core.Reason;
import dev.pawl.core.Run;
import dev.pawl.core.StageKind;
import dev.pawl.core.StageSpec;
import dev.pawl.core.StageState;
import dev.pawl.core.StageStatus;
import dev.pawl.core.Staleness;
import dev.pawl.core.Staleness.Cause;
import dev.pawl.internal.view.Signs.OfStage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes views of the stages of one run. Used once. */
final class Stages {

    private final Sight sight;
    private final Run run;
    private final Actions actions;
    private final @Nullable Staleness staleness;

    Stages(Sight sight, Actions actions) {
        this.sight = sight;
        this.run = sight.run();
        this.actions = actions;
        this.staleness = run.interactive() && sight.pipeline() != null ? new Staleness(sight.pipeline(), run) : null;
    }

    List<StageView> all() {
        return run.created().stages().stream().map(this::view).toList();
    }

    private StageView view(String id) {
        StageState state = run.stage(id);
        StageSpec spec = sight.pipeline() == null ? null : sight.pipeline().stage(id);
        OfStage work = state.status() == StageStatus.RUNNING ? sight.signs().of(run.attempt(id), state.epoch()) : null;
        Waiting waiting = waiting(id, state, work);
        StageStatus status = waiting == null ? state.status() : StageStatus.WAITING;
        Heartbeat beat = heartbeat(state, work);
        List<Cause> causes = staleness == null ? List.of() : staleness.outdated(id);
        return new StageView(
                id,
                kind(spec, state),
                spec != null && spec.manual() ? "manual" : "auto",
                status,
                sight.pipeline() == null || spec == null || Dependencies.met(sight.pipeline(), run, id),
                spec == null ? List.of() : spec.after(),
                state.number(),
                state.generation(),
                status == StageStatus.RUNNING ? health(spec, work) : null,
                waiting == null ? null : waiting.what,
                waiting == null || waiting.what != WaitFor.BACK_OFF ? null : waiting.until,
                waiting == null ? null : waiting.until,
                state.held(),
                state.startedAt(),
                state.finishedAt(),
                duration(state),
                beat,
                eta(beat, work),
                items(state, work),
                state.rounds(),
                spec != null && spec.kind() instanceof StageKind.Validator validator ? validator.rounds() : 0,
                state.feedback() != null,
                state.failure() == null ? null : state.failure().message(),
                state.degraded(),
                state.output() == null ? null : state.output().size(),
                actions.ofStage(id, spec),
                state.past().version(),
                causes.stream().map(Stages::stale).toList(),
                Staleness.dismissed(state, causes),
                ItemViews.failed(state.items()),
                state.reusedFrom() == null ? null : new StageView.ReusedFrom(state.reusedFrom(), id));
    }

    private static StageView.Stale stale(Cause cause) {
        return new StageView.Stale(cause.input(), cause.was(), cause.now());
    }

    private static String kind(@Nullable StageSpec spec, StageState state) {
        if (spec == null) {
            return state.items() != null ? "map" : state.waitsFor() == dev.pawl.core.WaitFor.PERSON ? "input" : "task";
        }
        return switch (spec.kind()) {
            case StageKind.Task task -> "task";
            case StageKind.Map map -> "map";
            case StageKind.Validator validator -> "validator";
            case StageKind.Input input -> "input";
            case StageKind.Export export -> "export";
        };
    }

    /** What a stage waits for, be it in the journal or only in its worker's memory. */
    private record Waiting(WaitFor what, @Nullable Instant until) {}

    private @Nullable Waiting waiting(String id, StageState state, @Nullable OfStage work) {
        if (state.status() == StageStatus.WAITING && state.waitsFor() != null) {
            return switch (state.waitsFor()) {
                case BACK_OFF -> new Waiting(WaitFor.BACK_OFF, state.until());
                case DOUBT -> new Waiting(WaitFor.DOUBT, null);
                case PERSON -> new Waiting(WaitFor.PERSON, state.until());
            };
        }
        boolean open = state.status() == StageStatus.IDLE || state.status() == StageStatus.RUNNING;
        boolean atWork = work != null && work.running() + work.stopping() > 0;
        if (!open || atWork || !run.status().active() || (run.epoch() > 0 && !sight.ownerAlive())) {
            return null;
        }
        Signs signs = sight.signs();
        if (signs.reason(id, Reason.Code.DEFINITION) != null) {
            return new Waiting(WaitFor.VERSION, null);
        }
        if (signs.reason(id, Reason.Code.LIMIT, Reason.Code.SUSPECT, Reason.Code.CLOSED) != null) {
            return new Waiting(WaitFor.CAPACITY, null);
        }
        Reason pause = state.status() == StageStatus.RUNNING ? signs.reason(id, Reason.Code.BACK_OFF) : null;
        return pause == null ? null : new Waiting(WaitFor.BACK_OFF, pause.until());
    }

    private Health health(@Nullable StageSpec spec, @Nullable OfStage work) {
        if (sight.interrupted()) {
            return Health.INTERRUPTED;
        }
        if (work == null) {
            return Health.HEALTHY;
        }
        return quiet(spec, work) ? Health.STALLED : work.health();
    }

    /** A worker that says nothing any more has fallen silent with all it does, and cannot say so. */
    private boolean quiet(@Nullable StageSpec spec, OfStage work) {
        Instant quietAfter = sight.signs().quietAfter();
        return spec != null
                && quietAfter != null
                && work.running() > 0
                && work.silentSince() != null
                && sight.now().isAfter(quietAfter.plus(spec.silence().stallAfter()));
    }

    /** The counts of items are as durable as the items. */
    private static @Nullable Heartbeat heartbeat(StageState state, @Nullable OfStage work) {
        Heartbeat beat = work == null ? null : work.heartbeat();
        Items items = state.items();
        return beat == null || items == null
                ? beat
                : new Heartbeat(beat.at(), beat.seq(), tried(items), items.size(), beat.text(), beat.counts());
    }

    static int tried(Items items) {
        return items.count(ItemStatus.SUCCEEDED) + items.count(ItemStatus.FAILED);
    }

    private static @Nullable Long eta(@Nullable Heartbeat beat, @Nullable OfStage work) {
        Double pace = work == null ? null : work.perSecond();
        return beat == null || pace == null || beat.total() < beat.done()
                ? null
                : Math.round((beat.total() - beat.done()) / pace);
    }

    private static @Nullable ItemCounts items(StageState state, @Nullable OfStage work) {
        Items items = state.items();
        if (items == null) {
            return null;
        }
        int unfinished = items.size() - tried(items) - items.count(ItemStatus.DOUBT);
        int running = work == null ? 0 : Math.min(unfinished, work.running() + work.stopping());
        return new ItemCounts(
                items.size(),
                items.count(ItemStatus.SUCCEEDED),
                items.count(ItemStatus.FAILED),
                running,
                unfinished - running,
                items.count(ItemStatus.DOUBT));
    }

    private long duration(StageState state) {
        Instant from = state.startedAt();
        if (from == null) {
            return 0;
        }
        Instant to = state.finishedAt() == null ? sight.now() : state.finishedAt();
        return Math.max(0, Duration.between(from, to).toMillis());
    }
}
