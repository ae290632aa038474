// SPDX-License-Identifier: Apache-2.0
package dev.pawl;

import dev.pawl.core.CheckpointPolicy;
import dev.pawl.core.PipelineSpec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Declares a pipeline. Not thread-safe.
 *
 * @param <I> the pipeline's input
 */
public final class PipelineBuilder<I> {

    private final String name;
    private final Class<I> inputType;
    private final List<StageDefinition<I>> stages = new ArrayList<>();
    private int version = 1;
    private CheckpointPolicy checkpoint = CheckpointPolicy.EVERY_STAGE;
    private boolean userRequired;
    private boolean interactive;
    private @Nullable Function<I, @Nullable String> key;
    private byte @Nullable [] definition;
    private @Nullable String description;
    private final Map<String, String> labels = new LinkedHashMap<>();
    private Consumer<I> check = input -> {};
    private Limits limits = Limits.NONE;
    private @Nullable Schedule schedule;
    private int maxRetryDepth = Pipeline.RETRY_DEPTH;
    private @Nullable Duration retention = Pipeline.RETENTION;

    PipelineBuilder(String name, Class<I> inputType) {
        this.name = name;
        this.inputType = inputType;
    }

    /** 1 unless said. */
    public PipelineBuilder<I> version(int value) {
        this.version = value;
        return this;
    }

    /** When results become durable; {@link CheckpointPolicy#EVERY_STAGE} unless said. */
    public PipelineBuilder<I> checkpoint(CheckpointPolicy value) {
        this.checkpoint = value;
        return this;
    }

    /** A run must name the user it is for. */
    public PipelineBuilder<I> userRequired() {
        this.userRequired = true;
        return this;
    }

    /**
     * Its runs are documents: each stays open, and can be edited, until a person closes it, and is kept until it is deleted unless
     * {@link #retention} says otherwise after this.
     */
    public PipelineBuilder<I> interactive() {
        this.interactive = true;
        this.retention = null;
        return this;
    }

    /** What a run is about, from its input; one active run for each key. */
    public PipelineBuilder<I> key(Function<I, @Nullable String> value) {
        this.key = value;
        return this;
    }

    /** What it is for, in words for a person. */
    public PipelineBuilder<I> description(@Nullable String value) {
        this.description = value;
        return this;
    }

    /** A label each of its runs has, unless the submission gives it another value. */
    public PipelineBuilder<I> label(String label, String value) {
        labels.put(label, value);
        return this;
    }

    /** How many of its runs there may be at once, across all workers; {@link Limits#NONE} unless said. */
    public PipelineBuilder<I> limits(Limits value) {
        this.limits = value;
        return this;
    }

    /** Looks at an input before a run is made of it; throws {@link RefusedException} where it will not do. */
    public PipelineBuilder<I> check(Consumer<I> value) {
        this.check = value;
        return this;
    }

    /**
     * How many runs may take each other up in a row, 0 to {@link Pipeline#MOST_RETRY_DEPTH}; {@link Pipeline#RETRY_DEPTH} unless said.
     *
     * @throws IllegalArgumentException where it is another number
     */
    public PipelineBuilder<I> maxRetryDepth(int value) {
        if (value < 0 || value > Pipeline.MOST_RETRY_DEPTH) {
            throw new IllegalArgumentException(
                    "a depth of retries is 0 to " + Pipeline.MOST_RETRY_DEPTH + ", and not " + value);
        }
        this.maxRetryDepth = value;
        return this;
    }

    /** Runs of it are made at those times too, without a user. */
    public PipelineBuilder<I> schedule(@Nullable Schedule value) {
        this.schedule = value;
        return this;
    }

    /**
     * How long its runs are kept after their end, before they may be pruned; {@link Pipeline#RETENTION} unless said. Null: until they
     * are deleted.
     */
    public PipelineBuilder<I> retention(@Nullable Duration value) {
        this.retention = value;
        return this;
    }

    /** A stage, with its output's type. */
    public <O> PipelineBuilder<I> stage(String id, Class<O> output, Consumer<StageOptions<I, O>> options) {
        if (!id.matches("[a-z][a-z0-9_]*")) {
            throw new IllegalArgumentException(
                    "a stage's id has lower-case letters, digits and underscores and begins with a letter, unlike '"
                            + id + "'");
        }
        StageOptions<I, O> stage = new StageOptions<>(id);
        options.accept(stage);
        stages.add(stage.build());
        return this;
    }

    /** A stage whose output a person gives, in {@code deadline} at most, or in any time where that is null. */
    public PipelineBuilder<I> input(String id, @Nullable Duration deadline, Consumer<StageOptions<I, Object>> options) {
        return stage(id, Object.class, stage -> options.accept(stage.input(deadline)));
    }

    /**
     * A stage that makes files of what is there, see {@link StageContext#artifact}. One that gives no sign of life for 5 minutes
     * has failed, unless it says otherwise; each byte it writes is one.
     */
    public PipelineBuilder<I> export(String id, Consumer<StageOptions<I, Object>> options) {
        return stage(id, Object.class, stage -> options.accept(stage.export()));
    }

    /** The text this pipeline was made from, stored with each run so that it can be made again. */
    public PipelineBuilder<I> definition(byte[] json) {
        this.definition = json.clone();
        return this;
    }

    /**
     * The pipeline.
     *
     * @throws IllegalArgumentException where it makes no sense; see {@link PipelineSpec}
     */
    public Pipeline<I> build() {
        PipelineSpec spec = new PipelineSpec(
                name,
                version,
                checkpoint,
                userRequired,
                interactive,
                stages.stream().map(StageDefinition::spec).toList());
        byte[] text = definition == null ? ofCode().getBytes(StandardCharsets.UTF_8) : definition;
        if (schedule != null) {
            check(schedule);
        }
        return new Pipeline<>(
                spec,
                inputType,
                stages,
                new Pipeline.Submitting<>(key, labels, check, schedule, limits, maxRetryDepth, retention),
                description,
                text);
    }

    /** What is stored of a pipeline of code: what a process has to know of it that does not have it. */
    private String ofCode() {
        String kept = Pipeline.RETENTION.equals(retention)
                ? ""
                : ",\"retention\":" + (retention == null ? "null" : "\"" + retention + "\"");
        return "{\"java\":\"" + name + "\",\"version\":" + version + kept + "}";
    }

    /** What would keep each of its runs from being made. */
    private void check(Schedule made) {
        if (userRequired) {
            throw new IllegalArgumentException(
                    "runs of " + name
                            + " name a user, and those its schedule makes have none; leave out one of schedule and userRequired");
        }
        try {
            Json.values().readValue(made.input(), inputType);
        } catch (JacksonException e) {
            throw new IllegalArgumentException(
                    "the input " + made.input() + " of the schedule of " + name + " is no " + inputType.getSimpleName()
                            + "; give it one with Schedule.input",
                    e);
        }
    }
}
