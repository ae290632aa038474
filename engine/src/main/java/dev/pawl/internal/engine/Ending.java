// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.engine;

import dev.pawl.internal.drive.RunDriver;
import dev.pawl.spi.Env;
import dev.pawl.spi.WorkerSession;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a worker ends on purpose. Blocks, and never for long. */
final class Ending {

    private static final Logger LOG = LoggerFactory.getLogger(Ending.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration MOMENT = Duration.ofMillis(500);

    private Ending() {}

    /** Only those who count crashes read it: where it cannot be written in a moment, the end goes on without it. */
    static void say(Env env, WorkerSession session) {
        try {
            CompletableFuture.anyOf(session.drain(), after(env, MOMENT)).join();
        } catch (RuntimeException e) {
            LOG.info("that this worker ends on purpose is not written down yet, and its end goes on", e);
        }
    }

    /** Stops the work of all runs and gives them back; what does not stop in time is left to its fate. */
    static void drain(Env env, Collection<RunDriver> drivers, Duration grace) {
        List<RunDriver> all = List.copyOf(drivers);
        all.forEach(RunDriver::drain);
        CompletableFuture<?>[] leaving = all.stream().map(RunDriver::leaving).toArray(CompletableFuture<?>[]::new);
        CompletableFuture.anyOf(CompletableFuture.allOf(leaving), after(env, grace.plus(PATIENCE)))
                .join();
        for (RunDriver driver : all) {
            if (!driver.leaving().isDone()) {
                LOG.warn("run {} does not stop in time; it will be resumed as an interrupted one", driver.id());
            }
        }
    }

    private static CompletableFuture<Boolean> after(Env env, Duration time) {
        CompletableFuture<Boolean> over = new CompletableFuture<>();
        env.schedule(time, () -> over.complete(true));
        return over;
    }
}
