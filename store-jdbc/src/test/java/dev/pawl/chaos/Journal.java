// SPDX-License-Identifier: Apache-2.0
package dev.pawl.chaos;

import dev.pawl.Json;
import dev.pawl.core.Content;
import dev.pawl.core.Decider;
import dev.pawl.core.Event;
import dev.pawl.core.Run;
import dev.pawl.internal.journal.Body;
import dev.pawl.internal.journal.Replay;
import dev.pawl.spi.Entry;
import dev.pawl.spi.RunStore;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What a run's journal says, one event after the other. */
record Journal(List<Entry> entries, List<Step> steps, Run run, Map<String, byte[]> values, RunStore store) {

    /** An event, and the run before it. */
    record Step(Entry entry, Event event, Run before) {}

    static Journal read(RunStore store, UUID id) {
        List<Entry> entries = Replay.none(id).entriesAfter(store);
        List<Step> steps = new ArrayList<>();
        Map<String, byte[]> values = new HashMap<>();
        Run run = Run.empty(id);
        for (Entry entry : entries) {
            Body body = Body.of(entry);
            values.putAll(body.values());
            for (Event event : body.events()) {
                steps.add(new Step(entry, event, run));
                run = Decider.apply(run, event);
            }
        }
        return new Journal(entries, steps, run, values, store);
    }

    <T> T value(Content content, Class<T> type) {
        byte[] inline = values.get(content.sha());
        if (inline != null) {
            return Json.values().readValue(inline, type);
        }
        try (InputStream stored = store.openPayload(content)) {
            return Json.values().readValue(stored, type);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
