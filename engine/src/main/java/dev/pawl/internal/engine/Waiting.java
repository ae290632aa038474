// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.engine;

import dev.pawl.core.Event;
import dev.pawl.core.Run;
import dev.pawl.spi.RunRow;
import java.time.Instant;
import java.util.Collection;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Runs that are not to be taken yet, as the latest look found them: it saves looking at each end of a run. Only a hint; who is
 * next is for the database to say. Thread-safe.
 */
final class Waiting {

    private final Set<UUID> expected = ConcurrentHashMap.newKeySet();
    private volatile Set<Key> inLine = Set.of();

    private record Key(String pipeline, String key) {}

    void expect(UUID run) {
        expected.add(run);
    }

    boolean isExpected(UUID run) {
        return expected.contains(run);
    }

    void begun(UUID run) {
        expected.remove(run);
    }

    /** Takes note of those that wait; when the first of them is due, or null. */
    @Nullable
    Instant found(Instant now, Collection<RunRow> rows) {
        inLine = rows.stream()
                .filter(row -> row.key() != null && !row.holdsKey())
                .map(row -> new Key(row.pipeline(), String.valueOf(row.key())))
                .collect(Collectors.toUnmodifiableSet());
        return rows.stream()
                .map(RunRow::notBefore)
                .filter(due -> due != null && due.isAfter(now))
                .min(Instant::compareTo)
                .orElse(null);
    }

    /** Whether a run waited behind one that has ended. */
    boolean isBehind(Run ended) {
        Event.Created created = ended.created();
        return created.key() != null && inLine.contains(new Key(created.pipeline(), created.key()));
    }
}
