// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.sqlite;

import dev.pawl.core.RunStatus;
import dev.pawl.spi.Append;
import dev.pawl.spi.Entry;
import dev.pawl.spi.RunRow;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Runs whose appends can be told from their place: id and body follow from run and seq. */
final class TestRuns {

    private TestRuns() {}

    static SqliteStore open(Path folder) {
        return SqliteStore.open("jdbc:sqlite:" + folder.resolve("pawl.db"), InstantSource.system());
    }

    static UUID run(int n) {
        return new UUID(0x019B_0000_0000_7000L + ((long) n << 16), 0x8000_0000_0000_0000L | n);
    }

    static Append append(UUID run, int seq) {
        return append(run, seq, body(run, seq));
    }

    static Append append(UUID run, int seq, byte[] body) {
        return new Append(
                run,
                seq - 1,
                seq == 1 ? null : appendId(run, seq - 1),
                appendId(run, seq),
                1,
                Instant.EPOCH,
                body,
                seq == 1 ? row(run, null) : null,
                List.of());
    }

    static UUID appendId(UUID run, int seq) {
        return UUID.nameUUIDFromBytes((run + "/" + seq).getBytes(StandardCharsets.UTF_8));
    }

    static byte[] body(UUID run, int seq) {
        return ("entry " + seq + " of " + run + " ").repeat(5).getBytes(StandardCharsets.UTF_8);
    }

    static RunRow row(UUID run, UUID owner) {
        return new RunRow(
                run,
                0,
                "p",
                1,
                null,
                RunStatus.RUNNING,
                true,
                false,
                owner,
                1,
                null,
                false,
                Map.of(),
                Instant.EPOCH,
                null,
                null,
                0,
                null);
    }

    /** How many entries a run has; each is as it was written and in its place. */
    static int length(SqliteStore store, UUID run) {
        List<Entry> journal = store.read(run, 0, Integer.MAX_VALUE).join();
        for (int i = 0; i < journal.size(); i++) {
            Entry entry = journal.get(i);
            if (entry.seq() != i + 1
                    || !entry.appendId().equals(appendId(run, i + 1))
                    || !Arrays.equals(entry.body(), body(run, i + 1))) {
                throw new AssertionError("the journal of " + run + " has " + entry + " at place " + (i + 1));
            }
        }
        return journal.size();
    }
}
