// SPDX-License-Identifier: Apache-2.0
package dev.pawl;

import dev.pawl.core.PipelineSpec;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A definition: stages, and what they depend on. Immutable and thread-safe, as far as its stage code is.
 *
 * @param <I> the input of its runs, read from JSON
 */
public final class Pipeline<I> {

    /** How many runs may take each other up in a row where nothing else is said. */
    public static final int RETRY_DEPTH = 10;

    /** How many may at most: a line of them is shown, and told, as a tree. */
    public static final int MOST_RETRY_DEPTH = 100;

    /** How long runs are kept after their end, unless said. */
    public static final Duration RETENTION = Duration.ofDays(90);

    private final PipelineSpec spec;
    private final Class<I> inputType;
    private final Map<String, StageDefinition<I>> stages = new LinkedHashMap<>();
    private final Submitting<I> submitting;
    private final @Nullable String description;
    private final byte[] definition;

    /** What happens to an input when a run is made of it, and when one is made by itself. */
    record Submitting<I>(
            @Nullable Function<I, @Nullable String> key,
            Map<String, String> labels,
            Consumer<I> check,
            @Nullable Schedule schedule,
            Limits limits,
            int maxRetryDepth,
            @Nullable Duration retention) {
        Submitting {
            labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
        }
    }

    Pipeline(
            PipelineSpec spec,
            Class<I> inputType,
            List<StageDefinition<I>> stages,
            Submitting<I> submitting,
            @Nullable String description,
            byte[] definition) {
        this.spec = spec;
        this.inputType = inputType;
        this.submitting = submitting;
        this.description = description;
        this.definition = definition;
        stages.forEach(stage -> this.stages.put(stage.spec().id(), stage));
    }

    /**
     * Begins a declaration.
     *
     * @param name {@code [a-z][a-z0-9-]*}
     */
    public static <I> PipelineBuilder<I> named(String name, Class<I> inputType) {
        if (!name.matches("[a-z][a-z0-9-]*")) {
            throw new IllegalArgumentException(
                    "a pipeline's name has lower-case letters, digits and hyphens and begins with a letter, unlike '"
                            + name + "'");
        }
        return new PipelineBuilder<>(name, inputType);
    }

    public String name() {
        return spec.name();
    }

    public int version() {
        return spec.version();
    }

    /** What decides when its stages run. */
    public PipelineSpec spec() {
        return spec;
    }

    public Class<I> inputType() {
        return inputType;
    }

    /** The stage of that id, or null. */
    public @Nullable StageDefinition<I> stage(String id) {
        return stages.get(id);
    }

    /** Whether the key of a run follows from its input. */
    public boolean hasKey() {
        return submitting.key() != null;
    }

    /** What a run with that input is about, or null. */
    public @Nullable String keyOf(I input) {
        return submitting.key() == null ? null : submitting.key().apply(input);
    }

    /**
     * Looks at an input before a run is made of it.
     *
     * @throws RefusedException where it will not do
     */
    public void check(I input) {
        submitting.check().accept(input);
    }

    /** Labels each of its runs has, unless the submission gives them another value. */
    public Map<String, String> labels() {
        return submitting.labels();
    }

    /** How many of its runs there may be at once. */
    public Limits limits() {
        return submitting.limits();
    }

    /** How many runs may take each other up in a row. */
    public int maxRetryDepth() {
        return submitting.maxRetryDepth();
    }

    /** When runs of it are made by themselves, or null. */
    public @Nullable Schedule schedule() {
        return submitting.schedule();
    }

    /** How long its runs are kept after their end; null where that is until they are deleted. */
    public @Nullable Duration retention() {
        return submitting.retention();
    }

    /** What it is for, in words for a person, or null. */
    public @Nullable String description() {
        return description;
    }

    /** The JSON text stored with each run, from which the pipeline can be made again. */
    public byte[] definition() {
        return definition.clone();
    }
}
