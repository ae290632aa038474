// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.engine;

import dev.pawl.RefusedException;
import dev.pawl.core.Run;
import dev.pawl.core.World.Phase;
import dev.pawl.internal.attempt.LiveAttempt;
import dev.pawl.internal.drive.RunDriver;
import dev.pawl.internal.view.Durations;
import dev.pawl.internal.view.Unable;
import dev.pawl.spi.Env;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs of this worker that could not be driven and were left. Nobody else takes what a living worker owns, so it takes them
 * again itself, later each time. Thread-safe.
 */
final class Again {

    private static final Logger LOG = LoggerFactory.getLogger(Again.class);

    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final int MOST_DOUBLINGS = 16;

    private final Env env;
    private final UUID worker;
    private final Function<UUID, CompletableFuture<?>> take;
    private final Map<UUID, Left> left = new ConcurrentHashMap<>();

    /** How often in a row, and by which driver: what it had at work may not have stopped yet. */
    private record Left(RunDriver driver, int times, Unable why) {}

    /** None yet; {@code take} takes a run, and may block. */
    Again(Env env, UUID worker, Function<UUID, CompletableFuture<?>> take) {
        this.env = env;
        this.worker = worker;
        this.take = take;
    }

    /** It could not be driven, for that reason. */
    void left(RunDriver driver, RuntimeException why) {
        Run run = driver.published().run();
        if (run.exists() && run.ended() == null && worker.equals(run.owner())) {
            note(driver, why);
        }
    }

    /** Its driver was done with it. */
    void done(UUID run) {
        left.remove(run);
    }

    /** Whether the run is to be taken again, when its time has come. */
    boolean holds(UUID run) {
        return left.containsKey(run);
    }

    /** Why each of them cannot be executed. */
    Map<UUID, Unable> why() {
        Map<UUID, Unable> why = new ConcurrentHashMap<>();
        left.forEach((run, one) -> why.put(run, one.why));
        return why;
    }

    private void note(RunDriver driver, Throwable error) {
        UUID run = driver.id();
        Unable why = Troubles.of(error);
        Left now = left.merge(run, new Left(driver, 1, why), (old, one) -> new Left(driver, old.times + 1, why));
        Duration pause = pause(now.times);
        LOG.warn("run {} was left, and is taken again in {}: {}", run, Durations.words(pause), why.words());
        env.schedule(pause, () -> env.blocking().execute(() -> again(run, now)));
    }

    private static Duration pause(int times) {
        Duration pause = FIRST.multipliedBy(1L << Math.min(times - 1, MOST_DOUBLINGS));
        return pause.compareTo(LONGEST) > 0 ? LONGEST : pause;
    }

    private void again(UUID run, Left which) {
        if (!which.equals(left.get(run))) {
            return;
        }
        if (which.driver.attempts().stream().anyMatch(Again::atWork)) {
            env.schedule(FIRST, () -> env.blocking().execute(() -> again(run, which)));
            return;
        }
        try {
            var unused = take.apply(run).whenComplete((taken, error) -> {
                if (error != null) {
                    // a driver that left in this notes it itself, in a moment
                    env.schedule(FIRST, () -> failed(run, which, error));
                }
            });
        } catch (Throwable e) {
            failed(run, which, e);
        }
    }

    private void failed(UUID run, Left which, Throwable error) {
        if (!which.equals(left.get(run))) {
            return;
        }
        Throwable why = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        if (why instanceof RefusedException refused && !Troubles.isStopping(refused)) {
            LOG.info("run {} is not taken again: {}", run, refused.getMessage());
            left.remove(run, which);
        } else {
            note(which.driver, why);
        }
    }

    private static boolean atWork(LiveAttempt attempt) {
        return attempt.phase() != Phase.ABANDONED;
    }
}
