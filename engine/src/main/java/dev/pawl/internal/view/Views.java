// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.view;

import dev.pawl.Health;
import dev.pawl.RunView;
import dev.pawl.StageView;
import dev.pawl.StageView.Heartbeat;
import dev.pawl.core.Event;
import dev.pawl.core.Run;
import dev.pawl.core.StageSpec;
import dev.pawl.core.StageState;
import dev.pawl.core.StageStatus;
import dev.pawl.spi.RunRow;
import dev.pawl.spi.WorkerInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes views. Nothing here decides anything. */
public final class Views {

    private Views() {}

    /** A run, whole. */
    public static RunView of(Sight sight) {
        Run run = sight.run();
        Event.Created created = run.created();
        Event.Ended ended = run.ended();
        List<StageView> stages = new ArrayList<>();
        Instant lastBeat = null;
        int done = 0;
        for (String id : created.stages()) {
            StageView stage = stage(sight, id);
            stages.add(stage);
            done += stage.status().done() ? 1 : 0;
            Heartbeat beat = stage.heartbeat();
            lastBeat = beat == null || (lastBeat != null && lastBeat.isAfter(beat.at())) ? lastBeat : beat.at();
        }
        return new RunView(
                run.id(),
                sight.number(),
                created.pipeline(),
                created.version(),
                created.key(),
                created.user(),
                run.status(),
                run.degraded(),
                health(sight),
                sight.source(),
                sight.seq(),
                owner(sight),
                Math.max(0, run.epoch() - 1),
                created.labels(),
                created.at(),
                run.startedAt(),
                ended == null ? null : ended.at(),
                lastBeat,
                new RunView.Progress(done, stages.size(), stages.isEmpty() ? 0 : 100.0 * done / stages.size()),
                ended == null || ended.failure() == null
                        ? null
                        : ended.failure().message(),
                Sentence.of(sight, stages),
                stages,
                Actions.of(run, sight.ownerAlive(), sight.now()));
    }

    /**
     * A run in a list.
     *
     * @param ownerAlive whether the worker that owns it lives
     */
    public static RunView of(RunRow row, boolean ownerAlive) {
        boolean interrupted = Actions.interrupted(row.status(), row.epoch(), ownerAlive);
        return new RunView(
                row.id(),
                row.number(),
                row.pipeline(),
                row.version(),
                row.key(),
                row.user(),
                row.status(),
                row.degraded(),
                !row.active() || row.epoch() == 0 ? null : interrupted ? Health.INTERRUPTED : Health.HEALTHY,
                RunView.Source.JOURNAL,
                0,
                null,
                Math.max(0, row.epoch() - 1),
                row.labels(),
                row.createdAt(),
                row.startedAt(),
                row.finishedAt(),
                null,
                new RunView.Progress(0, 0, 0),
                null,
                Sentence.of(row.status(), interrupted),
                List.of(),
                Actions.of(row, ownerAlive));
    }

    private static StageView stage(Sight sight, String id) {
        Run run = sight.run();
        StageState state = run.stage(id);
        StageSpec spec = sight.pipeline() == null ? null : sight.pipeline().stage(id);
        List<String> after = spec == null ? List.of() : spec.after();
        boolean met = after.stream()
                .allMatch(up -> run.hasStage(up) && run.stage(up).status().done());
        boolean running = state.status() == StageStatus.RUNNING;
        return new StageView(
                id,
                "task",
                state.status(),
                met,
                after,
                state.number(),
                state.generation(),
                running ? (sight.interrupted() ? Health.INTERRUPTED : Health.HEALTHY) : null,
                state.waitsFor(),
                state.retryAt(),
                state.startedAt(),
                state.finishedAt(),
                duration(sight, state),
                running ? sight.beat().apply(run.attempt(id), state.epoch()) : null,
                state.failure() == null ? null : state.failure().message(),
                state.degraded(),
                state.output() == null ? null : state.output().size());
    }

    private static long duration(Sight sight, StageState state) {
        Instant from = state.startedAt();
        if (from == null) {
            return 0;
        }
        Instant to = state.finishedAt() == null ? sight.now() : state.finishedAt();
        return Math.max(0, Duration.between(from, to).toMillis());
    }

    private static @Nullable Health health(Sight sight) {
        Run run = sight.run();
        if (!run.status().active() || run.epoch() == 0) {
            return null;
        }
        return sight.interrupted() ? Health.INTERRUPTED : Health.HEALTHY;
    }

    private static RunView.@Nullable Owner owner(Sight sight) {
        WorkerInfo worker = sight.owner();
        Instant since = sight.run().ownedSince();
        return worker == null || since == null
                ? null
                : new RunView.Owner(
                        worker.id(),
                        worker.name(),
                        worker.host(),
                        worker.pid(),
                        sight.run().epoch(),
                        since);
    }
}
