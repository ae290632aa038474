// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.engine;

import dev.pawl.RefusedException;
import dev.pawl.core.Run;
import dev.pawl.internal.drive.RunDriver;
import dev.pawl.internal.journal.Journals;
import dev.pawl.spi.Env;
import dev.pawl.spi.Keeper;
import dev.pawl.spi.RunStore;
import dev.pawl.spi.Told;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of this worker's runs, for SQL by hand: after what it tells is durable, seconds later, a portion at a time and never more than
 * a tenth of the time. What is told of a run is of one moment, and a later moment replaces it; so it may be told twice, or by several.
 * Where another has told of a run meanwhile, it is told as a whole. What it forgets, because there is too much of it or the process ends, is found now and again, by the rows of runs. Thread-safe.
 */
final class Telling implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Telling.class);

    private static final Duration TICK = Duration.ofSeconds(2);
    private static final Duration FIRST_LOOK = Duration.ofSeconds(30);
    private static final Duration LOOK = Duration.ofMinutes(10);
    private static final int PORTION = 200;

    /** A run may have many items. */
    private static final int ROWS = 5_000;

    /** Of so many the journals are read at once. */
    private static final int READ = 20;

    private static final int MOST = 10_000;

    /** Told at the end of a process, which is not to take long. */
    private static final int LAST = 2_000;

    /** After work it rests so many times as long. */
    private static final int REST = 9;

    private final Env env;
    private final RunStore store;
    private final @Nullable Keeper keeper;
    private final boolean looks;
    private final Map<UUID, Latest> untold = new ConcurrentHashMap<>();

    /** Runs that are driven here, as they were told last. */
    private final Map<UUID, Latest> told = new ConcurrentHashMap<>();

    private final AtomicBoolean waits = new AtomicBoolean();
    private volatile boolean closed;
    private volatile boolean failing;

    /** A run as it stood after an entry. */
    private record Latest(RunDriver driver, Run run, int seq) {

        UUID id() {
            return run.id();
        }
    }

    /**
     * Tells nothing yet.
     *
     * @param looks whether it is also to find what others forgot
     */
    Telling(Parts parts, boolean looks) {
        this.env = parts.env();
        this.store = parts.store();
        this.keeper = keeperOf(store);
        this.looks = looks;
    }

    private static @Nullable Keeper keeperOf(RunStore store) {
        try {
            return store.keeper();
        } catch (RefusedException none) {
            return null;
        }
    }

    void start() {
        if (keeper != null && looks) {
            var unused = env.schedule(FIRST_LOOK, () -> env.blocking().execute(this::look));
        }
    }

    /** Something of the run is durable. Takes no time. */
    void durable(RunDriver driver, int seq) {
        if (keeper == null || closed || (untold.size() >= MOST && !untold.containsKey(driver.id()))) {
            return;
        }
        untold.put(driver.id(), new Latest(driver, driver.published().run(), seq));
        if (waits.compareAndSet(false, true)) {
            later(TICK);
        }
    }

    /** What it has said is told, and the run is forgotten then. */
    void left(RunDriver driver) {
        if (!untold.containsKey(driver.id())) {
            told.remove(driver.id());
        }
    }

    private void later(Duration pause) {
        var unused = env.schedule(pause, () -> env.blocking().execute(this::tick));
    }

    private void tick() {
        if (closed) {
            return;
        }
        long began = env.nanoTime();
        boolean more = false;
        try {
            more = tell() && untold.size() >= PORTION;
        } finally {
            waits.set(false);
            if (!untold.isEmpty() && waits.compareAndSet(false, true)) {
                later(more ? Duration.ofNanos((env.nanoTime() - began) * REST) : TICK);
            }
        }
    }

    /** Tells of some; what cannot be told now is told later. */
    private boolean tell() {
        List<Latest> portion = new ArrayList<>();
        List<Told> tales = new ArrayList<>();
        int rows = 0;
        try {
            Iterator<Latest> all = untold.values().iterator();
            while (all.hasNext() && portion.size() < PORTION && rows < ROWS) {
                Latest latest = all.next();
                all.remove();
                portion.add(latest);
                Told tale = tale(latest);
                tales.add(tale);
                rows += 1 + tale.stages().size() + tale.items().size();
            }
            Set<UUID> otherwise = tell(tales);
            var unused = tell(portion.stream()
                    .filter(latest -> otherwise.contains(latest.id()))
                    .map(latest -> Tales.of(latest.run, latest.seq))
                    .toList());
            portion.forEach(this::remember);
            return true;
        } catch (RuntimeException e) { // nobody waits for it
            portion.forEach(latest -> {
                told.remove(latest.id());
                untold.putIfAbsent(latest.id(), latest);
            });
            say(e);
            return false;
        }
    }

    private Told tale(Latest latest) {
        Latest before = told.get(latest.id());
        return before == null
                ? Tales.of(latest.run, latest.seq)
                : Tales.of(latest.run, latest.seq, before.run, before.seq);
    }

    /** So that only what changes is told the next time; of one that is driven here no longer others tell. */
    private void remember(Latest latest) {
        told.put(latest.id(), latest);
        if (latest.run.ended() != null || latest.driver.hasLeft()) {
            told.remove(latest.id());
        }
    }

    private Set<UUID> tell(List<Told> tales) {
        if (keeper == null || tales.isEmpty()) {
            return Set.of();
        }
        Set<UUID> otherwise = keeper.tell(tales);
        failing = false;
        return otherwise;
    }

    private void say(RuntimeException e) {
        if (!failing && !closed) {
            failing = true;
            LOG.warn(
                    "what is told of runs for SQL by hand is not up to date, which is tried again: {}", e.getMessage());
        }
    }

    /** Finds what was forgotten; whatever comes of it, it looks again. */
    private void look() {
        try {
            UUID after = null;
            while (!closed && keeper != null) {
                long began = env.nanoTime();
                List<UUID> runs = keeper.untold(after, READ);
                if (runs.isEmpty()) {
                    break;
                }
                after = runs.getLast();
                var unused = tell(Journals.load(store, runs).values().stream()
                        .filter(replay -> replay.run().exists())
                        .map(replay -> Tales.of(replay.run(), replay.seq()))
                        .toList());
                pause(Duration.ofNanos((env.nanoTime() - began) * REST));
            }
        } catch (RuntimeException e) { // of one journal that cannot be read, say
            say(e);
        } finally {
            if (!closed) {
                var unused = env.schedule(LOOK, () -> env.blocking().execute(this::look));
            }
        }
    }

    private void pause(Duration length) {
        var over = new CompletableFuture<Boolean>();
        var unused = env.schedule(length, () -> over.complete(true));
        over.join();
    }

    /** Tells no more: what was not told is found by another. */
    void stop() {
        closed = true;
    }

    /** Tells what is left to be told, as far as that does not take long. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            for (int portions = 0; portions < LAST / PORTION && !untold.isEmpty(); portions++) {
                if (!tell()) {
                    return;
                }
            }
        }
    }
}
