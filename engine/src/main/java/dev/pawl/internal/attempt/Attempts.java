// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.attempt;

import dev.pawl.Pipeline;
import dev.pawl.RawJson;
import dev.pawl.StageDefinition;
import dev.pawl.core.Attempt;
import dev.pawl.core.Failure;
import dev.pawl.core.FailureKind;
import dev.pawl.core.Run;
import dev.pawl.internal.content.BadValueException;
import dev.pawl.internal.content.Brief;
import dev.pawl.internal.content.InlineValues;
import dev.pawl.internal.content.Stored;
import dev.pawl.internal.content.Values;
import dev.pawl.spi.AttemptExecutor;
import dev.pawl.spi.AttemptOutcome;
import dev.pawl.spi.Env;
import dev.pawl.spi.RunStore;
import dev.pawl.spi.StoreException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands attempts to their code, and takes their results. Thread-safe. */
public final class Attempts {

    private static final Logger LOG = LoggerFactory.getLogger(Attempts.class);

    private static final Duration HEAL = Duration.ofSeconds(1);

    private final RunStore store;
    private final Env env;
    private final AttemptExecutor executor;
    private final AttemptContext.Shared shared;
    private volatile @Nullable StoreException trouble;

    public Attempts(RunStore store, Env env, AttemptExecutor executor, Values values, LogSink log, Duration grace) {
        this.store = store;
        this.env = env;
        this.executor = executor;
        this.shared = new AttemptContext.Shared(values, log, grace);
    }

    /**
     * Hands an attempt over. Does not block.
     *
     * @param run the run as it stands, the attempt started
     * @param done gets the result, once
     */
    public <I> LiveAttempt start(
            Pipeline<I> pipeline,
            Run run,
            long number,
            InlineValues inline,
            Attempt attempt,
            int epoch,
            Consumer<Finished> done) {
        StageDefinition<I> stage = pipeline.stage(attempt.stage());
        if (stage == null) {
            throw new IllegalArgumentException("pipeline " + pipeline.name() + " has no stage " + attempt.stage());
        }
        Progress progress = new Progress(env::now);
        Checkpoints checkpoints = new Checkpoints(store, env, attempt, epoch);
        AttemptContext<I> context = new AttemptContext<>(
                pipeline, shared, new AttemptContext.Parts(run, number, inline, attempt, epoch, progress, checkpoints));
        AttemptExecutor.Running running =
                executor.start(new AttemptExecutor.Call<>(attempt, epoch, stage, context), outcome -> {
                    progress.codeReturned();
                    done.accept(finish(outcome, context, checkpoints));
                });
        return new LiveAttempt(attempt, epoch, env.now(), stage.heartbeat(), progress, checkpoints, () -> {
            context.cancel();
            running.stop();
        });
    }

    /** What keeps an output from being stored, or null. */
    public @Nullable StoreException trouble() {
        return trouble;
    }

    private Finished finish(AttemptOutcome outcome, AttemptContext<?> context, Checkpoints checkpoints) {
        RawJson raw = raw(outcome);
        try {
            Finished finished = stored(outcome, context);
            checkpoints.close(finished instanceof Finished.Bad);
            return finished;
        } catch (StoreException e) {
            return bad(FailureKind.ERROR, "output cannot be stored: " + e.getMessage());
        } finally {
            if (raw != null) {
                raw.release();
            }
        }
    }

    private Finished stored(AttemptOutcome outcome, AttemptContext<?> context) {
        return switch (outcome) {
            case AttemptOutcome.Returned returned -> {
                try {
                    yield new Finished.Good(take(returned.value(), context), brief(context.degraded()));
                } catch (BadValueException e) {
                    yield bad(e.tooLarge() ? FailureKind.UNSTORABLE : FailureKind.ERROR, "output: " + e.getMessage());
                } catch (IOException e) {
                    yield bad(FailureKind.ERROR, "output cannot be read: " + e.getMessage());
                }
            }
            case AttemptOutcome.Threw threw ->
                new Finished.Bad(new Failure(threw.kind(), Brief.of(threw.message())), partial(threw, context));
        };
    }

    private @Nullable Stored partial(AttemptOutcome.Threw threw, AttemptContext<?> context) {
        try {
            return threw.partial() == null ? null : take(threw.partial(), context);
        } catch (IOException e) {
            LOG.info("what a failed attempt had put out so far is not kept: {}", e.getMessage());
            return null;
        }
    }

    /** A full disk is no fault of the stage: its result is held until it can be stored, or is no longer wanted. */
    private Stored take(@Nullable Object value, AttemptContext<?> context) throws IOException {
        while (true) {
            try {
                Stored stored = shared.values().take(value);
                trouble = null;
                return stored;
            } catch (StoreException e) {
                if (e.kind() == StoreException.Kind.BROKEN || context.cancelled()) {
                    throw e;
                }
                trouble = e;
                LOG.warn("an output is held until it can be stored: {}", e.getMessage());
                CompletableFuture<Boolean> healed = new CompletableFuture<>();
                env.schedule(HEAL, () -> healed.complete(true));
                healed.join();
            }
        }
    }

    private static @Nullable RawJson raw(AttemptOutcome outcome) {
        return switch (outcome) {
            case AttemptOutcome.Returned returned -> returned.value() instanceof RawJson raw ? raw : null;
            case AttemptOutcome.Threw threw -> threw.partial();
        };
    }

    private static @Nullable String brief(@Nullable String text) {
        return text == null ? null : Brief.of(text);
    }

    private static Finished bad(FailureKind kind, String message) {
        return new Finished.Bad(new Failure(kind, Brief.of(message)), null);
    }
}
