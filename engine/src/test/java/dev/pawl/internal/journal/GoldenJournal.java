// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.journal;

import dev.pawl.core.Content;
import dev.pawl.core.Event;
import dev.pawl.core.Lineage;
import dev.pawl.core.Queueing;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A journal as it is composed for the golden ones, entry by entry. */
final class GoldenJournal {

    static final UUID WORKER = UUID.fromString("019b0000-0000-7000-8000-000000000002");
    static final UUID OTHER = UUID.fromString("019b0000-0000-7000-8000-000000000003");

    /** What was composed, and its name. */
    record Named(String name, List<Body> bodies) {
        @Override
        public String toString() {
            return name;
        }
    }

    private final Map<String, byte[]> values = new LinkedHashMap<>();
    private final List<Body> bodies = new ArrayList<>();

    static Instant at(int seconds, int micros) {
        return Instant.parse("2026-01-02T03:04:05Z").plusSeconds(seconds).plusNanos(micros * 1000L);
    }

    Content value(String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        Content content = large(bytes);
        values.put(content.sha(), bytes);
        return content;
    }

    static Content large(byte[] bytes) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            return new Content(HexFormat.of().formatHex(sha.digest(bytes)), bytes.length);
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    GoldenJournal entry(Event... events) {
        bodies.add(new Body(List.of(events), new LinkedHashMap<>(values)));
        values.clear();
        return this;
    }

    Event.Created created(Map<String, String> labels, String... stages) {
        Content definition = large("{\"java\":\"golden\",\"version\":1}".getBytes(StandardCharsets.UTF_8));
        return new Event.Created(
                at(0, 0),
                "golden",
                3,
                definition,
                List.of(stages),
                value("{\"a\": 1e2}"),
                "k",
                "Zoë",
                labels,
                Queueing.NONE);
    }

    Event.Created created(boolean interactive, @Nullable Lineage lineage, String... stages) {
        Event.Created plain = created(Map.of(), stages);
        return new Event.Created(
                plain.at(),
                plain.pipeline(),
                plain.version(),
                plain.definition(),
                plain.stages(),
                plain.input(),
                plain.key(),
                plain.user(),
                plain.labels(),
                Queueing.NONE,
                lineage,
                interactive);
    }

    Named named(String name) {
        return new Named(name, bodies);
    }
}
