// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.engine;

import dev.pawl.Limits;
import dev.pawl.Pipeline;
import dev.pawl.core.Run;
import dev.pawl.internal.commit.Committer;
import dev.pawl.internal.view.Full;
import dev.pawl.spi.Admission;
import dev.pawl.spi.AdmissionWish;
import dev.pawl.spi.Env;
import dev.pawl.spi.StoreException;
import dev.pawl.spi.WorkerSession;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks for runs of limited pipelines whether they may begin, and keeps why they may not, for people. A run of another pipeline
 * costs no statement; one that may begin costs one, and pipelines that are full one in each look. Thread-safe.
 */
final class Admissions {

    private static final Logger LOG = LoggerFactory.getLogger(Admissions.class);
    /** A look asks once for each full pipeline, however many of its runs wait. */
    private static final Duration JUST_NOW = Duration.ofMillis(200);

    private static final Duration MOMENT = Duration.ofSeconds(1);

    /** Longer than a statement lives of which nothing was heard. */
    private static final Duration SETTLED = Duration.ofSeconds(30);

    private final Env env;
    private final WorkerSession session;
    private final Committer committer;
    private final Pipelines pipelines;
    private final Runnable look;
    private final Map<String, Noted> full = new ConcurrentHashMap<>();
    private final AtomicBoolean waking = new AtomicBoolean();
    /** Given to the wishes of this worker, one after the other. */
    private final AtomicLong tickets = new AtomicLong();

    private volatile boolean closed;

    /** What was answered, and when by the monotonic clock. */
    private record Noted(Full why, long at) {}

    /** Nothing is full; {@code look} looks for work, which is due where something was full a moment ago. */
    Admissions(Env env, WorkerSession session, Committer committer, Pipelines pipelines, Runnable look) {
        this.env = env;
        this.session = session;
        this.committer = committer;
        this.pipelines = pipelines;
        this.look = look;
    }

    /** Whether a run may have to wait its turn. */
    boolean isLimited(Run run) {
        return pipelines.limitsOf(pipelines.of(run.created())).any();
    }

    /** Why a run may not begin, or be taken up, for now; null where it may, and counts from then on. Blocks. */
    @Nullable
    Full refused(Run run) {
        Pipeline<?> pipeline = pipelines.of(run.created());
        Limits limits = pipelines.limitsOf(pipeline);
        if (!limits.any()) {
            return null;
        }
        Full latest = run.epoch() > 0 ? null : latest(pipeline.name());
        if (latest != null) {
            return latest;
        }
        AdmissionWish wish = new AdmissionWish(
                pipeline.name(),
                run.id(),
                limits.running(),
                limits.begins(),
                limits.window(),
                run.epoch() > 0,
                tickets.incrementAndGet());
        Full why = ask(limits, wish);
        if (why == null) {
            full.remove(pipeline.name());
        } else {
            full.put(pipeline.name(), new Noted(why, env.nanoTime()));
            wake(why);
        }
        return why;
    }

    private @Nullable Full ask(Limits limits, AdmissionWish wish) {
        try {
            return why(limits, wish, StoreException.join(session.admit(wish)));
        } catch (RuntimeException e) {
            dismiss(wish.pipeline(), wish.run(), wish.ticket(), true);
            throw e;
        }
    }

    private static @Nullable Full why(Limits limits, AdmissionWish wish, Admission admission) {
        return switch (admission) {
            case Admission.Admitted admitted -> null;
            case Admission.Full now -> new Full(wish.pipeline(), limits.running(), now.running(), 0, null);
            case Admission.TooSoon soon ->
                new Full(wish.pipeline(), limits.begins(), 0, limits.window().toMillis(), soon.again());
        };
    }

    /** Claims a run that was admitted. Where it is not claimed here after all it does not count. */
    CompletableFuture<Run> claim(Run run, Supplier<CompletableFuture<Run>> claiming) {
        long until = tickets.get();
        CompletableFuture<Run> claimed;
        try {
            claimed = claiming.get();
        } catch (RuntimeException e) {
            claimed = CompletableFuture.failedFuture(e);
        }
        return claimed.whenComplete((now, error) -> {
            Pipeline<?> known = error == null ? null : pipelines.find(run.created());
            if (known != null && pipelines.limitsOf(known).any()) {
                dismiss(known.name(), run.id(), until, false);
            }
        });
    }

    /**
     * Until that was heard: else it would count for as long as this worker lives. The run may be admitted by a later wish meanwhile,
     * which this does not take back. A claim that may land yet counts until it is known: its driver may have given up before.
     *
     * @param inDoubt whether it may be admitted only later
     */
    private void dismiss(String pipeline, UUID run, long ticket, boolean inDoubt) {
        if (committer.holds(run)) {
            later(pipeline, run, ticket, inDoubt);
            return;
        }
        CompletableFuture<Void> dismissed;
        try {
            dismissed = session.dismiss(pipeline, run, ticket);
        } catch (RuntimeException e) {
            dismissed = CompletableFuture.failedFuture(e);
        }
        var unused = dismissed.whenComplete((done, error) -> {
            if (error != null) {
                LOG.debug(
                        "run {} is not dismissed: {}",
                        run,
                        StoreException.from(error).getMessage());
                later(pipeline, run, ticket, inDoubt);
            } else if (inDoubt) {
                env.schedule(SETTLED, () -> dismiss(pipeline, run, ticket, false));
            }
        });
    }

    private void later(String pipeline, UUID run, long ticket, boolean inDoubt) {
        if (!closed) {
            env.schedule(MOMENT, () -> dismiss(pipeline, run, ticket, inDoubt));
        }
    }

    /** This worker ends, or is another from here on: what was admitted to it ends with it. */
    void close() {
        closed = true;
    }

    /** Why no run of the pipeline began at the latest look, or null. */
    @Nullable
    Full full(String pipeline) {
        Noted noted = full.get(pipeline);
        return noted == null ? null : noted.why;
    }

    /** The same where it was so just now, and asking for another run would tell no more; else null. */
    @Nullable
    Full latest(String pipeline) {
        Noted noted = full.get(pipeline);
        if (noted == null || env.nanoTime() - noted.at >= JUST_NOW.toNanos()) {
            return null;
        }
        Instant again = noted.why.again();
        return again == null || again.isAfter(env.now()) ? noted.why : null;
    }

    /** A run of the pipeline has ended here; whether another waited for that. */
    boolean ended(String pipeline) {
        return full.computeIfPresent(pipeline, (name, noted) -> new Noted(noted.why, noted.at - JUST_NOW.toNanos()))
                != null;
    }

    /** Why those of each pipeline did not begin that were looked at last. */
    List<Full> all() {
        return full.values().stream()
                .map(Noted::why)
                .sorted(Comparator.comparing(Full::pipeline))
                .toList();
    }

    /** Of no other pipeline a run waits. */
    void keep(Collection<String> waiting) {
        full.keySet().retainAll(waiting);
    }

    /** Looks again when there may be room: nobody tells of a run that ends elsewhere. The clock of the database may be another. */
    private void wake(Full why) {
        Instant again = why.again();
        Duration until = again == null ? MOMENT : Duration.between(env.now(), again);
        if (until.compareTo(MOMENT) < 0) {
            env.schedule(until.compareTo(JUST_NOW) < 0 ? JUST_NOW : until, look);
        } else if (waking.compareAndSet(false, true)) {
            env.schedule(MOMENT, () -> {
                waking.set(false);
                look.run();
            });
        }
    }
}
