// SPDX-License-Identifier: Apache-2.0
package dev.pawl.server.internal.stream;

import dev.pawl.LogLine;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Texts that stages stream, as far as they have come: who joins late gets what came before. Thread-safe. */
final class Texts {

    /** Of so many attempts. */
    private static final int MANY = 1000;

    /** Of a longer text its beginning is dropped. */
    private static final int LONGEST = 64 << 10;

    private final Map<Attempt, Text> texts = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Attempt, Text> eldest) {
            return size() > MANY;
        }
    };

    private record Attempt(UUID run, String stage, @Nullable Integer item, int generation, int number) {
        static Attempt of(UUID run, LogLine part) {
            return new Attempt(run, part.stage(), part.item(), part.generation(), part.attempt());
        }
    }

    /** What is kept of one, and where in it that begins. */
    private static final class Text {
        private final StringBuilder kept = new StringBuilder();
        private long from;
        private @Nullable LogLine latest;
    }

    /** Where in its text that part begins, in UTF-16 units. */
    synchronized long add(UUID run, LogLine part) {
        Text text = texts.computeIfAbsent(Attempt.of(run, part), attempt -> new Text());
        long offset = text.from + text.kept.length();
        text.kept.append(part.text());
        text.latest = part;
        int over = text.kept.length() - LONGEST;
        if (over > 0) {
            text.kept.delete(0, over);
            text.from += over;
        }
        return offset;
    }

    /** All there is of a run, as parts. */
    synchronized List<Map<String, @Nullable Object>> of(UUID run) {
        return texts.entrySet().stream()
                .filter(one -> one.getKey().run().equals(run) && one.getValue().latest != null)
                .map(one -> part(run, one.getValue()))
                .toList();
    }

    private static Map<String, @Nullable Object> part(UUID run, Text text) {
        LogLine latest = java.util.Objects.requireNonNull(text.latest);
        LogLine all = new LogLine(
                latest.at(),
                latest.stage(),
                latest.item(),
                latest.generation(),
                latest.attempt(),
                text.kept.toString());
        return part(run, all, text.from);
    }

    /** @param offset where in the text of its attempt it begins */
    static Map<String, @Nullable Object> part(UUID run, LogLine part, long offset) {
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("run", run);
        data.put("stage", part.stage());
        data.put("item", part.item());
        data.put("generation", part.generation());
        data.put("attempt", part.attempt());
        data.put("from", offset);
        data.put("text", part.text());
        return data;
    }
}
