// SPDX-License-Identifier: Apache-2.0
package dev.pawl.core;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What the core knows of a pipeline: a graph of stages. Immutable. Stages keep the order they were declared in; each is
 * declared after those it depends on, or anywhere as long as there is no cycle.
 */
public final class PipelineSpec {

    private final String name;
    private final int version;
    private final CheckpointPolicy checkpoint;
    private final boolean userRequired;
    private final boolean interactive;
    private final List<StageSpec> stages;
    private final List<String> ids;
    private final Map<String, Integer> positions = new LinkedHashMap<>();
    private final int[][] upstream;
    private final Validation validation;

    /**
     * Checks the graph as a whole.
     *
     * @throws IllegalArgumentException for no stage, a duplicate or unknown id, a cycle, or a policy a stage forbids
     */
    public PipelineSpec(
            String name, int version, CheckpointPolicy checkpoint, boolean userRequired, List<StageSpec> stages) {
        this(name, version, checkpoint, userRequired, false, stages);
    }

    /**
     * The same of a document.
     *
     * @param interactive whether its runs stay open until a person closes them
     * @throws IllegalArgumentException likewise
     */
    public PipelineSpec(
            String name,
            int version,
            CheckpointPolicy checkpoint,
            boolean userRequired,
            boolean interactive,
            List<StageSpec> stages) {
        this.name = name;
        this.version = version;
        this.checkpoint = checkpoint;
        this.userRequired = userRequired;
        this.interactive = interactive;
        this.stages = List.copyOf(stages);
        if (stages.isEmpty()) {
            throw new IllegalArgumentException("pipeline " + name + " has no stage; it needs at least one");
        }
        if (interactive && checkpoint == CheckpointPolicy.ON_FAILURE) {
            throw new IllegalArgumentException("pipeline " + name
                    + " is interactive, and under checkpoint policy on-failure what people see is not written down;"
                    + " use every-stage");
        }
        for (StageSpec stage : stages) {
            if (positions.put(stage.id(), positions.size()) != null) {
                throw new IllegalArgumentException("stage " + stage.id() + " is declared twice");
            }
            if (checkpoint == CheckpointPolicy.ON_FAILURE) {
                checkHeldBack(stage);
            }
        }
        this.ids = List.copyOf(positions.keySet());
        this.upstream = new int[stages.size()][];
        for (int i = 0; i < upstream.length; i++) {
            upstream[i] = positionsOf(this.stages.get(i));
        }
        List<String> cycle = findCycle();
        if (!cycle.isEmpty()) {
            throw new IllegalArgumentException(
                    "stages depend on each other in a circle: " + String.join(" -> ", cycle));
        }
        this.validation = new Validation(this);
    }

    private static void checkHeldBack(StageSpec stage) {
        String why = stage.effect() == Effect.EXTERNAL
                ? "has an external effect, which checkpoint policy on-failure could repeat"
                : stage.manual()
                        ? "is manual, and under checkpoint policy on-failure what it waits for is not written down"
                        : switch (stage.kind()) {
                            case StageKind.Map map ->
                                "is a map, whose items checkpoint policy on-failure could do again";
                            case StageKind.Input input ->
                                "waits for a person, and under checkpoint policy on-failure what it waits for is not"
                                        + " written down";
                            case StageKind.Task task -> null;
                            case StageKind.Validator validator -> null;
                            case StageKind.Export export -> null;
                        };
        if (why != null) {
            throw new IllegalArgumentException("stage " + stage.id() + " " + why + "; use every-stage");
        }
    }

    public String name() {
        return name;
    }

    public int version() {
        return version;
    }

    public CheckpointPolicy checkpoint() {
        return checkpoint;
    }

    /** Whether a run must name the user it is for. */
    public boolean userRequired() {
        return userRequired;
    }

    /** Whether its runs are documents: each stays open until a person closes it. */
    public boolean interactive() {
        return interactive;
    }

    /** In the order declared. */
    public List<StageSpec> stages() {
        return stages;
    }

    public @Nullable StageSpec stage(String id) {
        Integer position = positions.get(id);
        return position == null ? null : stages.get(position);
    }

    /** Ids of all stages, in the order declared. */
    public List<String> ids() {
        return ids;
    }

    /** All stages the given one depends on, directly or not, in the order declared. */
    public List<String> upstreamOf(String id) {
        boolean[] reached = new boolean[stages.size()];
        Integer position = positions.get(id);
        if (position == null) {
            throw new IllegalArgumentException("pipeline " + name + " has no stage " + id);
        }
        reach(position, reached);
        reached[position] = false;
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < reached.length; i++) {
            if (reached[i]) {
                ids.add(stages.get(i).id());
            }
        }
        return ids;
    }

    /** Ids of the validators of a stage, in the order declared. */
    public List<String> validatorsOf(String id) {
        return stages.stream()
                .filter(stage -> stage.kind() instanceof StageKind.Validator validator
                        && validator.validates().equals(id))
                .map(StageSpec::id)
                .toList();
    }

    /** Validators a stage waits for although it is not after them: they may send back what it uses. In the order declared. */
    public List<String> gatesOf(String id) {
        int position = position(id);
        return position < 0
                ? List.of()
                : IntStream.of(validation.gates(position)).mapToObj(ids::get).toList();
    }

    /** The stages that run again when that validator sends the work back, itself included, in the order declared. */
    List<String> reopens(String validator) {
        return validation.reopens(position(validator));
    }

    /** Positions of validators the stage at {@code position} waits for although it is not after them, ascending. */
    int[] gates(int position) {
        return validation.gates(position);
    }

    /** Where the stage of that id stands in {@link #stages()}, or -1. */
    int position(String id) {
        Integer position = positions.get(id);
        return position == null ? -1 : position;
    }

    /** Positions of the stages the one at {@code position} directly depends on, ascending. Not to be changed by the caller. */
    int[] upstream(int position) {
        return upstream[position];
    }

    private int[] positionsOf(StageSpec stage) {
        return stage.after().stream()
                .mapToInt(id -> {
                    Integer position = positions.get(id);
                    if (position == null) {
                        throw new IllegalArgumentException("stage " + stage.id() + " is after " + id
                                + ", which pipeline " + name + " does not have");
                    }
                    return position;
                })
                .distinct()
                .sorted()
                .toArray();
    }

    private void reach(int position, boolean[] reached) {
        if (!reached[position]) {
            reached[position] = true;
            for (int up : upstream[position]) {
                reach(up, reached);
            }
        }
    }

    /** The ids along one circle, or none: stages without open dependencies are taken away until none is left. */
    private List<String> findCycle() {
        boolean[] settled = new boolean[upstream.length];
        for (boolean changed = true; changed; ) {
            changed = false;
            for (int i = 0; i < settled.length; i++) {
                if (!settled[i] && openUpstream(i, settled) < 0) {
                    settled[i] = true;
                    changed = true;
                }
            }
        }
        List<String> walked = new ArrayList<>();
        for (int i = 0; i < settled.length; i++) {
            if (!settled[i]) {
                int at = i;
                for (; !walked.contains(stages.get(at).id()); at = openUpstream(at, settled)) {
                    walked.add(stages.get(at).id());
                }
                return walked.subList(walked.indexOf(stages.get(at).id()), walked.size());
            }
        }
        return walked;
    }

    private int openUpstream(int position, boolean[] settled) {
        for (int up : upstream[position]) {
            if (!settled[up]) {
                return up;
            }
        }
        return -1;
    }

    /** What has to be made again for a stage to say something else: of a validator what it checks, else the stage itself. */
    public String made(String id) {
        StageSpec spec = stage(id);
        return spec != null && spec.kind() instanceof StageKind.Validator validator ? made(validator.validates()) : id;
    }
}
