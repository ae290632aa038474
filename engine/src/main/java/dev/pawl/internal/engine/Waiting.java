// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.engine;

import dev.pawl.core.Event;
import dev.pawl.core.Run;
import dev.pawl.spi.Waits;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Runs that are not to be taken yet, as the latest look found them: it saves looking at each end of a run. Only a hint; who is
 * next is for the database to say. Thread-safe.
 */
final class Waiting {

    /** More lines than these are not told apart. */
    static final int MANY = 1000;

    private final Set<UUID> expected = ConcurrentHashMap.newKeySet();
    private volatile Set<Waits.Line> lines = Set.of();

    void expect(UUID run) {
        expected.add(run);
    }

    boolean isExpected(UUID run) {
        return expected.contains(run);
    }

    void begun(UUID run) {
        expected.remove(run);
    }

    /** Takes note of what waits. */
    void found(Waits waits) {
        lines = waits.lines();
    }

    /** Whether a run waited behind one that has ended. */
    boolean isBehind(Run ended) {
        Event.Created created = ended.created();
        return created.key() != null
                && (lines.size() >= MANY || lines.contains(new Waits.Line(created.pipeline(), created.key())));
    }
}
