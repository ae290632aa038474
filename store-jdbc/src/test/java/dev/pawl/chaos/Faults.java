// SPDX-License-Identifier: Apache-2.0
package dev.pawl.chaos;

import dev.pawl.store.jdbc.internal.sqlite.Tmpfs;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** One fault after the other, dealt from a shuffled deck: which, to whom and for how long follows from a seed. */
final class Faults {

    private static final long SECOND = 1000;
    private static final long RESTART_AT_MOST = 3 * SECOND;

    /** So long a database keeps the connections of whom it does not reach. */
    private static final long SERVER_PATIENCE = 15 * SECOND;

    /** So long who was frozen may take to notice. */
    private static final long THAW = 2 * SECOND;

    private static final int BLOCK = 1 << 16;
    private static final int THREADS = 4;

    private final Site site;
    private final Random random;
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(THREADS);
    private final List<Fault> deck = new ArrayList<>();
    private final List<Hit> hits = new ArrayList<>();
    private final List<Hit> thaws = new ArrayList<>();
    private final Map<String, Long> frozen = new ConcurrentHashMap<>();
    private final AtomicBoolean databaseAils = new AtomicBoolean();
    private volatile boolean over;

    Faults(Site site, long seed) {
        this.site = site;
        this.random = new Random(seed);
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    void begin(Duration each) {
        timer.scheduleAtFixedRate(() -> carefully(this::next), 0, each.toMillis(), TimeUnit.MILLISECONDS);
    }

    synchronized List<Hit> hits() {
        return List.copyOf(hits);
    }

    private void next() throws Exception {
        Fault fault = deal();
        long millis = random.nextLong(fault.shortest * SECOND, fault.longest * SECOND + 1);
        boolean coin = random.nextBoolean();
        long pause = random.nextLong(RESTART_AT_MOST);
        int chance = random.nextInt(Integer.MAX_VALUE);
        if (over) {
            return;
        }
        if (!fault.ofDatabase()) {
            Place place = victim(fault, chance, coin);
            if (place != null) {
                hit(fault, place, millis, pause, coin);
            }
        } else if (databaseAils.compareAndSet(false, true)) {
            later(0, () -> {
                try {
                    hitDatabase(fault, millis);
                } finally {
                    databaseAils.set(false);
                }
            });
        } else {
            deck.addFirst(fault);
        }
    }

    private Fault deal() {
        if (deck.isEmpty()) {
            for (Fault fault : Fault.values()) {
                deck.addAll(Collections.nCopies(fault.weight, fault));
            }
            if (site.disk() == null) {
                deck.remove(Fault.DISK_FULL);
            }
            Collections.shuffle(deck, random);
        }
        return deck.removeLast();
    }

    /** One who is well, as long as another is; the last one only for a moment. */
    private @Nullable Place victim(Fault fault, int chance, boolean coin) throws IOException {
        List<Place> well = new ArrayList<>();
        List<Place> ailing = new ArrayList<>();
        for (Place place : site.places()) {
            (place.ails() ? ailing : well).add(place);
        }
        boolean brief = coin && (fault == Fault.KILL || fault == Fault.RESET);
        List<Place> candidates = well.size() > 1 || (brief && !well.isEmpty()) ? well : ailing;
        return candidates.isEmpty() ? null : candidates.get(chance % candidates.size());
    }

    // ---- workers

    private void hit(Fault fault, Place place, long millis, long pause, boolean coin) throws Exception {
        WorkerProcess worker = place.worker();
        note(fault, worker.name(), millis);
        place.ails(millis);
        switch (fault) {
            case KILL -> kill(place, worker, pause);
            case STOP, STOP_PAST_LEASE -> {
                worker.signal("STOP");
                frozen.putIfAbsent(worker.name(), System.currentTimeMillis());
                later(millis, () -> goOn(worker));
            }
            case CUT, CUT_PAST_LEASE -> cut(place, millis, coin);
            case KILL_AND_CUT -> {
                cut(place, millis, coin);
                kill(place, worker, pause);
            }
            case RESET -> place.cable().reset();
            case DATABASE_RESTART, DATABASE_KILL, DISK_FULL -> throw new IllegalArgumentException(fault.name());
        }
    }

    private void kill(Place place, WorkerProcess worker, long pause) {
        worker.kill();
        later(pause, () -> place.start(0));
    }

    private void goOn(WorkerProcess worker) throws Exception {
        Long since = frozen.remove(worker.name());
        if (since != null && worker.process().isAlive()) {
            site.story().tell("%s goes on", worker.name());
            synchronized (this) {
                thaws.add(new Hit(Fault.STOP, worker.name(), since, System.currentTimeMillis()));
            }
            worker.signal("CONT");
        }
    }

    /** Whether that worker has only just come back: what it was about to do when it was frozen it does now. */
    synchronized boolean hasJustThawed(String worker, long now) {
        return thaws.stream()
                .anyMatch(thaw -> worker.equals(thaw.worker()) && thaw.until() <= now && now < thaw.until() + THAW);
    }

    private void cut(Place place, long millis, boolean serverGivesUp) {
        Cable cable = place.cable();
        cable.cut();
        if (serverGivesUp) {
            later(SERVER_PATIENCE, cable::giveUpIfCut);
        }
        later(millis, () -> {
            site.story().tell("the cable of %s is mended", place.worker().name());
            cable.mend();
        });
    }

    // ---- the database

    private void hitDatabase(Fault fault, long millis) throws Exception {
        long from = System.currentTimeMillis();
        site.story().tell("%s for %s ms", fault, millis);
        Database database = site.database();
        Tmpfs disk = site.disk();
        switch (fault) {
            case DATABASE_RESTART -> {
                database.stop();
                Pause.of(Duration.ofMillis(millis));
            }
            case DATABASE_KILL -> {
                database.kill();
                Pause.of(Duration.ofMillis(millis));
            }
            case DISK_FULL -> full(disk, Duration.ofMillis(millis));
            case KILL, STOP, STOP_PAST_LEASE, CUT, CUT_PAST_LEASE, KILL_AND_CUT, RESET ->
                throw new IllegalArgumentException(fault.name());
        }
        database.up();
        site.story().tell("the database is up");
        add(new Hit(fault, null, from, System.currentTimeMillis()));
    }

    private static void full(@Nullable Tmpfs disk, Duration time) throws Exception {
        if (disk == null) {
            throw new IllegalStateException("there is no disk to be filled");
        }
        Path ballast = disk.path().resolve("ballast");
        try {
            fill(ballast);
            Pause.of(time);
            fill(ballast);
        } finally {
            Files.deleteIfExists(ballast);
        }
    }

    /** To the last block. */
    private static void fill(Path ballast) throws IOException {
        byte[] block = new byte[BLOCK];
        try (OutputStream out = Files.newOutputStream(ballast, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            while (true) {
                out.write(block);
            }
        } catch (IOException e) {
            // it is full
        }
    }

    // ----

    private void note(Fault fault, String worker, long millis) {
        long now = System.currentTimeMillis();
        site.story().tell("%s of %s for %s ms", fault, worker, millis);
        add(new Hit(fault, worker, now, now + millis));
    }

    private synchronized void add(Hit hit) {
        hits.add(hit);
    }

    /** Something that goes wrong otherwise than it should. */
    private interface Step {
        void take() throws Exception;
    }

    private void later(long millis, Step step) {
        Runnable unlessOver = () -> {
            if (!over) {
                carefully(step);
            }
        };
        try {
            timer.schedule(unlessOver, millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            site.story().tell("it is over");
        }
    }

    private void carefully(Step step) {
        try {
            step.take();
        } catch (Throwable e) {
            site.story().wrong("a fault does not go as it should: %s", e);
        }
    }

    /** No more of it, and everything is mended: all workers are there, and all they need. */
    void mend() throws Exception {
        over = true;
        timer.shutdown();
        if (!timer.awaitTermination(2, TimeUnit.MINUTES)) {
            throw new AssertionError("a fault does not end");
        }
        site.story().tell("all is mended");
        site.database().up();
        for (Place place : site.places()) {
            place.cable().mend();
            goOn(place.worker());
            place.start(0);
        }
    }
}
