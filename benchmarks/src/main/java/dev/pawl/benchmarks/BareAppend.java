// SPDX-License-Identifier: Apache-2.0
package dev.pawl.benchmarks;

import dev.pawl.core.RunStatus;
import dev.pawl.spi.Append;
import dev.pawl.spi.AppendOutcome;
import dev.pawl.spi.RunRow;
import dev.pawl.spi.RunStore;
import dev.pawl.store.jdbc.JdbcStoreProvider;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The store's own append, fence and row included, fed by one thread in batches of as many runs as are in flight. */
final class BareAppend {

    private static final byte[] BODY = "x".repeat(470).getBytes(java.nio.charset.StandardCharsets.UTF_8);

    private BareAppend() {}

    static double appendsPerSecond(Path database, int runs, int inFlight) {
        try (RunStore store = new JdbcStoreProvider().open("jdbc:sqlite:" + database, InstantSource.system())) {
            long begin = System.nanoTime();
            for (int done = 0; done < runs; done += inFlight) {
                List<UUID> ids = new ArrayList<>();
                for (int i = 0; i < inFlight; i++) {
                    ids.add(new UUID((long) (done + i + 1) << 16 | 0x7000, done + i));
                }
                runAll(store, ids);
            }
            return (double) runs * TenStages.STAGES * 1e9 / (System.nanoTime() - begin);
        }
    }

    private static void runAll(RunStore store, List<UUID> ids) {
        List<@Nullable UUID> last = new ArrayList<>(java.util.Collections.nCopies(ids.size(), null));
        for (int seq = 0; seq < TenStages.STAGES; seq++) {
            List<Append> batch = new ArrayList<>();
            for (int i = 0; i < ids.size(); i++) {
                UUID append = UUID.randomUUID();
                batch.add(new Append(
                        ids.get(i), seq, last.get(i), append, 1, Instant.now(), BODY, row(ids.get(i), seq), List.of()));
                last.set(i, append);
            }
            for (AppendOutcome outcome : store.append(batch).join()) {
                if (!(outcome instanceof AppendOutcome.Won)) {
                    throw new IllegalStateException("an append lost that nobody competed with: " + outcome);
                }
            }
        }
    }

    /** With the first append and with the last, as a run does. */
    private static @Nullable RunRow row(UUID id, int seq) {
        boolean last = seq == TenStages.STAGES - 1;
        if (seq != 0 && !last) {
            return null;
        }
        RunStatus status = last ? RunStatus.SUCCEEDED : RunStatus.RUNNING;
        Instant now = Instant.now();
        return new RunRow(
                id,
                0,
                "ten",
                1,
                null,
                status,
                !last,
                false,
                null,
                1,
                null,
                false,
                Map.of(),
                now,
                now,
                last ? now : null,
                0,
                null);
    }
}
