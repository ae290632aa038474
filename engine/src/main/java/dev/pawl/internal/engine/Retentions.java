// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.engine;

import dev.pawl.Json;
import dev.pawl.Pipeline;
import dev.pawl.core.Event;
import dev.pawl.internal.content.InlineValues;
import dev.pawl.internal.content.Values;
import dev.pawl.internal.journal.Replay;
import dev.pawl.spi.Entry;
import dev.pawl.spi.RunQuery;
import dev.pawl.spi.RunRow;
import dev.pawl.spi.RunStore;
import dev.pawl.spi.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** How long runs of pipelines are kept: as the pipeline known here says, else as that of its latest run does. Blocks. */
final class Retentions {

    private final RunStore store;
    private final Values values;
    private final Pipelines pipelines;
    private final Map<String, Optional<Duration>> known = new HashMap<>();

    Retentions(Parts parts, Pipelines pipelines) {
        this.store = parts.store();
        this.values = parts.values();
        this.pipelines = pipelines;
    }

    /**
     * How long runs of that pipeline are kept after their end; null where that is until they are deleted.
     *
     * @throws StoreException where nobody can tell
     */
    @Nullable
    Duration of(String pipeline) {
        return known.computeIfAbsent(pipeline, name -> Optional.ofNullable(find(name)))
                .orElse(null);
    }

    private @Nullable Duration find(String name) {
        for (Pipeline<?> pipeline : pipelines.registered()) {
            if (pipeline.name().equals(name)) {
                return pipeline.retention();
            }
        }
        RunQuery latest = new RunQuery(name, null, null, null, null, null, null, 1);
        List<RunRow> runs = StoreException.join(store.find(latest));
        List<Entry> first = runs.isEmpty()
                ? List.of()
                : StoreException.join(store.read(runs.getFirst().id(), 0, 1));
        if (first.isEmpty()) {
            return ofNone(name, runs);
        }
        Event.Created created = Replay.none(first.getFirst().run())
                .after(first.getFirst())
                .run()
                .created();
        Pipeline<?> made = pipelines.find(created);
        return made == null ? ofCode(created) : made.retention();
    }

    /** Documents are kept for ever, and what is no more known to be one may have been one. */
    private Duration ofNone(String name, List<RunRow> runs) {
        if (runs.isEmpty() || StoreException.join(store.row(runs.getFirst().id())) == null) {
            return Pipeline.RETENTION; // it was deleted meanwhile
        }
        throw new StoreException(
                StoreException.Kind.BROKEN,
                "how long runs of " + name + " are kept is not known, as the journal of the latest, run "
                        + runs.getFirst().number() + ", is missing",
                null);
    }

    /** A pipeline of code that is not known here says the same in what is stored of it. */
    private @Nullable Duration ofCode(Event.Created created) {
        try (InputStream in = values.open(created.definition(), new InlineValues())) {
            JsonNode retention = Json.values().readTree(in).path("retention");
            return retention.isMissingNode()
                    ? Pipeline.RETENTION
                    : retention.isNull() ? null : Duration.parse(retention.asString(""));
        } catch (IOException | JacksonException | DateTimeException e) {
            throw new StoreException(
                    StoreException.Kind.BROKEN,
                    "how long runs of " + created.pipeline()
                            + " are kept is not known, as its definition cannot be read: " + e.getMessage(),
                    e);
        }
    }
}
