// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.engine;

import dev.pawl.RunView;
import dev.pawl.internal.peer.Peers;
import dev.pawl.spi.Env;
import dev.pawl.spi.RunRow;
import dev.pawl.spi.WorkerInfo;
import dev.pawl.spi.WorkerRow;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Asks whoever executes a run how it is, and remembers who that was: a run that is looked at again and again from elsewhere costs
 * the database nothing. Thread-safe; blocks.
 */
final class Asking {

    /** Of so many runs it is remembered who executes them. */
    private static final int MANY = 10_000;

    /** Who did not answer is left alone so long: a process that stands still would hold up each who asks. */
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final Peers peers;
    private final Env env;
    private final Map<UUID, WorkerInfo> executedBy = ofTheLatest();
    private final Map<UUID, Integer> shown = ofTheLatest();
    private final Map<UUID, Long> silent = new ConcurrentHashMap<>();

    Asking(Peers peers, Env env) {
        this.peers = peers;
        this.env = env;
    }

    private static <V> Map<UUID, V> ofTheLatest() {
        return Collections.synchronizedMap(new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<UUID, V> eldest) {
                return size() > MANY;
            }
        });
    }

    /** Here that entry of a run is known: an owner who has yet to hear of it is not believed, as nobody sees a run go back. */
    void knows(UUID run, int seq) {
        shown.merge(run, seq, Math::max);
    }

    /** How a run is, from whoever executed it when it was last asked for; null where that is nobody, or no longer so. */
    @Nullable
    RunView again(UUID run) {
        WorkerInfo owner = executedBy.get(run);
        return owner == null ? null : ask(owner, run);
    }

    /** How a run is, from the worker that has it as its row says; null where that one does not tell. */
    @Nullable
    RunView of(RunRow row, @Nullable WorkerRow owner) {
        return row.active() && owner != null && owner.alive() ? ask(owner.worker(), row.id()) : null;
    }

    private RunView shown(RunView view) {
        knows(view.id(), view.asOfSeq());
        return view;
    }

    private @Nullable RunView ask(WorkerInfo owner, UUID run) {
        Long since = silent.get(owner.id());
        if (since != null && env.nanoTime() - since < PAUSE.toNanos()) {
            return null;
        }
        long before = env.nanoTime();
        RunView told = peers.ask(owner, run);
        if (told != null) {
            executedBy.put(run, owner);
            silent.remove(owner.id());
            return told.asOfSeq() < shown.getOrDefault(run, 0) ? null : shown(told);
        }
        executedBy.remove(run);
        if (env.nanoTime() - before > PAUSE.dividedBy(10).toNanos()) {
            silent.put(owner.id(), env.nanoTime());
        }
        return null;
    }
}
