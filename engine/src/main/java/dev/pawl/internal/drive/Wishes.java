// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.drive;

import dev.pawl.spi.Env;
import dev.pawl.spi.SlotWish;
import dev.pawl.spi.StoreException;
import dev.pawl.spi.WorkerSession;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this process wishes for and holds of the slots that all workers share. A wish is said until it is held: when others
 * may have given one back, and each second; nothing is asked while none waits. What is no longer wanted is given back until
 * that was heard. Thread-safe; the store is asked, and whoever is granted a slot is told, outside of any lock.
 *
 * <p>A stage with a limit costs two statements where a slot is free, one that wishes and one that gives back, and one more for
 * each second of waiting.
 */
final class Wishes {

    private static final Logger LOG = LoggerFactory.getLogger(Wishes.class);
    private static final Duration AGAIN = Duration.ofSeconds(1);

    /** Longer than a statement lives of which nothing was heard. */
    private static final Duration SETTLED = Duration.ofSeconds(30);

    private final Env env;
    private final Set<Wish> open = new LinkedHashSet<>();
    /** How many are on their way back, by limit: as many that follow wait for that, and not for a second; others for nothing. */
    private final Map<String, Integer> returning = new HashMap<>();

    private @Nullable WorkerSession session;
    private long said;
    private boolean waking;
    private boolean complained;

    Wishes(Env env) {
        this.env = env;
    }

    /** This process is that worker from now on: all it wishes for and holds is wished for anew. */
    void enter(WorkerSession worker) {
        synchronized (this) {
            become(worker);
        }
        ask(wish -> true);
    }

    /** This process is that worker no longer. */
    synchronized void leave(WorkerSession worker) {
        if (worker.equals(session)) {
            become(null);
        }
    }

    private void become(@Nullable WorkerSession worker) {
        session = worker;
        returning.clear();
        open.forEach(Wish::unsay);
    }

    /** It is wished for from now on, unless it is over already. */
    void begin(Wish wish) {
        synchronized (this) {
            if (wish.over) {
                return;
            }
            open.add(wish);
        }
        ask(wish);
    }

    synchronized boolean holds(Wish wish) {
        return wish.held && !wish.over;
    }

    /** It is wanted no more, held or not. Idempotent. */
    void end(Wish wish) {
        synchronized (this) {
            if (wish.over) {
                return;
            }
            wish.over = true;
            open.remove(wish);
        }
        settle(wish);
    }

    /** The same unless it is held, which false tells; what it leaves in the database is to be {@linkplain #settle settled}. */
    synchronized boolean withdraw(Wish wish) {
        if (wish.held || wish.over) {
            return false;
        }
        wish.over = true;
        open.remove(wish);
        return true;
    }

    /** Gives back what one that is over may have in the database. */
    void settle(Wish wish) {
        WorkerSession from;
        SlotWish row;
        boolean inDoubt;
        synchronized (this) {
            from = wish.session;
            row = wish.said;
            inDoubt = wish.inDoubt;
            if (from == null || row == null || wish.asking) {
                return; // never said; or it is given back once that was answered, as two statements need not come in
                // order
            }
        }
        giveBack(from, row, inDoubt);
    }

    /** Others may have given slots back. */
    void look() {
        ask(wish -> true);
    }

    private void ask(Predicate<Wish> which) {
        List<Wish> all;
        synchronized (this) {
            if (open.isEmpty()) {
                return;
            }
            all = new ArrayList<>(open);
        }
        all.stream().filter(which).forEach(this::ask);
    }

    private void ask(Wish wish) {
        WorkerSession to;
        SlotWish row;
        synchronized (this) {
            to = session;
            if (to == null || wish.over || wish.asking || wish.held || followsOneOnItsWay(wish)) {
                return;
            }
            if (wish.said == null) {
                wish.sayAs(to, said++);
            }
            row = wish.said;
            if (row == null) {
                return;
            }
            wish.asking = true;
        }
        var unused = call(() -> to.wish(row)).whenComplete((held, error) -> answered(wish, to, held, error));
    }

    /** Whether it is to be said once a slot came back: as many are as there are slots on their way. */
    private boolean followsOneOnItsWay(Wish wish) {
        int slots = returning.getOrDefault(wish.limit.name(), 0);
        wish.follows = false;
        wish.follows = slots > 0
                && slots
                        > open.stream()
                                .filter(other ->
                                        other.follows && other.limit.name().equals(wish.limit.name()))
                                .count();
        return wish.follows;
    }

    private void answered(Wish wish, WorkerSession by, @Nullable Boolean held, @Nullable Throwable error) {
        SlotWish back = null;
        synchronized (this) {
            if (!by.equals(wish.session)) {
                return; // that worker is no more, and what it held with it
            }
            wish.asking = false;
            wish.inDoubt |= error != null;
            complain(error);
            if (wish.over) {
                back = wish.said;
            } else if (Boolean.TRUE.equals(held)) {
                wish.held = true;
            } else {
                wake();
            }
        }
        if (back != null) {
            giveBack(by, back, wish.inDoubt);
        } else if (holds(wish)) {
            wish.granted.run();
        }
    }

    private void giveBack(WorkerSession from, SlotWish row, boolean inDoubt) {
        synchronized (this) {
            if (!from.equals(session)) {
                return; // what it held ended with it
            }
            returning.merge(row.limit(), 1, Integer::sum);
        }
        var unused = call(() -> from.giveBack(row)).whenComplete((done, error) -> {
            synchronized (this) {
                if (!from.equals(session)) {
                    return;
                }
                complain(error);
                returning.computeIfPresent(row.limit(), (name, n) -> n == 1 ? null : n - 1);
            }
            if (error != null) {
                env.schedule(AGAIN, () -> giveBack(from, row, inDoubt));
            } else if (inDoubt) {
                env.schedule(SETTLED, () -> giveBack(from, row, false));
            }
            ask(wish -> wish.limit.name().equals(row.limit()));
        });
    }

    /** While any waits, all that wait are asked for in a second. */
    private void wake() {
        if (!waking) {
            waking = true;
            env.schedule(AGAIN, () -> {
                synchronized (this) {
                    waking = false;
                }
                look();
            });
        }
    }

    private void complain(@Nullable Throwable error) {
        if (error != null && !complained) {
            LOG.warn(
                    "slots of limits cannot be asked for, which is tried again: {}",
                    StoreException.from(error).getMessage());
        }
        complained = error != null;
    }

    private static <T extends @Nullable Object> CompletableFuture<T> call(Supplier<CompletableFuture<T>> statement) {
        try {
            return statement.get();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
