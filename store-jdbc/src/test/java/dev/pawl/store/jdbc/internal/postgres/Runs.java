// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.postgres;

import dev.pawl.core.RunStatus;
import dev.pawl.spi.Append;
import dev.pawl.spi.AppendOutcome;
import dev.pawl.spi.RunRow;
import dev.pawl.spi.RunStore;
import dev.pawl.spi.StoreException;
import dev.pawl.spi.WorkerInfo;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Appends of runs that stand for any. */
final class Runs {

    private static final Instant AT = Instant.parse("2026-01-02T03:04:05Z");

    private Runs() {}

    static Append create(String key, UUID owner) {
        return create(UUID.randomUUID(), key, owner);
    }

    static Append create(UUID run, String key, UUID owner) {
        RunRow row = new RunRow(
                run,
                0,
                "p",
                1,
                key,
                RunStatus.RUNNING,
                true,
                key != null,
                owner,
                1,
                null,
                false,
                Map.of(),
                AT,
                AT,
                null,
                0,
                null);
        return new Append(run, 0, null, UUID.randomUUID(), 1, AT, new byte[300], row, List.of());
    }

    static Append after(Append append) {
        return after(append.run(), append.seq(), append.appendId());
    }

    static Append after(UUID run, int base, UUID baseAppendId) {
        return new Append(run, base, baseAppendId, UUID.randomUUID(), 1, AT, new byte[300], null, List.of("stage"));
    }

    static AppendOutcome append(RunStore store, Append append) {
        return StoreException.join(store.append(List.of(append))).getFirst();
    }

    static WorkerInfo worker() {
        return new WorkerInfo(UUID.randomUUID(), "w", "h", 1, AT);
    }
}
