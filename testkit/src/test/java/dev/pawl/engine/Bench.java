// SPDX-License-Identifier: Apache-2.0
package dev.pawl.engine;

import dev.pawl.HistoryEntry;
import dev.pawl.Pawl;
import dev.pawl.PawlOptions;
import dev.pawl.Pipeline;
import dev.pawl.RawJson;
import dev.pawl.RunHandle;
import dev.pawl.RunView;
import dev.pawl.StageView;
import dev.pawl.core.Event;
import dev.pawl.core.RunStatus;
import dev.pawl.spi.RunStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** The database of one test, and the engines on it. */
final class Bench implements AutoCloseable {

    /** Longer than anything takes, also on a busy machine. */
    static final Duration PATIENCE = Duration.ofSeconds(20);

    /** So many results of items may wait for the disk beside the items at work: what a crash repeats at most. */
    static final int MOST_WAITING = 64;

    static final Duration GRACE = Duration.ofMillis(200);

    /** Opens another handle on the database. */
    interface Stores {
        RunStore open() throws Exception;
    }

    private final Stores stores;
    private final Map<Pawl, WatchedStore> engines = new LinkedHashMap<>();
    private final List<Gate> gates = new ArrayList<>();

    Bench(Stores stores) {
        this.stores = stores;
    }

    static PawlOptions options() {
        return PawlOptions.at("jdbc:none:").workerName("bench").grace(GRACE).pulse(Duration.ofMillis(50));
    }

    /** An engine on a handle of its own, which executes nothing yet. */
    Pawl open() {
        return open(options());
    }

    Pawl open(PawlOptions options) {
        try {
            WatchedStore store = new WatchedStore(stores.open());
            Pawl pawl = options.open(store);
            engines.put(pawl, store);
            return pawl;
        } catch (Exception e) {
            throw new AssertionError("the store does not open", e);
        }
    }

    /** An engine that executes. */
    Pawl start(Pipeline<?>... pipelines) {
        return start(options(), pipelines);
    }

    Pawl start(PawlOptions options, Pipeline<?>... pipelines) {
        Pawl pawl = open(options);
        for (Pipeline<?> pipeline : pipelines) {
            pawl.register(pipeline);
        }
        return pawl.start();
    }

    WatchedStore storeOf(Pawl pawl) {
        WatchedStore store = engines.get(pawl);
        if (store == null) {
            throw new IllegalArgumentException("not opened here");
        }
        return store;
    }

    /** The process with this engine dies. */
    void kill(Pawl pawl) {
        storeOf(pawl).kill();
    }

    /** A gate that is open at the latest when the test ends. */
    Gate gate() {
        Gate gate = new Gate();
        gates.add(gate);
        return gate;
    }

    @Override
    public void close() {
        gates.forEach(Gate::open);
        engines.forEach((pawl, store) -> {
            store.release();
            if (store.isDead()) {
                store.close();
            } else {
                pawl.close();
            }
        });
    }

    // ---- looking

    static RunView end(RunHandle run) throws InterruptedException {
        try {
            return run.await(PATIENCE);
        } catch (TimeoutException e) {
            throw new AssertionError("the run does not end: " + run.view(), e);
        }
    }

    /** Waits until the run has ended that way. */
    static RunView end(RunHandle run, RunStatus status) throws InterruptedException {
        RunView view = end(run);
        if (view.status() != status) {
            throw new AssertionError("expected " + status + ", and the run is " + view);
        }
        return view;
    }

    static RunView until(RunHandle run, Predicate<RunView> wanted) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        RunView view = run.view();
        while (!wanted.test(view)) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not as wanted, in time: " + view);
            }
            view = run.awaitChange(view, Duration.ofSeconds(1));
        }
        return view;
    }

    static RunView until(RunHandle run, RunStatus status) throws InterruptedException {
        return until(run, view -> view.status() == status);
    }

    /** For what makes no signal. */
    static void until(BooleanSupplier wanted) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!wanted.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not as wanted, in time");
            }
            java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
        }
    }

    static StageView stage(RunView view, String id) {
        return view.stages().stream()
                .filter(stage -> stage.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    static byte[] bytes(Pawl pawl, UUID run, String stage) {
        try (InputStream in = pawl.output(run, stage).orElseThrow()) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static String text(Pawl pawl, UUID run, String stage) {
        return new String(bytes(pawl, run, stage), StandardCharsets.UTF_8);
    }

    static RawJson raw(String json) {
        return RawJson.of(json.getBytes(StandardCharsets.UTF_8));
    }

    static List<Event> events(Pawl pawl, UUID run) {
        List<HistoryEntry> history = pawl.history(run, 0, 100_000);
        for (int i = 0; i < history.size(); i++) {
            if (history.get(i).seq() != i + 1) {
                throw new AssertionError("a gap before entry " + history.get(i).seq());
            }
        }
        return history.stream().flatMap(entry -> entry.events().stream()).toList();
    }

    static <E extends Event> List<E> events(Pawl pawl, UUID run, Class<E> type) {
        return events(pawl, run).stream()
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }
}
