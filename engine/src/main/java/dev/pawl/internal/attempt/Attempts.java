// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.attempt;

import dev.pawl.Pipeline;
import dev.pawl.RawJson;
import dev.pawl.StageDefinition;
import dev.pawl.core.Action;
import dev.pawl.core.Attempt;
import dev.pawl.core.Command;
import dev.pawl.core.Content;
import dev.pawl.core.Failure;
import dev.pawl.core.FailureKind;
import dev.pawl.core.Run;
import dev.pawl.core.World.Work;
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
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands attempts to their code, and takes their results. Thread-safe. */
public final class Attempts {

    /** More than a word of JSON, between quotes. */
    private static final Pattern QUOTED = Pattern.compile("'[^']{5,}'?|\"[^\"]*\"?");

    private static final Logger LOG = LoggerFactory.getLogger(Attempts.class);

    private static final Duration HEAL = Duration.ofSeconds(1);
    /** How much of what a validator says goes into a log, in bytes, and into one line of it. */
    private static final int MOST_SAID = 256 << 10;

    private static final int PIECE = 4096;

    private final RunStore store;
    private final Env env;
    private final AttemptExecutor executor;
    private final AttemptContext.Shared shared;
    private final Map<AttemptContext<?>, StoreException> held = new ConcurrentHashMap<>();

    /** After how long code that was asked to stop counts as not stopping: it may itself wait that grace for what it started. */
    public static Duration patience(Duration grace) {
        return grace.multipliedBy(3).dividedBy(2);
    }

    public Attempts(
            RunStore store,
            Env env,
            AttemptExecutor executor,
            Values values,
            LogSink log,
            Shelf shelf,
            Duration grace) {
        this.store = store;
        this.env = env;
        this.executor = executor;
        this.shared = new AttemptContext.Shared(env, values, log, shelf, grace);
    }

    /**
     * Hands an attempt over. Does not block.
     *
     * @param run the run as it stands, the attempt started
     * @param whole the signs of life of all items together, where it is about one
     * @param done gets the result, once
     */
    public <I> LiveAttempt start(
            Pipeline<I> pipeline,
            Run run,
            long number,
            InlineValues inline,
            Action.Execute execute,
            @Nullable ItemSource items,
            @Nullable Progress whole,
            Consumer<Finished> done) {
        Attempt attempt = execute.attempt();
        int epoch = execute.epoch();
        StageDefinition<I> stage = stage(pipeline, attempt);
        Progress progress = new Progress(env::now, env::elapsedNanos, whole);
        Kept kept = Kept.of(store, env, attempt, epoch, execute.resumes());
        AttemptContext<I> context = new AttemptContext<>(
                pipeline, shared, new AttemptContext.Parts(run, number, inline, attempt, epoch, progress, kept, items));
        Elapsed.Moment since = Elapsed.Moment.now(env); // what the code does at once comes after it
        AttemptExecutor.Running running =
                executor.start(new AttemptExecutor.Call<>(attempt, epoch, stage, context), outcome -> {
                    progress.codeReturned();
                    done.accept(finish(stage, outcome, context, kept));
                });
        Duration heartbeat = stage.spec().silence().heartbeat();
        return new LiveAttempt(attempt, epoch, Work.CODE, env, since, heartbeat, progress, kept, () -> {
            context.cancel();
            running.stop();
        });
    }

    /**
     * Puts a question on a thread of its own, which is interrupted when it is to stop. Does not block.
     *
     * @param work what is found out
     * @param done gets the answer, or what was thrown, once
     */
    public LiveAttempt ask(
            Attempt attempt,
            int epoch,
            Work work,
            Question question,
            BiConsumer<Command.@Nullable Fact, @Nullable Throwable> done) {
        Interruptible code = new Interruptible();
        Kept none = Kept.nothing(store, env, attempt, epoch);
        Progress silent = new Progress(env::now, env::elapsedNanos);
        LiveAttempt live =
                new LiveAttempt(attempt, epoch, work, env, Elapsed.Moment.now(env), Duration.ZERO, silent, none, () -> {
                    question.giveUp().run();
                    code.stop();
                });
        env.blocking().execute(() -> answer(code, question, done));
        return live;
    }

    @SuppressWarnings("ThreadPropagatesErrors") // whoever asked knows what becomes of it
    private static void answer(
            Interruptible code, Question question, BiConsumer<Command.@Nullable Fact, @Nullable Throwable> done) {
        Command.Fact fact = null;
        Throwable error = null;
        code.begin();
        try {
            fact = question.answer().get();
        } catch (Throwable e) {
            error = e;
        } finally {
            code.end();
        }
        done.accept(fact, error);
    }

    /** What code sees that says something of the stage before an attempt of it executes. */
    <I> AttemptContext<I> look(Questions.About<I> about) {
        Attempt attempt = about.attempt();
        return new AttemptContext<>(
                about.pipeline(),
                shared,
                new AttemptContext.Parts(
                        about.run(),
                        about.number(),
                        about.inline(),
                        attempt,
                        about.epoch(),
                        new Progress(env::now, env::elapsedNanos),
                        Kept.nothing(store, env, attempt, about.epoch()),
                        null));
    }

    static <I> StageDefinition<I> stage(Pipeline<I> pipeline, Attempt attempt) {
        StageDefinition<I> stage = pipeline.stage(attempt.stage());
        if (stage == null) {
            throw new IllegalArgumentException("pipeline " + pipeline.name() + " has no stage " + attempt.stage());
        }
        return stage;
    }

    /** The items of a list. */
    public ItemSource source(Content list, InlineValues inline) {
        return new ItemSource(shared.values(), inline, list);
    }

    Values values() {
        return shared.values();
    }

    /** What keeps an output from being stored, or null. */
    public @Nullable StoreException trouble() {
        return held.values().stream().findAny().orElse(null);
    }

    private Finished finish(StageDefinition<?> stage, AttemptOutcome outcome, AttemptContext<?> context, Kept kept) {
        try {
            Finished finished = stored(stage, outcome, context);
            kept.close(finished instanceof Finished.Bad);
            return finished;
        } catch (Throwable e) { // a stage's own getter or stream may throw anything, and the run must hear of it
            return bad(FailureKind.ERROR, "output cannot be stored: " + e);
        } finally {
            release(raw(outcome));
        }
    }

    private static void release(@Nullable RawJson raw) {
        try {
            if (raw != null) {
                raw.release();
            }
        } catch (RuntimeException e) {
            LOG.warn("an output was stored, and then could not be released", e);
        }
    }

    private Finished stored(StageDefinition<?> stage, AttemptOutcome outcome, AttemptContext<?> context) {
        return switch (outcome) {
            case AttemptOutcome.Returned returned -> {
                try {
                    yield good(stage, take(returned.value(), context), context);
                } catch (BadValueException e) {
                    yield bad(e.tooLarge() ? FailureKind.UNSTORABLE : FailureKind.ERROR, "output: " + unquoted(e));
                } catch (IOException e) {
                    yield bad(FailureKind.ERROR, "output cannot be read: " + e.getMessage());
                }
            }
            case AttemptOutcome.Rejected rejected -> {
                try {
                    Stored feedback = take(rejected.feedback(), context);
                    say(feedback, context);
                    yield new Finished.Back(feedback);
                } catch (IOException e) {
                    yield bad(FailureKind.ERROR, "feedback: " + unquoted(e));
                }
            }
            case AttemptOutcome.Threw threw ->
                new Finished.Bad(
                        new Failure(threw.kind(), Brief.of(context.redact(threw.message()))), partial(threw, context));
        };
    }

    /** What is wrong with a value is said without a piece of it: that may be a piece of a secret, which nothing can find. */
    private static String unquoted(IOException e) {
        return QUOTED.matcher(String.valueOf(e.getMessage())).replaceAll("(not shown)");
    }

    /** What a validator says of the work stands in its log, too, where people read it: whole, if it is not too long for that. */
    private void say(Stored feedback, AttemptContext<?> context) {
        try (InputStream in = shared.values().open(feedback)) {
            String text = context.redact(new String(in.readNBytes(MOST_SAID), StandardCharsets.UTF_8));
            context.log("(pawl: it rejects the work and says, in "
                    + feedback.content().size() + " bytes:)");
            text.lines().flatMap(Attempts::pieces).forEach(context::log);
        } catch (IOException | StoreException e) {
            LOG.info("what {} says is not in its log: {}", context.attempt(), e.getMessage());
        }
    }

    private static Stream<String> pieces(String line) {
        return IntStream.iterate(0, at -> at < line.length(), at -> at + PIECE)
                .mapToObj(at -> line.substring(at, Math.min(line.length(), at + PIECE)));
    }

    private Finished good(StageDefinition<?> stage, Stored output, AttemptContext<?> context) throws IOException {
        List<String> missing =
                stage.produces().isEmpty() ? List.of() : Keys.missing(stage.produces(), () -> context.open(output));
        return missing.isEmpty()
                ? new Finished.Good(output, brief(context.degraded()), context.artifacts())
                : bad(
                        FailureKind.MISSING,
                        "its output has no " + String.join(", ", missing) + ", which the stage declares to produce");
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
        try {
            while (true) {
                try {
                    return shared.values().take(value);
                } catch (StoreException e) {
                    if (e.kind() == StoreException.Kind.BROKEN || context.cancelled()) {
                        throw e;
                    }
                    if (held.put(context, e) == null) {
                        LOG.warn(
                                "the output of {} is held until it can be stored: {}",
                                context.attempt(),
                                e.getMessage());
                    }
                    CompletableFuture<Boolean> healed = new CompletableFuture<>();
                    env.schedule(HEAL, () -> healed.complete(true));
                    healed.join();
                }
            }
        } finally {
            held.remove(context);
        }
    }

    private static @Nullable RawJson raw(AttemptOutcome outcome) {
        return switch (outcome) {
            case AttemptOutcome.Returned returned -> returned.value() instanceof RawJson raw ? raw : null;
            case AttemptOutcome.Rejected rejected -> rejected.feedback() instanceof RawJson raw ? raw : null;
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
