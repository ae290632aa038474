// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.attempt;

import dev.pawl.MapItems;
import dev.pawl.Pipeline;
import dev.pawl.RawJson;
import dev.pawl.StageCondition;
import dev.pawl.StageDefinition;
import dev.pawl.StageFailedException;
import dev.pawl.core.Attempt;
import dev.pawl.core.Command;
import dev.pawl.core.Failure;
import dev.pawl.core.FailureKind;
import dev.pawl.core.Run;
import dev.pawl.internal.content.Brief;
import dev.pawl.internal.content.InlineValues;
import dev.pawl.internal.content.Stored;
import dev.pawl.spi.StoreException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of a stage's definition beside its code: whether it is to run, and on what. Answers are facts for the journal.
 * Thread-safe.
 */
public final class Questions {

    private final Attempts attempts;
    private final int mostItems;

    /**
     * Asks.
     *
     * @param mostItems how many items a map may have
     */
    public Questions(Attempts attempts, int mostItems) {
        this.attempts = attempts;
        this.mostItems = mostItems;
    }

    /** The run a question is about, as it stands, and the attempt it is asked for. */
    public record About<I>(
            Pipeline<I> pipeline, Run run, long number, InlineValues inline, Attempt attempt, int epoch) {}

    /** Whether the attempt may start. */
    public <I> Question mayStart(About<I> about) {
        AttemptContext<I> context = attempts.look(about);
        return new Question(() -> mayStart(about, context), context::cancel);
    }

    /** The items of a map. What the answer names is added to the run's values. */
    public <I> Question items(About<I> about) {
        AttemptContext<I> context = attempts.look(about);
        return new Question(() -> items(about, context), context::cancel);
    }

    @SuppressWarnings("ThreadPropagatesErrors") // an error of what is asked is the stage's failure, not the worker's
    private <I> Command.Fact mayStart(About<I> about, AttemptContext<I> context) {
        StageDefinition<I> stage = Attempts.stage(about.pipeline, about.attempt);
        StageCondition<I> condition = stage.condition();
        try {
            if (condition != null && !condition.holds(context)) {
                return new Command.Evaluated(about.attempt, about.epoch, false);
            }
            String missing = missing(stage.requires(), context);
            return missing == null
                    ? new Command.Evaluated(about.attempt, about.epoch, true)
                    : new Command.NotEvaluated(
                            about.attempt, about.epoch, new Failure(FailureKind.MISSING, Brief.of(missing)));
        } catch (StoreException e) {
            throw e;
        } catch (Throwable e) {
            String words = "its condition cannot be evaluated: " + context.redact(words(e));
            return new Command.NotEvaluated(
                    about.attempt, about.epoch, new Failure(FailureKind.CONDITION, Brief.of(words)));
        }
    }

    /** What is missing of what a stage requires, in words, or null. */
    private static @Nullable String missing(List<String> requires, AttemptContext<?> context) throws IOException {
        Map<String, List<String>> byStage = new LinkedHashMap<>();
        for (String path : requires) {
            int dot = path.indexOf('.');
            String stage = dot < 0 ? path : path.substring(0, dot);
            byStage.computeIfAbsent(stage, id -> new ArrayList<>()).add(dot < 0 ? "" : path.substring(dot + 1));
        }
        List<String> missing = new ArrayList<>();
        for (Map.Entry<String, List<String>> entry : byStage.entrySet()) {
            String stage = entry.getKey();
            Keys.missing(entry.getValue(), () -> context.openOutput(stage))
                    .forEach(key -> missing.add(key + ", which stage " + stage + " should have put out"));
        }
        return missing.isEmpty() ? null : "it requires " + String.join("; ", missing);
    }

    @SuppressWarnings("ThreadPropagatesErrors")
    private <I> Command.Fact items(About<I> about, AttemptContext<I> context) {
        StageDefinition<I> stage = Attempts.stage(about.pipeline, about.attempt);
        try {
            MapItems<I> items = stage.items();
            if (items == null) {
                throw new IllegalStateException("stage " + about.attempt.stage() + " is no map");
            }
            Stored list = attempts.values().take(items.list().list(context));
            ItemList read = ItemList.read(attempts.values(), inlineOf(list), list.content());
            if (read.size() > mostItems) {
                return failed(
                        about,
                        FailureKind.ERROR_FINAL,
                        read.size() + " items, and at most " + mostItems
                                + " are allowed; have each item stand for several, or raise the limit");
            }
            Stored keys = items.key() == null ? null : attempts.values().take(keys(items.key(), context, read));
            return new Command.Listed(
                    about.attempt,
                    about.epoch,
                    read.size(),
                    about.inline.add(list),
                    keys == null ? null : about.inline.add(keys));
        } catch (StoreException e) {
            throw e;
        } catch (StageFailedException e) {
            FailureKind kind =
                    e.retry() == StageFailedException.Retry.NEVER ? FailureKind.ERROR_FINAL : FailureKind.ERROR;
            return failed(about, kind, context.redact(words(e)));
        } catch (Throwable e) {
            return failed(about, FailureKind.ERROR, context.redact(words(e)));
        }
    }

    private static <I> List<String> keys(MapItems.Naming<I> naming, AttemptContext<I> context, ItemList items)
            throws Exception {
        List<String> keys = new ArrayList<>(items.size());
        Map<String, Integer> seen = new HashMap<>();
        for (int i = 0; i < items.size(); i++) {
            String key = naming.name(context, RawJson.of(items.get(i)));
            Integer before = seen.put(key, i);
            if (before != null) {
                throw new StageFailedException(
                        "items " + before + " and " + i + " are both called '" + Brief.of(key)
                                + "'; each needs a name of its own",
                        StageFailedException.Retry.NEVER,
                        null);
            }
            keys.add(key);
        }
        return keys;
    }

    private static InlineValues inlineOf(Stored stored) {
        InlineValues values = new InlineValues();
        values.add(stored);
        return values;
    }

    private static Command.Fact failed(About<?> about, FailureKind kind, String why) {
        Failure failure = new Failure(kind, Brief.of("its items cannot be listed: " + why));
        return new Command.Fail(about.attempt, about.epoch, failure, null);
    }

    private static String words(Throwable e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
