// SPDX-License-Identifier: Apache-2.0
package dev.pawl.testkit;

import dev.pawl.spi.Append;
import dev.pawl.spi.Entry;
import dev.pawl.spi.RunRow;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A run as one writer knows it: up to which entry. */
record Chain(UUID run, int seq, @Nullable UUID last) {

    private static final Instant AT = Instant.parse("2026-01-02T03:04:05.678901Z");

    Chain(UUID run) {
        this(run, 0, null);
    }

    static Chain at(Entry latest) {
        return new Chain(latest.run(), latest.seq(), latest.appendId());
    }

    Append next(String body) {
        return next(body, null);
    }

    Append next(String body, @Nullable RunRow row) {
        return next(body.getBytes(StandardCharsets.UTF_8), row, List.of());
    }

    Append nextOfOwner(String body, @Nullable RunRow row) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return new Append(run, seq, last, Rows.id(), 1, AT, bytes, row, List.of(), true);
    }

    Append next(byte[] body, @Nullable RunRow row, List<String> dropCheckpoints) {
        return new Append(run, seq, last, Rows.id(), row == null ? 1 : row.epoch(), AT, body, row, dropCheckpoints);
    }

    Chain after(Append append) {
        return new Chain(run, append.seq(), append.appendId());
    }
}
