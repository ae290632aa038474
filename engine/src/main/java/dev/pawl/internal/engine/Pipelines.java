// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.engine;

import dev.pawl.Limits;
import dev.pawl.Pipeline;
import dev.pawl.RefusedException;
import dev.pawl.core.Content;
import dev.pawl.core.Event;
import dev.pawl.core.Run;
import dev.pawl.internal.content.InlineValues;
import dev.pawl.internal.content.Values;
import dev.pawl.spi.PipelineLoader;
import dev.pawl.spi.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which pipeline a run follows: the one it was started with, made again from its stored definition. Thread-safe. */
final class Pipelines {

    private static final Logger LOG = LoggerFactory.getLogger(Pipelines.class);
    private static final int MANY = 256;
    private static final long STORED_NANOS = Duration.ofHours(1).toNanos();

    /** Only a newer version of the code can execute the run. */
    static final String NO_VERSION = "NO_VERSION";

    private final Values values;
    private final LongSupplier elapsed;
    private final List<PipelineLoader> loaders = new ArrayList<>();
    private final Map<String, Pipeline<?>> registered = new ConcurrentHashMap<>();
    /** By the hash of the definition; what falls out of these is loaded or stored once more. */
    private final Map<String, Pipeline<?>> loaded = latest();

    /** Definitions that no loader takes: pipelines of code. They are not read for each of their runs. */
    private final Map<String, Boolean> ofCode = latest();

    /** When it was stored: one that no run has any more may be dropped after a day. */
    private final Map<String, Long> stored = latest();

    private final Set<String> unreadable = ConcurrentHashMap.newKeySet();

    Pipelines(Values values, LongSupplier elapsed) {
        this.values = values;
        this.elapsed = elapsed;
        ServiceLoader.load(PipelineLoader.class).forEach(loaders::add);
    }

    void register(Pipeline<?> pipeline) {
        registered.merge(pipeline.name(), pipeline, (old, fresh) -> fresh.version() >= old.version() ? fresh : old);
    }

    /** The limits of a pipeline as it is known now: those a run was made with may be of yesterday. */
    Limits limitsOf(Pipeline<?> pipeline) {
        return registered.getOrDefault(pipeline.name(), pipeline).limits();
    }

    /** Whether runs of the pipeline of that name may have to wait, as far as is known without looking at one of them. */
    boolean isLimited(String name) {
        Pipeline<?> known = registered.get(name);
        return known != null && known.limits().any();
    }

    /** The one of that name that was registered, or null. */
    @Nullable
    Pipeline<?> named(String name) {
        return registered.get(name);
    }

    /** Those that were registered, one of each name. */
    Collection<Pipeline<?>> registered() {
        return registered.values();
    }

    /** The stored definition of a pipeline; written once an hour at most, however many objects have it. */
    Content definitionOf(Pipeline<?> pipeline) throws IOException {
        byte[] definition = pipeline.definition();
        Content content = Values.contentOf(definition);
        Long at = stored.get(content.sha());
        long now = elapsed.getAsLong();
        if (at == null || now - at > STORED_NANOS) {
            Content kept = values.keep(definition);
            stored.put(kept.sha(), now);
        }
        loaded.put(content.sha(), pipeline);
        return content;
    }

    /**
     * The pipeline of a run.
     *
     * @throws RefusedException where there is none; the message says what is missing
     */
    Pipeline<?> of(Event.Created run) {
        Pipeline<?> known = load(run);
        if (known == null) {
            throw new RefusedException(
                    "NO_PIPELINE",
                    "pipeline " + run.pipeline() + " is not known to this process",
                    "register it, or run the command where it is known",
                    null);
        }
        return known;
    }

    /**
     * The pipeline that one follows which takes a run up: the current one, or that of the run.
     *
     * @param version the one that is wanted, or null for the current one
     * @throws RefusedException where there is none; the message says what is missing
     */
    Pipeline<?> toRetry(Event.Created run, @Nullable Integer version) {
        Pipeline<?> current = registered.get(run.pipeline());
        if (current != null && (version == null || version == current.version())) {
            return current;
        }
        Pipeline<?> known = of(run);
        if (version != null && version != known.version()) {
            throw new RefusedException(
                    NO_VERSION,
                    "version " + version + " of pipeline " + run.pipeline() + " is not known to this process",
                    "name version " + (current == null ? known : current).version()
                            + ", or run the command where the other is known",
                    null);
        }
        return known;
    }

    /**
     * The same for a run that is to be executed here. One that was made by a newer version, and is not done with a stage that is
     * not known here, is for a worker that has it: while versions change, there is one.
     *
     * @throws RefusedException where there is none; the message says what is missing
     */
    Pipeline<?> toExecute(Run run) {
        Event.Created created = run.created();
        Pipeline<?> known = of(created);
        if (created.version() > known.version() && !run.cancelRequested()) {
            for (String stage : created.stages()) {
                if (known.stage(stage) == null && !run.stage(stage).status().done()) {
                    throw new RefusedException(
                            NO_VERSION,
                            "it was made by version " + created.version() + " of pipeline " + created.pipeline()
                                    + ", and version " + known.version() + " is known to this process, without stage "
                                    + stage,
                            "start a worker that has version " + created.version(),
                            null);
                }
            }
        }
        return known;
    }

    /** The same for those who only look: null where it is not known, or its definition does not load. */
    @Nullable
    Pipeline<?> find(Event.Created run) {
        try {
            return load(run);
        } catch (RefusedException e) {
            if (unreadable.size() < MANY && unreadable.add(run.definition().sha())) {
                LOG.warn("runs of {} are shown without their pipeline: {}", run.pipeline(), e.getMessage());
            }
            return null;
        }
    }

    private @Nullable Pipeline<?> load(Event.Created run) {
        Pipeline<?> known = loaded.get(run.definition().sha());
        if (known == null && ofCode.get(run.definition().sha()) == null) {
            known = load(run.definition());
            if (known == null) {
                ofCode.put(run.definition().sha(), true);
            } else {
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
        } catch (StoreException e) {
            throw e;
        } catch (IOException e) {
            throw bad(e.getMessage());
        } catch (RuntimeException e) {
            LOG.warn("a loader failed", e);
            throw bad(e.toString());
        }
    }

    private static RefusedException bad(@Nullable String problem) {
        return new RefusedException(
                "BAD_DEFINITION",
                "the stored definition of the pipeline does not load: " + problem,
                "start a new run with a corrected file",
                null);
    }

    /** A map of what was used last, so that who builds a pipeline for each request does not fill the memory. */
    private static <T> Map<String, T> latest() {
        return Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, T> eldest) {
                return size() > MANY;
            }
        });
    }
}
