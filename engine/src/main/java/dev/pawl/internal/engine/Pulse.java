// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.engine;

import dev.pawl.Health;
import dev.pawl.Json;
import dev.pawl.StageView.Heartbeat;
import dev.pawl.core.Reason;
import dev.pawl.core.Run;
import dev.pawl.core.StageStatus;
import dev.pawl.internal.drive.RunDriver;
import dev.pawl.internal.engine.Stalls.Stage;
import dev.pawl.internal.view.Beats;
import dev.pawl.internal.view.Full;
import dev.pawl.internal.view.Signs.OfStage;
import dev.pawl.internal.view.Signs.Place;
import dev.pawl.internal.view.Unable;
import dev.pawl.spi.Env;
import dev.pawl.spi.StoreException;
import dev.pawl.spi.WorkerSession;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes signs of life down: a log line for each heartbeat of a stage, and for other processes one small blob for all stages at
 * work in this worker. Progress goes there only where something is new, once an interval, and of a few runs once a second; who
 * falls silent, who comes back and why runs do not go on at once, that is within a second or two.
 */
final class Pulse implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Pulse.class);
    private static final Duration TICK = Duration.ofSeconds(1);

    /** Of so many runs it is said why they do not go on. */
    private static final int MANY = 1_000;

    /** A blob that is longer is written only once an interval, whatever is new. */
    private static final int LONG = 64 << 10;

    /** That of a few runs: where they move, it is written each second, so that who watches them from elsewhere sees it. */
    private static final int SHORT = 4 << 10;

    private final Env env;
    private final WorkerSession session;
    private final Duration interval;
    private final Supplier<Collection<RunDriver>> drivers;
    private final Supplier<Map<UUID, Unable>> unable;
    private final Supplier<List<Full>> full;
    private final Readings readings;
    private final Stalls stalls = new Stalls();
    private Instant writtenAt;
    private long writtenSigns;
    private int writtenBytes;
    private @Nullable News written;
    private boolean lost;
    private boolean closed;
    private Env.@Nullable Timer timer;

    /** What others are to hear of at once. */
    private record News(
            Map<Stage, Health> silent,
            List<Beats.OfRun> reasons,
            Map<String, List<Place>> holders,
            @Nullable Place alone,
            Map<UUID, Unable> unable,
            List<Full> full) {

        boolean isGood() {
            return silent.isEmpty() && reasons.isEmpty() && unable.isEmpty() && full.isEmpty();
        }
    }

    /**
     * Not started.
     *
     * @param unable runs that cannot be executed here, and why
     * @param full pipelines of which no run begins for now
     */
    Pulse(
            Env env,
            WorkerSession session,
            Duration interval,
            Supplier<Collection<RunDriver>> drivers,
            Supplier<Map<UUID, Unable>> unable,
            Supplier<List<Full>> full,
            Readings readings) {
        this.env = env;
        this.session = session;
        this.interval = interval;
        this.drivers = drivers;
        this.unable = unable;
        this.full = full;
        this.readings = readings;
        this.writtenAt = env.now();
    }

    synchronized void start() {
        if (!closed) {
            timer = env.schedule(TICK, this::tick);
        }
    }

    private synchronized void tick() {
        try {
            look();
        } catch (RuntimeException e) {
            LOG.warn("signs of life cannot be looked at; they are again in a second", e);
        } finally {
            start();
        }
    }

    private void look() {
        Instant now = env.now();
        List<OfStage> stages = new ArrayList<>();
        Map<Stage, Health> silent = new HashMap<>();
        List<Beats.OfRun> reasons = new ArrayList<>();
        Map<String, List<Place>> holders = new TreeMap<>();
        Set<UUID> executing = new HashSet<>();
        Set<Stage> atWork = new HashSet<>();
        Place alone = null;
        long signs = 0;
        for (RunDriver driver : drivers.get()) {
            Run run = driver.published().run();
            for (Readings.AtWork work : readings.atWork(driver, now)) {
                OfStage stage = work.stage();
                signs += work.progress().signs();
                beat(run, work);
                told(run, work, now);
                executing.add(run.id());
                atWork.add(Stage.of(stage));
                if (stage.heartbeat() != null || stage.silentSince() != null || stage.running() == 0) {
                    stages.add(stage);
                }
                if (stage.health() != Health.HEALTHY) {
                    silent.put(Stage.of(stage), stage.health());
                }
            }
            List<Reason> why = driver.reasons().stream()
                    .filter(reason -> isNews(reason, run))
                    .toList();
            if (!why.isEmpty() && reasons.size() < MANY) {
                reasons.add(new Beats.OfRun(run.id(), run.epoch(), why));
                readings.addHolders(driver, why, holders);
                UUID it = driver.host().rooms().alone();
                alone = it == null ? alone : readings.place(it, null);
            }
        }
        stalls.keep(atWork);
        News news = new News(silent, reasons, holders, alone, Map.copyOf(unable.get()), full.get());
        boolean due = !now.isBefore(writtenAt.plus(interval));
        boolean changed = lost || (written == null ? !news.isGood() : !written.equals(news));
        boolean moved = signs != writtenSigns;
        if ((changed && (due || writtenBytes < LONG)) || (moved && (due || writtenBytes < SHORT))) {
            write(
                    Beats.of(
                            now,
                            interval.toMillis(),
                            stages,
                            reasons,
                            holders,
                            readings.places(executing, null),
                            alone,
                            news.unable,
                            news.full),
                    news,
                    signs);
        }
    }

    private void write(Beats beats, News news, long signs) {
        byte[] blob = Json.views().writeValueAsBytes(beats);
        writtenAt = env.now();
        writtenSigns = signs;
        writtenBytes = blob.length;
        written = news;
        lost = false;
        session.pulse(blob).exceptionally(e -> {
            LOG.debug(
                    "progress was not written down: {}", StoreException.from(e).getMessage());
            lost();
            return null;
        });
    }

    /** What could not be written down is tried again. */
    private synchronized void lost() {
        lost = true;
    }

    /** What the journal says, or passes in a moment, is no news. */
    private static boolean isNews(Reason reason, Run run) {
        return switch (reason.code()) {
            case LIMIT, SUSPECT, CLOSED, DEFINITION, STOPPING, ABANDONED -> true;
            case BACK_OFF ->
                reason.stage() != null
                        && run.hasStage(reason.stage())
                        && run.stage(reason.stage()).status() == StageStatus.RUNNING;
            case EXECUTING,
                    STORING,
                    NOT_DURABLE,
                    DOUBT,
                    DRAINING,
                    CONDITION,
                    LISTING,
                    GATHERING,
                    PERSON,
                    MANUAL,
                    HELD,
                    STALLED,
                    UNOWNED,
                    OWNED_ELSEWHERE,
                    ENDED,
                    OPEN -> false;
        };
    }

    private static void beat(Run run, Readings.AtWork work) {
        Heartbeat beat = work.progress().beat(work.silence().heartbeat());
        Heartbeat counted = Readings.counted(beat, run, work.stage().attempt().stage());
        if (counted != null) {
            LOG.info("run {} stage {} {}", run.id(), work.stage().attempt().stage(), counted.line());
        }
    }

    private void told(Run run, Readings.AtWork work, Instant now) {
        String news = stalls.news(work.stage(), work.silence(), now);
        if (news != null) {
            LOG.warn("run {} stage {} {}", run.id(), work.stage().attempt().stage(), news);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (timer != null) {
            timer.cancel();
        }
    }
}
