// SPDX-License-Identifier: Apache-2.0
package dev.pawl.core;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * {@link Accepting} of a retry: what a run takes over from the one it takes up. A stage runs again where it is the one asked for,
 * where there is nothing of it to take over, or where one before it runs again; all others are taken over. By "before" a stage are
 * those it is after, and the validators it waits for.
 */
final class AcceptingInherited {

    private final PipelineSpec pipeline;
    private final Command.Retry retry;
    private final Run parent;
    private final BitSet before = new BitSet();
    private final BitSet again = new BitSet();
    private final Staleness staleness;

    /** Position of the stage to begin at; negative where there is none. */
    final int start;

    AcceptingInherited(PipelineSpec pipeline, Command.Retry retry) {
        this.pipeline = pipeline;
        this.retry = retry;
        this.parent = retry.parent();
        this.staleness = new Staleness(pipeline, parent);
        this.start = pipeline.position(pipeline.made(retry.from()));
        if (start >= 0 && parent.exists()) {
            collectBefore();
            collectAgain();
        }
    }

    /** Stages before the first that run again: there is nothing of them to take over. */
    BitSet open() {
        BitSet open = (BitSet) again.clone();
        open.and(before);
        return open;
    }

    /** Whether what failed before it is taken as it is. */
    boolean goesOnInPart() {
        return before.stream().anyMatch(this::inPart);
    }

    /** Stages whose output is another one by now than its finished items were made of. */
    Set<String> readOtherwise() {
        Map<String, @Nullable String> reads = new TreeMap<>();
        readOtherwise(pipeline.stages().get(start), madeOf(Objects.requireNonNull(of(start))), reads);
        return reads.keySet();
    }

    private void collectBefore() {
        Deque<Integer> open = new ArrayDeque<>(List.of(start));
        while (!open.isEmpty()) {
            for (int up : ups(open.remove())) {
                if (!before.get(up)) {
                    before.set(up);
                    open.add(up);
                }
            }
        }
    }

    private void collectAgain() {
        List<List<Integer>> downs = new ArrayList<>();
        pipeline.ids().forEach(id -> downs.add(new ArrayList<>()));
        for (int i = 0; i < downs.size(); i++) {
            for (int up : ups(i)) {
                downs.get(up).add(i);
            }
        }
        Deque<Integer> open = new ArrayDeque<>();
        for (int i = 0; i < downs.size(); i++) {
            if (i == start || !inheritable(i)) {
                again.set(i);
                open.add(i);
            }
        }
        while (!open.isEmpty()) {
            for (int down : downs.get(open.remove())) {
                if (!again.get(down)) {
                    again.set(down);
                    open.add(down);
                }
            }
        }
    }

    List<Integer> ups(int position) {
        List<Integer> ups = new ArrayList<>();
        for (int up : pipeline.upstream(position)) {
            ups.add(up);
        }
        for (int gate : pipeline.gates(position)) {
            ups.add(gate);
        }
        return ups;
    }

    private boolean inheritable(int position) {
        StageState stage = of(position);
        return stage != null && (stage.status().done() || inPart(position));
    }

    /** Whether what it had put out before it failed is taken for its output. */
    private boolean inPart(int position) {
        StageState stage = of(position);
        return retry.usePartial()
                && before.get(position)
                && stage != null
                && (stage.status() == StageStatus.FAILED || stage.status() == StageStatus.CANCELLED)
                && stage.partial() != null;
    }

    @Nullable
    StageState of(int position) {
        String id = pipeline.ids().get(position);
        return parent.hasStage(id) ? parent.stage(id) : null;
    }

    List<Event> takenOver(Instant now) {
        List<Event> events = new ArrayList<>();
        BitSet told = (BitSet) again.clone();
        for (int i = 0; i < pipeline.ids().size(); i++) {
            take(now, i, told, events);
        }
        Items items = items();
        if (items != null) {
            events.addAll(finished(now, pipeline.ids().get(start), items));
        }
        if (pipeline.stages().get(start).manual()) {
            events.add(new Event.Pressed(now, pipeline.ids().get(start), retry.by())); // who asks for it has it start
        }
        return events;
    }

    /** After all it was made of: it counts as made of what is there by then. */
    private void take(Instant now, int position, BitSet told, List<Event> events) {
        if (!told.get(position)) {
            told.set(position);
            ups(position).forEach(up -> take(now, up, told, events));
            StageState stage = of(position);
            if (stage != null) {
                events.add(reused(now, position, stage));
            }
        }
    }

    private Event reused(Instant now, int position, StageState stage) {
        String id = pipeline.ids().get(position);
        UUID run = stage.reusedFrom() == null ? parent.id() : stage.reusedFrom();
        Map<String, @Nullable String> reads = new TreeMap<>();
        Version version = madeOf(stage);
        readOtherwise(pipeline.stages().get(position), version, reads);
        if (!stage.status().done()) {
            String why =
                    stage.failure() == null ? "it was stopped" : stage.failure().message();
            return new Event.Reused(
                    now,
                    id,
                    StageStatus.DEGRADED,
                    stage.partial(),
                    "a part of it: " + why,
                    run,
                    List.of(),
                    reads,
                    false);
        }
        boolean answeredFor =
                version.covers() > 0 && staleness.of(id).stream().allMatch(cause -> reads.containsKey(cause.input()));
        return new Event.Reused(
                now, id, stage.status(), stage.output(), stage.degraded(), run, stage.artifacts(), reads, answeredFor);
    }

    /** What says of what it was made: its latest output, or, where there is none or it is at work again, its attempt. */
    private static Version madeOf(StageState stage) {
        Versions versions = stage.past().versions();
        return stage.status().done() && versions != null
                ? versions.latest()
                : new Version(
                        0, 0, stage.partial(), null, List.of(), stage.past().readAt(), 0, Map.of(), 0, null);
    }

    private void readOtherwise(StageSpec spec, Version version, Map<String, @Nullable String> reads) {
        for (String input : spec.after()) {
            int position = pipeline.position(input);
            StageState stage = position < 0 ? null : of(position);
            if (stage != null) {
                Versions versions = stage.past().versions();
                Content taken = inPart(position) ? stage.partial() : stage.output();
                String was = versions == null ? null : Staleness.was(version, input, versions);
                if (!Objects.equals(was, taken == null ? null : taken.sha())) {
                    reads.put(input, was);
                }
            }
        }
    }

    /** The list stays what it was, too: an item is known by its place in it. */
    private List<Event> finished(Instant now, String stage, Items items) {
        Map<Integer, List<Artifact>> made =
                retry.items() == null ? Map.of() : retry.items().files();
        List<Event> events = new ArrayList<>();
        events.add(new Event.ItemsListed(now, stage, items.size(), items.list(), items.keys()));
        for (int i = 0; i < items.size(); i++) {
            ItemState item = items.get(i);
            Content output = item.output();
            if (item.status() == ItemStatus.SUCCEEDED && output != null) {
                List<Artifact> files = made.getOrDefault(i, List.of());
                events.add(new Event.ItemSucceeded(now, stage, i, output, item.degraded(), files));
            }
        }
        return events;
    }

    /** Those to be taken over, or null. */
    @Nullable
    Items items() {
        String from = pipeline.ids().get(start);
        Run executed = retry.items() == null ? null : retry.items().executed();
        return executed == null || !executed.exists() || !executed.hasStage(from)
                ? null
                : executed.stage(from).items();
    }
}
