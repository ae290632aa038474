// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.view;

import dev.pawl.Health;
import dev.pawl.RunView;
import dev.pawl.StageView;
import dev.pawl.core.Event;
import dev.pawl.core.Lineage;
import dev.pawl.core.Reason;
import dev.pawl.core.Run;
import dev.pawl.core.RunStatus;
import dev.pawl.core.StageStatus;
import dev.pawl.spi.RetryRow;
import dev.pawl.spi.RunRow;
import dev.pawl.spi.WorkerInfo;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes views. Nothing here decides anything. */
public final class Views {

    private Views() {}

    /** A run, whole. */
    public static RunView of(Sight sight) {
        Run run = sight.run();
        Event.Created created = run.created();
        Event.Ended ended = run.ended();
        Lineage lineage = created.lineage();
        Actions actions =
                new Actions(run, sight.pipeline(), sight.ownerAlive(), sight.rests(), sight.beside(), sight.now());
        List<StageView> stages = new Stages(sight, actions).all();
        return new RunView(
                run.id(),
                sight.number(),
                created.pipeline(),
                created.version(),
                created.key(),
                created.user(),
                status(sight, stages),
                run.degraded(),
                run.interactive(),
                health(sight, stages),
                sight.source(),
                sight.seq(),
                owner(sight),
                run.recoveries(),
                created.labels(),
                created.at(),
                run.startedAt(),
                ended == null ? null : ended.at(),
                lastBeat(stages),
                progress(stages),
                ended == null || ended.failure() == null
                        ? null
                        : ended.failure().message(),
                sight.held(),
                Sentence.of(sight, stages),
                stages,
                actions.ofRun(),
                lineage == null ? run.id() : lineage.root(),
                lineage == null ? null : lineage.parent(),
                lineage == null ? null : lineage.retryFrom(),
                lineage == null ? 0 : lineage.depth());
    }

    private static @Nullable Instant lastBeat(List<StageView> stages) {
        return stages.stream()
                .map(StageView::heartbeat)
                .filter(Objects::nonNull)
                .map(StageView.Heartbeat::at)
                .max(Comparator.naturalOrder())
                .orElse(null);
    }

    /** A run in which nothing is at work, and something waits for capacity, waits; so does one that was given back while it rests. */
    static RunStatus status(Sight sight, List<StageView> stages) {
        RunStatus status = sight.run().status();
        boolean waits = status == RunStatus.RUNNING
                && stages.stream().anyMatch(stage -> stage.status() == StageStatus.WAITING)
                && stages.stream().noneMatch(stage -> stage.status() == StageStatus.RUNNING)
                && sight.signs().reasons().stream().noneMatch(Views::passes);
        boolean rests = status == RunStatus.QUEUED && sight.run().epoch() > 0 && sight.rests();
        return waits || rests ? RunStatus.WAITING : status;
    }

    private static boolean passes(Reason reason) {
        return reason.code() == Reason.Code.CONDITION || reason.code() == Reason.Code.NOT_DURABLE;
    }

    /** A run that is one map is as far as its items. */
    private static RunView.Progress progress(List<StageView> stages) {
        StageView.ItemCounts items = stages.size() == 1 ? stages.getFirst().items() : null;
        if (items != null) {
            int done = items.done() + items.failed();
            return new RunView.Progress(
                    done,
                    items.total(),
                    items.total() == 0 ? 100 : 100.0 * done / items.total(),
                    stages.getFirst().etaSeconds());
        }
        int done = 0;
        double parts = 0;
        for (StageView stage : stages) {
            done += stage.status().done() ? 1 : 0;
            parts += stage.status().done() ? 1 : part(stage.heartbeat());
        }
        return new RunView.Progress(
                done, stages.size(), stages.isEmpty() ? 0 : 100 * parts / stages.size(), eta(stages));
    }

    /** How long the last stages still take; null while any other is to come, of which nobody knows. */
    private static @Nullable Long eta(List<StageView> stages) {
        Long longest = null;
        for (StageView stage : stages) {
            Long left = stage.etaSeconds();
            if (!stage.status().done()) {
                if (left == null) {
                    return null;
                }
                longest = longest == null || left > longest ? left : longest;
            }
        }
        return longest;
    }

    private static double part(StageView.@Nullable Heartbeat beat) {
        return beat == null || beat.total() <= 0 ? 0 : Math.clamp((double) beat.done() / beat.total(), 0, 1);
    }

    /**
     * A run in a list.
     *
     * @param ownerAlive whether the worker that owns it lives and executes it
     * @param closer the run itself, where its row does not tell how it is
     * @param beside what keeps it from going on where it has ended
     * @param full why no run of its pipeline begins for now, or null
     */
    public static RunView of(
            RunRow row, boolean ownerAlive, @Nullable Sight closer, Beside beside, @Nullable Full full) {
        boolean rests = !ownerAlive && closer != null && closer.rests();
        boolean interrupted = Actions.interrupted(row.status(), row.epoch(), ownerAlive) && !rests;
        RunView near = closer == null ? null : of(closer);
        RunStatus status =
                row.active() && near != null && near.status() == RunStatus.WAITING ? RunStatus.WAITING : row.status();
        RetryRow retry = row.retry();
        Health worst = near == null || near.health() == null ? Health.HEALTHY : near.health();
        return new RunView(
                row.id(),
                row.number(),
                row.pipeline(),
                row.version(),
                row.key(),
                row.user(),
                status,
                row.degraded(),
                near != null && near.interactive(),
                !row.active() || row.epoch() == 0 ? null : interrupted ? Health.INTERRUPTED : worst,
                RunView.Source.JOURNAL,
                0,
                null,
                0,
                row.labels(),
                row.createdAt(),
                row.startedAt(),
                row.finishedAt(),
                null,
                new RunView.Progress(0, 0, 0, null),
                null,
                near != null && near.held(),
                full != null && status == RunStatus.QUEUED && !interrupted
                        ? Sentence.queued(full)
                        : Sentence.of(status, interrupted),
                List.of(),
                Actions.of(row, ownerAlive, rests, beside),
                retry == null ? row.id() : retry.root(),
                retry == null ? null : retry.parent(),
                retry == null ? null : retry.from(),
                retry == null ? 0 : retry.depth());
    }

    private static @Nullable Health health(Sight sight, List<StageView> stages) {
        Run run = sight.run();
        if (!run.status().active() || run.epoch() == 0) {
            return null;
        }
        if (sight.interrupted()) {
            return Health.INTERRUPTED;
        }
        return stages.stream()
                .map(StageView::health)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElse(Health.HEALTHY);
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
