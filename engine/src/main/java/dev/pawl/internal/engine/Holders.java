// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.engine;

import dev.pawl.core.Attempt;
import dev.pawl.core.Limit;
import dev.pawl.core.PipelineSpec;
import dev.pawl.core.Reason;
import dev.pawl.core.StageSpec;
import dev.pawl.internal.drive.Slots;
import dev.pawl.internal.view.Sight;
import dev.pawl.internal.view.Signs.Place;
import dev.pawl.spi.Env;
import dev.pawl.spi.RunRow;
import dev.pawl.spi.RunStore;
import dev.pawl.spi.SlotRow;
import dev.pawl.spi.WorkerInfo;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who holds the slots a run waits for, in whatever process. What was read serves all who look for a moment, so that looking costs
 * the database little; and of a database that does not answer soon nobody waits for more. Thread-safe.
 */
final class Holders {

    /** Of many some are enough to know. */
    private static final int SOME = 8;

    private static final Duration MOMENT = Duration.ofSeconds(1);
    /** So long a look waits for the database at most. */
    private static final Duration PATIENCE = Duration.ofMillis(500);
    /** One that did not answer is left alone so long. */
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final RunStore store;
    private final Env env;
    private final Map<String, Known> known = new ConcurrentHashMap<>();

    Holders(RunStore store, Env env) {
        this.store = store;
        this.env = env;
    }

    /** One that holds a slot, and the worker it is of. */
    private record Held(Attempt attempt, long number, UUID worker, String name) {}

    /** What was read of a limit, or is being read. */
    private record Known(long since, CompletableFuture<List<Held>> answer) {
        boolean serves(long now) {
            boolean answered = answer.isDone() && !answer.isCompletedExceptionally();
            return now - since < (answered ? MOMENT : PAUSE).toNanos();
        }
    }

    /** The same, with the holders the database knows; a run that waits for no slot costs no read, and without an answer it is as it was. */
    Sight seen(Sight sight) {
        return seen(sight, () -> store.workers().thenApply(Crew::of));
    }

    /** The same by workers that were read already. */
    Sight seen(Sight sight, Crew crew) {
        return seen(sight, () -> CompletableFuture.completedFuture(crew));
    }

    private Sight seen(Sight sight, Supplier<CompletableFuture<Crew>> crew) {
        Map<String, List<Place>> holders = new TreeMap<>(sight.signs().holders());
        limits(sight).forEach(limit -> {
            List<Held> held = soon(read(limit, crew));
            if (held != null) {
                holders.put(
                        limit,
                        held.stream().map(one -> place(one, sight.owner())).toList());
            }
        });
        return holders.equals(sight.signs().holders())
                ? sight
                : sight.with(sight.signs().holders(holders));
    }

    private static Stream<String> limits(Sight sight) {
        return sight.signs().reasons().stream()
                .flatMap(reason -> Stream.ofNullable(limit(sight.pipeline(), reason)))
                .map(Limit::name)
                .distinct();
    }

    private static @Nullable Limit limit(@Nullable PipelineSpec pipeline, Reason reason) {
        StageSpec spec = pipeline == null || reason.code() != Reason.Code.LIMIT || reason.stage() == null
                ? null
                : pipeline.stage(reason.stage());
        return spec == null ? null : spec.limit();
    }

    private static Place place(Held held, @Nullable WorkerInfo from) {
        boolean elsewhere = from == null || !from.id().equals(held.worker);
        return new Place(held.attempt.run(), held.number, held.attempt.stage(), elsewhere ? held.name : null);
    }

    private static @Nullable List<Held> soon(CompletableFuture<List<Held>> answer) {
        try {
            return answer.join();
        } catch (CompletionException e) {
            return null;
        }
    }

    private CompletableFuture<List<Held>> read(String limit, Supplier<CompletableFuture<Crew>> crew) {
        long now = env.nanoTime();
        Known before = known.get(limit);
        if (before != null && before.serves(now)) {
            return before.answer;
        }
        Known next = new Known(now, new CompletableFuture<>());
        boolean mine = before == null ? known.putIfAbsent(limit, next) == null : known.replace(limit, before, next);
        if (!mine) {
            return read(limit, crew); // another reads it just now
        }
        Env.Timer late = env.schedule(PATIENCE, () -> next.answer.completeExceptionally(new TimeoutException()));
        CompletableFuture<List<Held>> reading;
        try {
            reading = store.slots(limit).thenCompose(rows -> named(rows, crew));
        } catch (RuntimeException e) {
            reading = CompletableFuture.failedFuture(e);
        }
        var unused = reading.whenComplete((held, error) -> {
            late.cancel();
            if (error != null) {
                next.answer.completeExceptionally(error);
            } else if (!next.answer.complete(held)) {
                known.put(limit, new Known(env.nanoTime(), CompletableFuture.completedFuture(held)));
            }
        });
        return next.answer;
    }

    private CompletableFuture<List<Held>> named(List<SlotRow> rows, Supplier<CompletableFuture<Crew>> crew) {
        List<SlotRow> some = rows.stream().filter(SlotRow::held).limit(SOME).toList();
        return some.isEmpty()
                ? CompletableFuture.completedFuture(List.of())
                : crew.get().thenCompose(workers -> numbered(some, workers));
    }

    private CompletableFuture<List<Held>> numbered(List<SlotRow> rows, Crew workers) {
        CompletableFuture<List<Held>> all = CompletableFuture.completedFuture(List.of());
        for (SlotRow row : rows) {
            Attempt attempt = Slots.attempt(row);
            if (attempt != null) {
                all = all.thenCombine(
                        store.row(attempt.run()),
                        (before, run) -> Stream.concat(before.stream(), Stream.of(held(row, attempt, run, workers)))
                                .toList());
            }
        }
        return all;
    }

    private static Held held(SlotRow row, Attempt attempt, @Nullable RunRow run, Crew workers) {
        var worker = workers.find(row.worker());
        return new Held(
                attempt,
                run == null ? 0 : run.number(),
                row.worker(),
                worker == null ? "another worker" : worker.worker().name());
    }
}
