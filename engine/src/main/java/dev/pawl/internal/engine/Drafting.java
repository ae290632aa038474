// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.engine;

import dev.pawl.Json;
import dev.pawl.Pipeline;
import dev.pawl.RawJson;
import dev.pawl.Retry;
import dev.pawl.core.Command;
import dev.pawl.core.Content;
import dev.pawl.core.Decider;
import dev.pawl.core.Event;
import dev.pawl.core.Queueing;
import dev.pawl.core.Run;
import dev.pawl.internal.content.Stored;
import dev.pawl.internal.content.Values;
import dev.pawl.internal.drive.Refusals;
import dev.pawl.internal.journal.ItemFiles;
import dev.pawl.internal.journal.Replay;
import dev.pawl.spi.Entry;
import dev.pawl.spi.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Finds out what a retry would do, and refuses what may not be done. Blocks. */
final class Drafting {

    private final Parts parts;
    private final Pipelines pipelines;
    private final Submitting submitting;

    Drafting(Parts parts, Pipelines pipelines, Submitting submitting) {
        this.parts = parts;
        this.pipelines = pipelines;
        this.submitting = submitting;
    }

    /** Only to be looked at: nothing is stored for it, and it cannot be made. */
    RetryDraft look(UUID run, Retry how) {
        Replay parent = load(run);
        Pipeline<?> pipeline = pipelines.toRetry(parent.run().created(), how.version());
        RawJson input = how.input();
        Content content = input == null ? parent.run().created().input() : named(input);
        return draft(parent, pipeline, how, new Stored(content, null), Values.contentOf(pipeline.definition()), false);
    }

    /** To be made. */
    RetryDraft draft(UUID run, Retry how) {
        Replay parent = load(run);
        Pipeline<?> pipeline = pipelines.toRetry(parent.run().created(), how.version());
        RawJson input = how.input();
        Content same = parent.run().created().input();
        Stored stored = input == null ? new Stored(same, parent.values().get(same)) : submitting.takenToSubmit(input);
        return draft(parent, pipeline, how, stored, submitting.definition(pipeline), true);
    }

    private Replay load(UUID run) {
        return Unreadable.load(parts.store(), parts.folds(), run);
    }

    private RetryDraft draft(
            Replay parent, Pipeline<?> pipeline, Retry how, Stored input, Content definition, boolean toMake) {
        Event.Created was = parent.run().created();
        String key = key(pipeline, parent, how);
        Marks.check(key, was.user(), was.labels());
        Marks.limit("the reason", how.reason());
        Marks.limit("the name of who asks", how.by());
        boolean inLine = key != null
                && switch (how.onConflict()) {
                    case REJECT -> pipelines.limitsOf(pipeline).perKeyOrder();
                    case ATTACH -> false;
                    case SUPERSEDE, QUEUE -> true;
                };
        Queueing queueing = new Queueing(was.queueing().priority(), null, inLine);
        Command.Create create =
                new Command.Create(definition, input.content(), key, was.user(), was.labels(), queueing);
        Replay executed =
                how.onlyFailedItems() ? executed(parent, pipeline.spec().made(how.fromStage())) : null;
        Command.Retry command = new Command.Retry(
                create,
                parent.run(),
                how.fromStage(),
                how.usePartial(),
                executed == null ? null : items(executed, pipeline.spec().made(how.fromStage())),
                pipeline.maxRetryDepth(),
                how.reason(),
                how.by());
        Run none = Run.empty(parts.env().newId());
        List<Event> events = switch (Decider.accept(
                pipeline.spec(), none, command, parts.env().now())) {
            case Command.Accepted accepted -> accepted.events();
            case Command.Rejected rejected -> throw Refusals.of(rejected);
        };
        Needs needs = new Needs(parts.values(), parent, events);
        needs.requireValues();
        needs.requireKeys(pipeline);
        Bringing bringing = new Bringing(parts, parent, executed == null ? parent : executed);
        if (toMake) {
            bringing.collect(input, events);
        }
        Making making = new Making(pipeline, command, queueing, bringing.values(), bringing.items());
        return new RetryDraft(parent, pipelines.find(was), command, making, events, ofOtherInput(parent, events));
    }

    /** The stages taken over that were made of another input than they have now. */
    private List<String> ofOtherInput(Replay parent, List<Event> events) {
        Content now = ((Event.Created) events.getFirst()).input();
        Map<UUID, Content> inputs = new LinkedHashMap<>();
        inputs.put(parent.run().id(), parent.run().created().input());
        List<String> stages = new ArrayList<>();
        for (Event event : events) {
            if (event instanceof Event.Reused reused
                    && !inputs.computeIfAbsent(reused.run(), run -> inputOf(run, now))
                            .equals(now)) {
                stages.add(reused.stage());
            }
        }
        return stages;
    }

    /** Where the run is there no more, nobody knows. */
    private Content inputOf(UUID run, Content otherwise) {
        List<Entry> first = StoreException.join(parts.store().read(run, 0, 1));
        return first.isEmpty()
                ? otherwise
                : Replay.none(run).after(first.getFirst()).run().created().input();
    }

    /** The run that executed a stage of that one, as it is now; empty where it is there no more. */
    private Replay executed(Replay parent, String stage) {
        UUID by = parent.run().hasStage(stage) ? parent.run().stage(stage).reusedFrom() : null;
        return by == null ? parent : Replay.load(parts.store(), by);
    }

    private Command.DoneItems items(Replay executed, String stage) {
        Run run = executed.run();
        return new Command.DoneItems(run, run.exists() ? ItemFiles.of(parts.store(), run.id(), stage) : Map.of());
    }

    /** As it was, or what follows from another input where it followed from the first. */
    private <I> @Nullable String key(Pipeline<I> pipeline, Replay parent, Retry how) {
        Event.Created was = parent.run().created();
        RawJson old = () -> parts.values().open(was.input(), parent.values());
        RawJson input = how.input();
        if (input == null) {
            pipeline.check(read(pipeline, given(old, parent)));
            return was.key();
        }
        I now = read(pipeline, input);
        pipeline.check(now);
        return followed(pipeline, old, was.key()) ? pipeline.keyOf(now) : was.key();
    }

    /** The input of that run, which is not there any more where it cannot be opened. */
    private static RawJson given(RawJson old, Replay parent) {
        return () -> {
            try {
                return old.open();
            } catch (IOException e) {
                throw Needs.noInput(parent, e);
            }
        };
    }

    /** Whether a key followed from that input. Where it cannot be read any more, which is why another is given, it may have. */
    private static <I> boolean followed(Pipeline<I> pipeline, RawJson old, @Nullable String key) {
        try {
            return Objects.equals(pipeline.keyOf(read(pipeline, old)), key);
        } catch (StoreException e) {
            if (e.kind() != StoreException.Kind.BROKEN) {
                throw e;
            }
            return pipeline.hasKey();
        } catch (RuntimeException e) {
            return pipeline.hasKey();
        }
    }

    private static <I> I read(Pipeline<I> pipeline, RawJson json) {
        try (InputStream in = json.open()) {
            return Json.values().readValue(in, pipeline.inputType());
        } catch (tools.jackson.core.JacksonException e) {
            throw Submitting.badInput(pipeline.name() + " does not take this input: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw Submitting.badInput(e.getMessage());
        }
    }

    private Content named(RawJson input) {
        try {
            return parts.values().name(input);
        } catch (IOException e) {
            throw Submitting.badInput(e.getMessage());
        }
    }
}
