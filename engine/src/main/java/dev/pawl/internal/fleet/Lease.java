// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.fleet;

import dev.pawl.spi.Env;
import dev.pawl.spi.Renewal;
import dev.pawl.spi.StoreException;
import dev.pawl.spi.WorkerSession;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This worker's proof that it lives. While it cannot be renewed nothing new begins, and before others may take the runs the
 * work here is stopped. It is reckoned from before a renewal was sent, on both clocks: the monotonic one, which no person sets,
 * and the other, which goes on while a machine sleeps. Thread-safe.
 */
public final class Lease implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Lease.class);

    private static final Duration TICK = Duration.ofMillis(200);
    private static final Duration RENEW = Duration.ofSeconds(3);
    private static final Duration AGAIN = Duration.ofMillis(500);

    /** Who did not run for so long may have been taken for dead by a free lock: nothing begins before a renewal. */
    private static final Duration GAP = Deaths.FREE.dividedBy(2);

    private final Env env;
    private final WorkerSession session;
    private final Owner owner;
    private Sent good;
    private Duration length;
    private @Nullable Sent onItsWay;
    private long lastSent;
    private Sent ticked;
    private long awakeSince;
    private boolean awake = true;
    private boolean stopped;
    /** Whether something was kept from beginning since it last could. */
    private boolean denied;

    private boolean closed;

    /** What becomes of the worker's work. Called on a thread that must not be blocked. */
    public interface Owner {
        /** Others may soon take it: it is to be stopped, and not to be gone on with. */
        void stop();

        /** It is this worker's again, as far as nobody took it. */
        void goOn();

        /** This worker was declared dead, and never lives again. */
        void gone();
    }

    /** A moment on both clocks. */
    public record Sent(long nanos, Instant wall) {
        public static Sent now(Env env) {
            return new Sent(env.nanoTime(), env.now());
        }

        private Duration until(Sent later) {
            Duration byWall = Duration.between(wall, later.wall);
            Duration elapsed = Duration.ofNanos(later.nanos - nanos);
            return elapsed.compareTo(byWall) > 0 ? elapsed : byWall;
        }
    }

    /**
     * Not started.
     *
     * @param entered before the worker entered
     */
    public Lease(Env env, WorkerSession session, Duration length, Sent entered, Owner owner) {
        this.env = env;
        this.session = session;
        this.length = length;
        this.owner = owner;
        this.good = entered;
        this.lastSent = entered.nanos;
        this.ticked = Sent.now(env);
        this.awakeSince = ticked.nanos;
    }

    public void start() {
        tick();
    }

    /** Whether something new may begin. */
    public synchronized boolean mayBegin() {
        Sent now = Sent.now(env);
        boolean may = !closed
                && !stopped
                && awake
                && ticked.until(now).compareTo(GAP) < 0
                && good.until(now).compareTo(length.dividedBy(3)) < 0;
        denied |= !may;
        return may;
    }

    /** Whether work that is under way has to stop. */
    private boolean isOver(Sent now) {
        return good.until(now).compareTo(length.multipliedBy(4).dividedBy(5)) >= 0;
    }

    private void tick() {
        boolean stop = false;
        boolean send;
        Sent now;
        synchronized (this) {
            if (closed) {
                return;
            }
            now = Sent.now(env);
            if (ticked.until(now).compareTo(GAP) >= 0) {
                awake = false;
                awakeSince = now.nanos;
            }
            ticked = now;
            // who slept, or had its clock set, first asks whether it still lives
            boolean asked = now.nanos - awakeSince >= AGAIN.multipliedBy(2).toNanos();
            if (!stopped && asked && isOver(now)) {
                stopped = true;
                stop = true;
            }
            send = isDue(now);
            if (send) {
                onItsWay = now;
                lastSent = now.nanos;
            }
        }
        if (stop) {
            LOG.error(
                    "this worker could not renew its lease for {}; its work is stopped before others take it",
                    good.until(now));
            owner.stop();
        }
        if (send) {
            renew(now);
        }
        env.schedule(TICK, this::tick);
    }

    private boolean isDue(Sent now) {
        long since = now.nanos - lastSent;
        if (onItsWay != null) {
            return false;
        }
        boolean failed = stopped || good.nanos != lastSent;
        return !awake || since >= (failed ? AGAIN : RENEW).toNanos();
    }

    private void renew(Sent sent) {
        var unused = session.renew().whenComplete((renewal, error) -> {
            if (error != null) {
                LOG.debug(
                        "the lease was not renewed: {}",
                        StoreException.from(error).getMessage());
                failed();
            } else {
                switch (renewal) {
                    case Renewal.Renewed renewed -> renewed(sent, renewed);
                    case Renewal.Gone gone -> gone();
                }
            }
        });
    }

    private synchronized void failed() {
        onItsWay = null;
    }

    private void renewed(Sent sent, Renewal.Renewed renewal) {
        boolean again;
        synchronized (this) {
            onItsWay = null;
            good = sent;
            length = Duration.between(renewal.now(), renewal.until());
            awake |= sent.nanos >= awakeSince;
            again = awake && !closed && (stopped || denied) && !isOver(Sent.now(env));
            if (again) {
                stopped = false;
                denied = false;
            }
        }
        if (again) {
            owner.goOn();
        }
    }

    private void gone() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        LOG.error("this worker was declared dead; its work is stopped, and it enters anew");
        owner.gone();
    }

    @Override
    public synchronized void close() {
        closed = true;
    }
}
