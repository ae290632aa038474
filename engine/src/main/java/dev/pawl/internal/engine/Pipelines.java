// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.engine;

import dev.pawl.Pipeline;
import dev.pawl.RefusedException;
import dev.pawl.core.Content;
import dev.pawl.core.Event;
import dev.pawl.internal.content.InlineValues;
import dev.pawl.internal.content.Values;
import dev.pawl.spi.PipelineLoader;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Which pipeline a run follows: the one it was started with, made again from its stored definition. Thread-safe. */
final class Pipelines {

    private final Values values;
    private final List<PipelineLoader> loaders = new ArrayList<>();
    private final Map<String, Pipeline<?>> registered = new ConcurrentHashMap<>();
    private final Map<String, Pipeline<?>> loaded = new ConcurrentHashMap<>();
    private final Map<Pipeline<?>, Content> definitions = new ConcurrentHashMap<>();

    Pipelines(Values values) {
        this.values = values;
        ServiceLoader.load(PipelineLoader.class).forEach(loaders::add);
    }

    void register(Pipeline<?> pipeline) {
        registered.merge(pipeline.name(), pipeline, (old, fresh) -> fresh.version() >= old.version() ? fresh : old);
    }

    /** The stored definition of a pipeline; written once. */
    Content definitionOf(Pipeline<?> pipeline) throws IOException {
        Content known = definitions.get(pipeline);
        if (known == null) {
            known = values.keep(pipeline.definition());
            definitions.put(pipeline, known);
            loaded.put(known.sha(), pipeline);
        }
        return known;
    }

    /**
     * The pipeline of a run.
     *
     * @throws RefusedException where there is none; the message says what is missing
     */
    Pipeline<?> of(Event.Created run) {
        Pipeline<?> known = find(run);
        if (known == null) {
            throw new RefusedException(
                    "NO_PIPELINE",
                    "pipeline " + run.pipeline() + " is not known to this process",
                    "register it, or run the command where it is known",
                    null);
        }
        return known;
    }

    /** The same, or null. */
    @Nullable
    Pipeline<?> find(Event.Created run) {
        Pipeline<?> known = loaded.get(run.definition().sha());
        if (known == null) {
            known = load(run.definition());
            if (known != null) {
                loaded.put(run.definition().sha(), known);
            }
        }
        return known == null ? registered.get(run.pipeline()) : known;
    }

    private @Nullable Pipeline<?> load(Content definition) {
        try (InputStream in = values.open(definition, new InlineValues())) {
            byte[] json = in.readAllBytes();
            for (PipelineLoader loader : loaders) {
                Pipeline<?> pipeline = loader.load(json);
                if (pipeline != null) {
                    return pipeline;
                }
            }
            return null;
        } catch (IOException e) {
            throw new RefusedException(
                    "BAD_DEFINITION",
                    "the stored definition of the pipeline does not load: " + e.getMessage(),
                    "start a new run with a corrected file",
                    null);
        }
    }
}
