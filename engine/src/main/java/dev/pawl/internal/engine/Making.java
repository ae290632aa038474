// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.engine;

import dev.pawl.Pipeline;
import dev.pawl.core.Command;
import dev.pawl.core.Queueing;
import dev.pawl.internal.content.InlineValues;
import dev.pawl.internal.content.Stored;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A run to be made: what makes it, and the small values that go into its first entry.
 *
 * @param command {@link Command.Create} or {@link Command.Retry}
 * @param values those its stages read, by hash
 * @param items those of items, which only the journal keeps
 */
record Making(
        Pipeline<?> pipeline,
        Command command,
        Queueing queueing,
        Map<String, byte[]> values,
        Map<String, byte[]> items) {

    static Making of(Pipeline<?> pipeline, Command.Create create, Stored input) {
        byte[] inline = input.inline();
        Map<String, byte[]> values =
                inline == null ? Map.of() : Map.of(input.content().sha(), inline);
        return new Making(pipeline, create, create.queueing(), values, Map.of());
    }

    Map<String, byte[]> all() {
        Map<String, byte[]> all = new LinkedHashMap<>(values);
        all.putAll(items);
        return all;
    }

    void addTo(InlineValues atHand) {
        values.forEach(atHand::add);
    }
}
