// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.engine;

import dev.pawl.RunHandle;
import dev.pawl.RunView;
import dev.pawl.StageView;
import dev.pawl.spi.StoreException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Looks at one run, and waits for it.
 *
 * @param attached whether it was there before it was submitted here
 * @param look the run as it stands, from whoever knows best
 * @param recorded the run as it stands in the journal, or further
 * @param going whether the run is driven here and has not ended: then its end will be signalled, and need not be looked for
 */
record Handle(
        UUID id,
        boolean attached,
        Function<UUID, RunView> look,
        Function<UUID, RunView> recorded,
        Predicate<UUID> going,
        Signals signals)
        implements RunHandle {

    /** Progress makes no signal: those who wait for a change look again after so long. */
    private static final Duration GLANCE = Duration.ofMillis(100);

    /** That a run ended which another process executes nobody has to tell: those who wait for it look again. */
    private static final Duration AGAIN = Duration.ofSeconds(1);

    private static final Duration FOR_EVER = Duration.ofDays(36_500);

    @Override
    public RunView view() {
        return look.apply(id);
    }

    @Override
    public RunView await() throws InterruptedException {
        try {
            return await(FOR_EVER);
        } catch (TimeoutException e) {
            throw new IllegalStateException("a hundred years have passed", e);
        }
    }

    @Override
    public RunView await(Duration limit) throws InterruptedException, TimeoutException {
        long deadline = deadline(limit);
        while (true) {
            CompletableFuture<RunView> end = signals.end(id);
            if (!going.test(id)) {
                RunView view = stored();
                if (view.ended()) {
                    signals.ended(id, () -> view);
                    return view;
                }
            }
            long left = deadline - System.nanoTime();
            try {
                RunView last = waitFor(end, Math.min(left, AGAIN.toNanos()));
                if (last != null) {
                    return last;
                }
            } catch (TimeoutException e) {
                if (left <= AGAIN.toNanos()) {
                    throw e;
                }
            }
        }
    }

    /** Where it cannot be read, and it is known why it does not go on, that says more. */
    private RunView stored() throws InterruptedException, TimeoutException {
        try {
            return recorded.apply(id);
        } catch (StoreException unread) {
            CompletableFuture<RunView> why = signals.end(id);
            if (why.isCompletedExceptionally()) {
                waitFor(why, 0);
            }
            throw unread;
        }
    }

    @Override
    public RunView awaitChange(RunView seen, Duration limit) throws InterruptedException {
        long deadline = deadline(limit);
        while (true) {
            CompletableFuture<Void> change = signals.change(id);
            RunView view = view();
            long left = deadline - System.nanoTime();
            if (left <= 0 || differs(seen, view)) {
                if (view.ended()) {
                    signals.changed(id);
                }
                return view;
            }
            glance(change, Math.min(left, GLANCE.toNanos()));
        }
    }

    /** Waits for the signal, and not long. */
    private static void glance(CompletableFuture<Void> change, long nanos) throws InterruptedException {
        try {
            waitFor(change, nanos);
        } catch (TimeoutException timeToLookAgain) {
            return;
        }
    }

    private static long deadline(Duration limit) {
        return System.nanoTime() + (limit.compareTo(FOR_EVER) > 0 ? FOR_EVER : limit).toNanos();
    }

    private static boolean differs(RunView a, RunView b) {
        return a.asOfSeq() != b.asOfSeq()
                || a.health() != b.health()
                || !a.sentence().equals(b.sentence())
                || !heartbeats(a).equals(heartbeats(b));
    }

    private static List<Object> heartbeats(RunView view) {
        return view.stages().stream()
                .map(StageView::heartbeat)
                .<Object>map(beat -> Objects.requireNonNullElse(beat, ""))
                .toList();
    }

    private static <T> T waitFor(CompletableFuture<T> signal, long nanos)
            throws InterruptedException, TimeoutException {
        try {
            return signal.get(nanos, TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException why ? why : StoreException.from(e);
        }
    }
}
