// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.engine;

import dev.pawl.Pipeline;
import dev.pawl.RefusedException;
import dev.pawl.RefusedException.Missing;
import dev.pawl.StageDefinition;
import dev.pawl.core.Content;
import dev.pawl.core.Event;
import dev.pawl.internal.attempt.Keys;
import dev.pawl.internal.content.Values;
import dev.pawl.internal.journal.Replay;
import dev.pawl.spi.StoreException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a retry needs of the run it takes up: where that is not there, it is refused, before anything starts. Blocks. */
final class Needs {

    private final Values values;
    private final Replay parent;
    private final Map<String, Event.Reused> reused = new LinkedHashMap<>();

    Needs(Values values, Replay parent, List<Event> events) {
        this.values = values;
        this.parent = parent;
        for (Event event : events) {
            if (event instanceof Event.Reused one) {
                reused.put(one.stage(), one);
            }
        }
    }

    /** The input of that run. */
    static RefusedException noInput(Replay parent, IOException why) {
        return RefusedException.missing(
                "the input of run " + parent.run().id() + " is no longer there: " + why.getMessage(),
                "give the input with the retry",
                List.of(new Missing("input", "input")));
    }

    /** Values beside the journal may be there no more. */
    void requireValues() {
        Map<String, Content> outputs = new LinkedHashMap<>();
        reused.forEach((stage, event) -> {
            Content output = event.output();
            if (output != null) {
                outputs.put(stage, output);
            }
        });
        Set<Content> gone = new HashSet<>(values.gone(outputs.values(), parent.values()));
        List<Missing> missing = outputs.entrySet().stream()
                .filter(one -> gone.contains(one.getValue()))
                .map(one -> new Missing(one.getKey(), one.getKey()))
                .toList();
        if (!missing.isEmpty()) {
            throw RefusedException.missing(
                    "what is taken over is no longer there: the output of "
                            + missing.stream().map(Missing::stage).collect(Collectors.joining(", ")),
                    "retry from " + missing.getFirst().stage() + ", or from before it",
                    missing);
        }
    }

    /** All that stages which run require of those that do not. A stage that may be skipped says so itself when its time comes. */
    void requireKeys(Pipeline<?> pipeline) {
        Map<String, List<String>> wanted = new LinkedHashMap<>();
        for (String id : pipeline.spec().ids()) {
            StageDefinition<?> stage = pipeline.stage(id);
            if (stage != null && stage.condition() == null && !reused.containsKey(id)) {
                for (String path : stage.requires()) {
                    int dot = path.indexOf('.');
                    String of = dot < 0 ? path : path.substring(0, dot);
                    if (reused.containsKey(of) && dot > 0) {
                        wanted.computeIfAbsent(of, made -> new ArrayList<>()).add(path.substring(dot + 1));
                    }
                }
            }
        }
        List<Missing> missing = new ArrayList<>();
        wanted.forEach(
                (stage, keys) -> missing(reused.get(stage), keys).forEach(key -> missing.add(new Missing(key, stage))));
        if (!missing.isEmpty()) {
            throw RefusedException.missing(
                    "what is taken over lacks "
                            + missing.stream()
                                    .map(one -> one.key() + ", which stage " + one.stage() + " should have put out")
                                    .collect(Collectors.joining("; ")),
                    "retry from " + missing.getFirst().stage() + ", or from before it",
                    missing);
        }
    }

    private List<String> missing(Event.@Nullable Reused reused, List<String> keys) {
        Content output = reused == null ? null : reused.output();
        if (reused == null || output == null) {
            return keys;
        }
        try {
            return Keys.missing(keys.stream().distinct().toList(), () -> values.open(output, parent.values()));
        } catch (IOException e) {
            throw new StoreException(
                    StoreException.Kind.BROKEN,
                    "the output of stage " + reused.stage() + " cannot be read: " + e.getMessage()
                            + "; retry from that stage, or from before it",
                    e);
        }
    }
}
