// SPDX-License-Identifier: Apache-2.0
package dev.pawl.core;

import dev.pawl.core.Command.Rejected;
import dev.pawl.core.Command.Rejection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@link Accepting} of a retry: whether a run may take another one up. */
final class AcceptingRetry {

    private final PipelineSpec pipeline;
    private final Command.Retry retry;
    private final Run parent;
    private final AcceptingInherited inheriting;
    private final int start;

    AcceptingRetry(PipelineSpec pipeline, Command.Retry retry) {
        this.pipeline = pipeline;
        this.retry = retry;
        this.parent = retry.parent();
        this.inheriting = new AcceptingInherited(pipeline, retry);
        this.start = inheriting.start;
    }

    List<Event> takenOver(Instant now) {
        return inheriting.takenOver(now);
    }

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
                    parent.interactive() ? "close it, or cancel it" : "wait for its end, or cancel it");
        }
        if (depth() > retry.maxDepth()) {
            return Refusing.rejected(
                    Rejection.DEPTH_LIMIT,
                    "run " + parent.id() + " is retry " + (depth() - 1) + " of its line already, and pipeline "
                            + pipeline.name() + " allows " + retry.maxDepth(),
                    "resume that run, submit a new one, or raise max-retry-depth of the pipeline");
        }
        BitSet open = inheriting.open();
        if (!open.isEmpty()) {
            return upstream(open);
        }
        return retryable();
    }

    private Rejected upstream(BitSet open) {
        List<String> unknown = new ArrayList<>();
        open.stream()
                .filter(i -> inheriting.of(i) == null)
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
                .filter(i -> inheriting.ups(i).stream().noneMatch(open::get))
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
        List<Integer> ups = inheriting.ups(position);
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
        } else if (!isMap(start) || inheriting.items() == null) {
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
            Set<String> others = inheriting.readOtherwise();
            if (!others.isEmpty()) {
                problem = "the items that stage " + from + " has done were made of another output of "
                        + String.join(", ", others) + " than there is now";
            }
        }
        return problem == null ? null : Refusing.rejected(Rejection.NOT_RETRYABLE, problem, "retry it as a whole");
    }

    private boolean isWhatThatMade(StageState there) {
        StageState here = Objects.requireNonNull(inheriting.of(start));
        return here.reusedFrom() == null
                || Objects.equals(here.output(), there.status().done() ? there.output() : there.partial());
    }

    private boolean isMap(int position) {
        return pipeline.stages().get(position).kind() instanceof StageKind.Map;
    }

    private boolean isDegraded(int position) {
        StageState stage = inheriting.of(position);
        return stage != null && stage.status() == StageStatus.DEGRADED;
    }

    private boolean ran(int position) {
        StageState stage = inheriting.of(position);
        return stage != null && (stage.status() != StageStatus.IDLE || stage.number() > 0 || stage.generation() > 0);
    }

    /** The run was cancelled when it was about to start by itself. */
    private boolean wasNext() {
        StageState stage = inheriting.of(start);
        return stage != null
                && parent.status() == RunStatus.CANCELLED
                && !pipeline.stages().get(start).manual();
    }

    /** What failed before it is taken as it is, and it was never its turn. */
    private boolean goesOnInPart() {
        return inheriting.of(start) != null && inheriting.goesOnInPart();
    }

    private String words(int position) {
        StageState stage = inheriting.of(position);
        return stage == null || stage.status() == StageStatus.IDLE ? "not done" : Refusing.words(stage.status());
    }
}
