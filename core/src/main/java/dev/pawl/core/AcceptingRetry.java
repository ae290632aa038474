// SPDX-License-Identifier: Apache-2.0
package dev.pawl.core;

import dev.pawl.core.Command.Rejected;
import dev.pawl.core.Command.Rejection;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * {@link Accepting} of a retry: what a run takes over from the one it takes up, and whether it may. A stage runs again where it is
 * the one asked for, where there is nothing of it to take over, or where one before it runs again; all others are taken over. By
 * "before" a stage are those it is after, and the validators it waits for.
 */
final class AcceptingRetry {

    private final PipelineSpec pipeline;
    private final Command.Retry retry;
    private final Run parent;
    private final int start;
    private final BitSet before = new BitSet();
    private final BitSet again = new BitSet();
    private final Staleness staleness;

    AcceptingRetry(PipelineSpec pipeline, Command.Retry retry) {
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

    private List<Integer> ups(int position) {
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

    private @Nullable StageState of(int position) {
        String id = pipeline.ids().get(position);
        return parent.hasStage(id) ? parent.stage(id) : null;
    }

    // ---- what is taken over

    Lineage lineage() {
        Lineage above = parent.created().lineage();
        return new Lineage(
                above == null ? parent.id() : above.root(),
                parent.id(),
                pipeline.ids().get(start),
                depth(),
                retry.reason(),
                retry.by(),
                retry.items() != null);
    }

    private int depth() {
        Lineage above = parent.created().lineage();
        return above == null ? 1 : above.depth() + 1;
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

    // ---- whether it may

    @Nullable
    Rejected refusal() {
        if (!parent.exists()) {
            return Refusing.rejected(
                    Rejection.NO_RUN, "there is no run " + parent.id() + " to take up", "look at the list of runs");
        }
        if (start < 0) {
            return Refusing.rejected(
                    Rejection.UNKNOWN_STAGE,
                    "pipeline " + pipeline.name() + " has no stage " + retry.from() + "; it has "
                            + String.join(", ", pipeline.ids()),
                    "name one of these");
        }
        if (parent.ended() == null) {
            return Refusing.rejected(
                    Rejection.RUN_ACTIVE,
                    "run " + parent.id() + " is " + Refusing.words(parent.status())
                            + ", and only one that has ended is taken up",
                    "wait for its end, or cancel it");
        }
        if (depth() > retry.maxDepth()) {
            return Refusing.rejected(
                    Rejection.DEPTH_LIMIT,
                    "run " + parent.id() + " is retry " + (depth() - 1) + " of its line already, and pipeline "
                            + pipeline.name() + " allows " + retry.maxDepth(),
                    "resume that run, submit a new one, or raise max-retry-depth of the pipeline");
        }
        BitSet open = (BitSet) again.clone();
        open.and(before);
        if (!open.isEmpty()) {
            return upstream(open);
        }
        return retryable();
    }

    private Rejected upstream(BitSet open) {
        List<String> unknown = new ArrayList<>();
        open.stream()
                .filter(i -> of(i) == null)
                .forEach(i -> unknown.add(pipeline.ids().get(i)));
        String from = pipeline.ids().get(start);
        if (!unknown.isEmpty()) {
            return new Rejected(
                    Rejection.MISSING_STATE,
                    "stage " + from + " needs what " + String.join(", ", unknown) + " put out, and run " + parent.id()
                            + " had no such stage",
                    "retry with the version of the pipeline that run had, or submit a new run",
                    unknown);
        }
        int first = open.stream()
                .filter(i -> ups(i).stream().noneMatch(open::get))
                .findFirst()
                .orElseThrow();
        List<String> instead = ran(first) ? List.of(pipeline.ids().get(first)) : lastDone(first);
        return new Rejected(
                Rejection.UPSTREAM_FAILED,
                "stage " + from + " needs what " + pipeline.ids().get(first) + " puts out, and in run " + parent.id()
                        + " that is " + words(first),
                instead.isEmpty() ? "submit a new run" : "retry from " + pipeline.made(instead.getFirst()),
                instead.stream().map(pipeline::made).toList());
    }

    private List<String> lastDone(int position) {
        List<Integer> ups = ups(position);
        return ups.isEmpty() ? List.of() : List.of(pipeline.ids().get(ups.getLast()));
    }

    private @Nullable Rejected retryable() {
        String from = pipeline.ids().get(start);
        int asked = pipeline.position(retry.from());
        if (parent.status() == RunStatus.SUCCEEDED && !isDegraded(start) && !isDegraded(asked)) {
            return Refusing.rejected(
                    Rejection.NOT_RETRYABLE,
                    "stage " + from + " is " + words(start) + " in run " + parent.id() + ", which has succeeded",
                    "retry from a degraded stage, or submit a new run");
        }
        if (!ran(start) && !wasNext() && !goesOnInPart()) {
            return Refusing.rejected(
                    Rejection.NOT_RETRYABLE,
                    "stage " + from + " never ran in run " + parent.id() + ", so there is nothing to do again",
                    "retry from a stage that ran, or submit a new run");
        }
        return retry.items() == null ? null : withoutItems(from, retry.items().executed());
    }

    /** Items that were made of something else would stand beside those that are made now. */
    private @Nullable Rejected withoutItems(String from, Run executed) {
        String problem = null;
        if (!executed.exists()) {
            problem = "run " + executed.id() + ", which executed stage " + from + ", is deleted, and its items with it";
        } else if (!isMap(start) || items() == null) {
            problem = "stage " + from + " has no items in run " + executed.id();
        } else if (!isWhatThatMade(executed.stage(from))) {
            problem = "stage " + from + " has put out something else since in run " + executed.id()
                    + ", from which run " + parent.id() + " took it over";
        } else if (!executed.created().input().equals(retry.create().input())) {
            return Refusing.rejected(
                    Rejection.NOT_RETRYABLE,
                    "the items that stage " + from + " has done were made of another input than this retry has",
                    "retry it as a whole, or with the input of run " + executed.id());
        } else {
            Map<String, @Nullable String> reads = new TreeMap<>();
            readOtherwise(pipeline.stages().get(start), madeOf(Objects.requireNonNull(of(start))), reads);
            if (!reads.isEmpty()) {
                problem = "the items that stage " + from + " has done were made of another output of "
                        + String.join(", ", reads.keySet()) + " than there is now";
            }
        }
        return problem == null ? null : Refusing.rejected(Rejection.NOT_RETRYABLE, problem, "retry it as a whole");
    }

    /** Those to be taken over, or null. */
    private @Nullable Items items() {
        String from = pipeline.ids().get(start);
        Run executed = retry.items() == null ? null : retry.items().executed();
        return executed == null || !executed.exists() || !executed.hasStage(from)
                ? null
                : executed.stage(from).items();
    }

    private boolean isWhatThatMade(StageState there) {
        StageState here = Objects.requireNonNull(of(start));
        return here.reusedFrom() == null
                || Objects.equals(here.output(), there.status().done() ? there.output() : there.partial());
    }

    private boolean isMap(int position) {
        return pipeline.stages().get(position).kind() instanceof StageKind.Map;
    }

    private boolean isDegraded(int position) {
        StageState stage = of(position);
        return stage != null && stage.status() == StageStatus.DEGRADED;
    }

    private boolean ran(int position) {
        StageState stage = of(position);
        return stage != null && (stage.status() != StageStatus.IDLE || stage.number() > 0 || stage.generation() > 0);
    }

    /** The run was cancelled when it was about to start by itself. */
    private boolean wasNext() {
        StageState stage = of(start);
        return stage != null
                && parent.status() == RunStatus.CANCELLED
                && !pipeline.stages().get(start).manual();
    }

    /** What failed before it is taken as it is, and it was never its turn. */
    private boolean goesOnInPart() {
        return of(start) != null && before.stream().anyMatch(this::inPart);
    }

    private String words(int position) {
        StageState stage = of(position);
        return stage == null || stage.status() == StageStatus.IDLE ? "not done" : Refusing.words(stage.status());
    }
}
