// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.imports;

import dev.pawl.Json;
import dev.pawl.Pipeline;
import dev.pawl.core.Content;
import dev.pawl.core.Event;
import dev.pawl.core.Failure;
import dev.pawl.core.FailureKind;
import dev.pawl.core.Lineage;
import dev.pawl.core.OnInterrupt;
import dev.pawl.core.Queueing;
import dev.pawl.core.RunStatus;
import dev.pawl.core.StageSpec;
import dev.pawl.internal.content.Brief;
import dev.pawl.internal.imports.Old.Item;
import dev.pawl.internal.imports.Old.Stage;
import dev.pawl.internal.imports.Old.Standing;
import dev.pawl.internal.imports.Old.Was;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Tells a run of another system as the events it would have had here. The one rule for what stands as running: nobody runs it. In a
 * document it is put back, and waits to be pressed; in a run that goes on it is interrupted, and goes on once a worker takes the run;
 * in a run that ended it has failed by that. Where the pipeline is known, its stages say which of these it is ({@code on-interrupt}).
 */
final class Story {

    /** Nobody: it never lived, so what it owns is interrupted. */
    static final UUID NOBODY = UUID.fromString("00000000-0000-7000-8000-00696d706f72");

    static final String WAS_RUNNING = "it stood as running when it was imported, and nothing ran it";

    private final Old old;
    private final @Nullable Pipeline<?> pipeline;
    private final Taking taking;
    private final List<Timed> told = new ArrayList<>();
    private boolean failsByThat;

    /** Takes a value up. */
    @FunctionalInterface
    interface Taking {
        Content take(byte[] json) throws IOException;
    }

    /** An event that has its time once all are in order. */
    private record Timed(Instant at, Function<Instant, Event> event) {}

    private Story(Old old, @Nullable Pipeline<?> pipeline, Taking taking) {
        this.old = old;
        this.pipeline = pipeline;
        this.taking = taking;
    }

    /**
     * The events.
     *
     * @param pipeline what the run follows, where that is known
     */
    static List<Event> of(
            Old old,
            @Nullable Pipeline<?> pipeline,
            Content definition,
            Map<String, String> labels,
            @Nullable Lineage lineage,
            Taking taking)
            throws IOException {
        Story story = new Story(old, pipeline, taking);
        List<String> stages = pipeline == null
                ? old.stages().stream().map(Stage::id).toList()
                : pipeline.spec().ids();
        Content input = story.take(old.input());
        Event created = new Event.Created(
                old.createdAt(),
                old.pipeline(),
                old.version(),
                definition,
                stages,
                input,
                old.key(),
                old.user(),
                labels,
                Queueing.NONE,
                lineage,
                old.document());
        story.tell();
        return story.inOrder(created);
    }

    private void tell() throws IOException {
        if (old.standing() == Standing.QUEUED) {
            return;
        }
        boolean begun = (old.standing() == Standing.RUNNING && !old.document())
                || old.stages().stream().anyMatch(stage -> stage.was() != Was.IDLE);
        if (begun) {
            told.add(new Timed(Instant.MIN, at -> new Event.Claimed(later(old.startedAt(), at), NOBODY, 1)));
        }
        for (Stage stage : old.stages()) {
            stage(stage);
        }
    }

    private void stage(Stage stage) throws IOException {
        Instant from = time(stage.startedAt(), old.startedAt());
        Instant to = later(stage.finishedAt(), from);
        String id = stage.id();
        if (stage.was() == Was.SKIPPED) {
            told.add(new Timed(to, at -> new Event.ConditionEvaluated(at, id, false)));
        } else if (stage.was() != Was.IDLE) {
            told.add(new Timed(from, at -> new Event.AttemptStarted(at, id, 0, 1, 1)));
            Content outputs = stage.items() == null ? null : items(id, stage.items(), from);
            end(stage, outputs, later(ofItems(stage), to));
        }
    }

    private void end(Stage stage, @Nullable Content outputs, Instant to) throws IOException {
        String id = stage.id();
        Content output = outputs != null ? outputs : stage.output() == null ? null : take(stage.output());
        Content partial = stage.partial() == null ? null : take(stage.partial());
        switch (stage.was()) {
            case DONE, DEGRADED -> {
                Content done = output == null ? take(JsonNodeFactory.instance.nullNode()) : output;
                String degraded = stage.was() == Was.DONE ? null : words(stage.error(), "it was degraded");
                told.add(new Timed(to, at -> new Event.AttemptSucceeded(at, id, done, degraded)));
            }
            case FAILED -> fail(id, FailureKind.ERROR, words(stage.error(), "it had failed"), partial, to);
            case RUNNING -> running(id, partial, to);
            case IDLE, SKIPPED -> throw new IllegalStateException("it never began");
        }
    }

    /** The one rule. */
    private void running(String id, @Nullable Content partial, Instant to) {
        switch (rule(id)) {
            case IDLE -> told.add(new Timed(to, at -> new Event.Reset(at, id, null)));
            case FAIL -> {
                failsByThat = true;
                fail(id, FailureKind.INTERRUPTED, WAS_RUNNING, partial, to);
            }
            case RESUME, RESTART -> {} // it is interrupted
        }
    }

    private OnInterrupt rule(String id) {
        if (old.standing() == Standing.FAILED) {
            return OnInterrupt.FAIL;
        }
        if (old.standing() == Standing.CANCELLED) {
            return OnInterrupt.RESUME; // it ends with the run
        }
        StageSpec spec = pipeline == null ? null : pipeline.spec().stage(id);
        return old.document() || spec == null
                ? old.document() ? OnInterrupt.IDLE : OnInterrupt.RESUME
                : spec.onInterrupt();
    }

    private void fail(String id, FailureKind kind, String why, @Nullable Content partial, Instant to) {
        told.add(new Timed(to, at -> new Event.AttemptFailed(at, id, new Failure(kind, why), null, partial)));
    }

    /** The outputs of all items as one array. */
    private Content items(String stage, List<Item> items, Instant from) throws IOException {
        ArrayNode inputs = JsonNodeFactory.instance.arrayNode();
        ArrayNode outputs = JsonNodeFactory.instance.arrayNode();
        items.forEach(item -> inputs.add(item.input()));
        Content list = take(inputs);
        told.add(new Timed(from, at -> new Event.ItemsListed(at, stage, items.size(), list, null)));
        for (int i = 0; i < items.size(); i++) {
            Item item = items.get(i);
            int index = i;
            Instant when = later(item.finishedAt(), from);

            JsonNode output = item.output();
            boolean done = (item.was() == Was.DONE || item.was() == Was.DEGRADED) && output != null;
            outputs.add(done ? output : JsonNodeFactory.instance.nullNode());
            if (done && output != null) {
                Content taken = take(output);
                String degraded = item.was() == Was.DONE ? null : words(item.error(), "it was degraded");
                told.add(new Timed(when, at -> new Event.ItemSucceeded(at, stage, index, taken, degraded)));
            } else if (item.was() == Was.FAILED) {
                Failure failure = new Failure(FailureKind.ERROR, words(item.error(), "it had failed"));
                told.add(new Timed(when, at -> new Event.ItemFailed(at, stage, index, failure, null)));
            }
        }
        return take(outputs);
    }

    private List<Event> inOrder(Event created) {
        List<Event> events = new ArrayList<>(told.size() + 3);
        events.add(created);
        Instant last = created.at();
        told.sort(Comparator.comparing(Timed::at));
        for (Timed timed : told) {
            last = timed.at().isAfter(last) ? timed.at() : last;
            Event event = timed.event().apply(last);
            events.add(event);
            last = event.at();
        }
        Instant end = old.finishedAt() != null && old.finishedAt().isAfter(last) ? old.finishedAt() : last;
        switch (old.standing()) {
            case SUCCEEDED -> events.add(new Event.Ended(end, RunStatus.SUCCEEDED, null));
            case FAILED -> events.add(new Event.Ended(end, RunStatus.FAILED, failure()));
            case CANCELLED -> {
                events.add(new Event.CancelRequested(end, null, "it was cancelled before it was imported"));
                events.add(new Event.Ended(end, RunStatus.CANCELLED, null));
            }
            case RUNNING -> {
                if (failsByThat) {
                    events.add(
                            new Event.Ended(end, RunStatus.FAILED, new Failure(FailureKind.INTERRUPTED, WAS_RUNNING)));
                } else if (old.document() && events.size() > 1) {
                    events.add(new Event.Released(end, "it was imported"));
                }
            }
            case QUEUED -> {}
        }
        return events;
    }

    private Failure failure() {
        String why = old.error();
        for (Stage stage : old.stages()) {
            why = why == null && stage.was() == Was.FAILED
                    ? stage.id() + ": " + words(stage.error(), "it had failed")
                    : why;
        }
        return new Failure(FailureKind.ERROR, words(why, "it had failed"));
    }

    /** When the last of its items was done. */
    private static @Nullable Instant ofItems(Stage stage) {
        List<Item> items = stage.items() == null ? List.of() : stage.items();
        Instant last = null;
        for (Item item : items) {
            last = last == null ? item.finishedAt() : later(item.finishedAt(), last);
        }
        return last;
    }

    private static Instant later(@Nullable Instant one, Instant other) {
        return one != null && one.isAfter(other) ? one : other;
    }

    private Instant time(@Nullable Instant one, @Nullable Instant other) {
        return one != null ? one : other != null ? other : old.createdAt();
    }

    private Content take(JsonNode value) throws IOException {
        return taking.take(Json.values().writeValueAsBytes(value));
    }

    private static String words(@Nullable String said, String otherwise) {
        return said == null ? otherwise : Brief.of(said);
    }
}
