// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.engine;

import dev.pawl.Json;
import dev.pawl.StageView.Heartbeat;
import dev.pawl.core.Attempt;
import dev.pawl.internal.attempt.LiveAttempt;
import dev.pawl.internal.drive.RunDriver;
import dev.pawl.internal.view.Beats;
import dev.pawl.spi.Env;
import dev.pawl.spi.StoreException;
import dev.pawl.spi.WorkerSession;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes signs of life down: a log line for each heartbeat of a stage, and for other processes one small blob for all attempts
 * of this worker, at most once an interval and only where something is new.
 */
final class Pulse implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Pulse.class);
    private static final Duration TICK = Duration.ofSeconds(1);

    private final Env env;
    private final WorkerSession session;
    private final Duration interval;
    private final Supplier<Collection<RunDriver>> drivers;
    private Instant writtenAt;
    private long writtenSigns;
    private boolean closed;
    private Env.@Nullable Timer timer;

    Pulse(Env env, WorkerSession session, Duration interval, Supplier<Collection<RunDriver>> drivers) {
        this.env = env;
        this.session = session;
        this.interval = interval;
        this.drivers = drivers;
        this.writtenAt = env.now();
    }

    synchronized void start() {
        if (!closed) {
            timer = env.schedule(TICK, this::tick);
        }
    }

    private synchronized void tick() {
        try {
            List<Beats.Of> beats = new ArrayList<>();
            long signs = 0;
            for (RunDriver driver : drivers.get()) {
                for (LiveAttempt live : driver.attempts()) {
                    signs += live.progress().signs();
                    beat(live);
                    Heartbeat latest = live.progress().latest();
                    if (latest != null) {
                        beats.add(new Beats.Of(live.attempt(), live.epoch(), latest));
                    }
                }
            }
            if (signs != writtenSigns && !env.now().isBefore(writtenAt.plus(interval))) {
                writtenAt = env.now();
                writtenSigns = signs;
                session.pulse(Json.views().writeValueAsBytes(new Beats(beats))).exceptionally(e -> {
                    LOG.debug(
                            "progress was not written down: {}",
                            StoreException.from(e).getMessage());
                    return null;
                });
            }
        } finally {
            start();
        }
    }

    private static void beat(LiveAttempt live) {
        Heartbeat beat = live.progress().beat(live.heartbeat());
        if (beat != null) {
            Attempt attempt = live.attempt();
            LOG.info("run {} stage {} {}", attempt.run(), attempt.stage(), line(beat));
        }
    }

    /** {@code hb seq= done/total pct counters}, as programs read it that watch the log. */
    static String line(Heartbeat beat) {
        String percent = beat.total() == 0 ? "-" : String.valueOf(100 * beat.done() / beat.total());
        return ("hb seq=" + beat.seq() + " " + beat.done() + "/" + beat.total() + " pct=" + percent + " "
                        + counts(beat))
                .stripTrailing();
    }

    private static String counts(Heartbeat beat) {
        StringBuilder words = new StringBuilder();
        beat.counts()
                .forEach((name, n) -> words.append(words.isEmpty() ? "" : " ")
                        .append(name)
                        .append('=')
                        .append(n));
        return words.toString();
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (timer != null) {
            timer.cancel();
        }
    }
}
