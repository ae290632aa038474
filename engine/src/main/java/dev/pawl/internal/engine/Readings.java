// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.engine;

import dev.pawl.Health;
import dev.pawl.StageView.Heartbeat;
import dev.pawl.core.Attempt;
import dev.pawl.core.ItemStatus;
import dev.pawl.core.Items;
import dev.pawl.core.Limit;
import dev.pawl.core.Reason;
import dev.pawl.core.Run;
import dev.pawl.core.Silence;
import dev.pawl.core.StageSpec;
import dev.pawl.core.World.Executing;
import dev.pawl.internal.attempt.LiveAttempt;
import dev.pawl.internal.attempt.Progress;
import dev.pawl.internal.drive.RunDriver;
import dev.pawl.internal.view.Judging;
import dev.pawl.internal.view.Signs;
import dev.pawl.internal.view.Signs.OfStage;
import dev.pawl.internal.view.Signs.Place;
import dev.pawl.spi.StoreException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads off drivers how their runs are. Thread-safe; looking changes nothing. */
final class Readings {

    /** Of many holders of a limit, and many runs beside, some are enough to know. */
    private static final int SOME = 8;

    private final Function<UUID, @Nullable RunDriver> drivers;

    Readings(Function<UUID, @Nullable RunDriver> drivers) {
        this.drivers = drivers;
    }

    /** One stage at work. */
    record AtWork(OfStage stage, Progress progress, Silence silence) {}

    /** All there is to know of a run. */
    Signs of(RunDriver driver, Instant now) {
        Map<String, List<Place>> holders = new TreeMap<>();
        List<Reason> reasons = driver.reasons();
        addHolders(driver, reasons, holders);
        UUID alone = driver.host().rooms().alone();
        StoreException trouble = driver.trouble();
        return new Signs(
                now,
                null,
                atWork(driver, now).stream().map(AtWork::stage).toList(),
                reasons,
                holders,
                waitsToBeAlone(reasons) ? places(driver.host().rooms().executing(), driver.id()) : List.of(),
                alone == null ? null : place(alone, null),
                trouble == null ? null : trouble.getMessage(),
                null,
                null);
    }

    /** Only then do others matter that execute beside it. */
    private static boolean waitsToBeAlone(List<Reason> reasons) {
        return reasons.stream().anyMatch(reason -> reason.code() == Reason.Code.SUSPECT);
    }

    /** Adds who holds the limits that a run waits for. */
    void addHolders(RunDriver driver, List<Reason> reasons, Map<String, List<Place>> holders) {
        for (Reason reason : reasons) {
            StageSpec spec = reason.code() == Reason.Code.LIMIT && reason.stage() != null
                    ? driver.pipeline().spec().stage(reason.stage())
                    : null;
            Limit limit = spec == null ? null : spec.limit();
            if (limit != null) {
                holders.computeIfAbsent(
                        limit.name(),
                        name -> driver.host().slots().holders(name).stream()
                                .limit(SOME)
                                .map(attempt -> place(attempt.run(), attempt.stage()))
                                .toList());
            }
        }
    }

    /** Some of these runs, but for one. */
    List<Place> places(Set<UUID> runs, @Nullable UUID but) {
        return runs.stream()
                .filter(run -> !run.equals(but))
                .sorted()
                .limit(SOME)
                .map(run -> place(run, null))
                .toList();
    }

    Place place(UUID run, @Nullable String stage) {
        RunDriver driver = drivers.apply(run);
        return new Place(run, driver == null ? 0 : driver.published().number(), stage);
    }

    /** What executes of a run, stage by stage. */
    List<AtWork> atWork(RunDriver driver, Instant now) {
        List<LiveAttempt> attempts = driver.attempts();
        if (attempts.isEmpty()) {
            return List.of();
        }
        Run run = driver.published().run();
        Map<Attempt, List<LiveAttempt>> byStage = new LinkedHashMap<>();
        for (LiveAttempt live : attempts) {
            byStage.computeIfAbsent(stageOf(live, run), stage -> new ArrayList<>(1))
                    .add(live);
        }
        List<AtWork> all = new ArrayList<>(byStage.size());
        byStage.forEach((attempt, live) -> all.add(atWork(driver, run, attempt, live, now)));
        return all;
    }

    private static Attempt stageOf(LiveAttempt live, Run run) {
        Attempt attempt = live.attempt();
        return attempt.ofItem() && run.hasStage(attempt.stage())
                ? new Attempt(
                        attempt.run(),
                        attempt.stage(),
                        attempt.generation(),
                        run.stage(attempt.stage()).number())
                : attempt;
    }

    private static AtWork atWork(
            RunDriver driver, Run run, Attempt attempt, Collection<LiveAttempt> attempts, Instant now) {
        StageSpec spec = driver.pipeline().spec().stage(attempt.stage());
        Silence silence = spec == null ? Silence.DEFAULT : spec.silence();
        Instant judgeFrom = driver.host().watch().judgeFrom();
        int running = 0;
        int stopping = 0;
        int abandoned = 0;
        Health worst = Health.HEALTHY;
        Instant silentSince = null;
        boolean signed = true;
        int item = Attempt.NO_ITEM;
        int epoch = 0;
        Progress progress = null;
        for (LiveAttempt live : attempts) {
            Executing executing = live.executing();
            epoch = Math.max(epoch, live.epoch());
            progress = live.progress().whole();
            switch (executing.phase()) {
                case STOPPING -> stopping++;
                case ABANDONED -> abandoned++;
                case FINISHED, REPORTED -> {}
                case RUNNING -> {
                    running++;
                    Instant since = silence.silentSince(executing, judgeFrom);
                    if (since != null && (silentSince == null || since.isBefore(silentSince))) {
                        silentSince = since;
                        signed = executing.lastSign() != null;
                        item = live.attempt().item();
                        worst = Judging.health(silence, since, now);
                    }
                }
            }
        }
        if (progress == null) {
            throw new IllegalStateException("no attempt of stage " + attempt.stage());
        }
        OfStage stage = new OfStage(
                attempt,
                epoch,
                running,
                stopping,
                abandoned,
                worst,
                silentSince,
                signed,
                item,
                counted(progress.latest(), run, attempt.stage()),
                progress.perSecond());
        return new AtWork(stage, progress, silence);
    }

    /** Of a map, the items say how far it is. */
    static @Nullable Heartbeat counted(@Nullable Heartbeat beat, Run run, String stage) {
        Items items = run.hasStage(stage) ? run.stage(stage).items() : null;
        return beat == null || items == null
                ? beat
                : new Heartbeat(
                        beat.at(),
                        beat.seq(),
                        items.count(ItemStatus.SUCCEEDED) + items.count(ItemStatus.FAILED),
                        items.size(),
                        beat.text(),
                        beat.counts());
    }
}
