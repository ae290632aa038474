// SPDX-License-Identifier: Apache-2.0
package dev.pawl.testkit;

import dev.pawl.core.RunStatus;
import dev.pawl.spi.ProcessMark;
import dev.pawl.spi.RetryRow;
import dev.pawl.spi.RunRow;
import dev.pawl.spi.WorkerInfo;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Ids and rows for the contract. */
final class Rows {

    private static final Instant CREATED = Instant.parse("2026-01-02T03:04:05.000006Z");
    private static final AtomicLong IDS = new AtomicLong(0x019B_0000_0000L);

    private Rows() {}

    /** A version 7 id after all the others. */
    static UUID id() {
        long n = IDS.incrementAndGet();
        return new UUID(n << 16 | 0x7000, 0x8000_0000_0000_0000L | n * 0x9E37_79B9L);
    }

    static RunRow running(String pipeline, @Nullable String key) {
        return row(id(), pipeline, key, null, Map.of());
    }

    /** A run that nobody has taken yet. */
    static RunRow queued(String pipeline, @Nullable String key, boolean inLine, int priority, @Nullable Instant due) {
        return new RunRow(
                id(),
                0,
                pipeline,
                1,
                key,
                RunStatus.QUEUED,
                true,
                key != null && !inLine,
                null,
                0,
                null,
                false,
                Map.of(),
                CREATED,
                null,
                null,
                priority,
                due);
    }

    /** The same once it was claimed: from then on it holds its key. */
    static RunRow claimed(RunRow row, UUID owner) {
        return new RunRow(
                row.id(),
                row.number(),
                row.pipeline(),
                row.version(),
                row.key(),
                RunStatus.RUNNING,
                true,
                row.key() != null,
                owner,
                row.epoch() + 1,
                row.user(),
                row.degraded(),
                row.labels(),
                row.createdAt(),
                CREATED,
                null,
                row.priority(),
                row.notBefore(),
                row.retry() == null ? null : holding(row.retry(), true));
    }

    static RunRow row(
            UUID id, String pipeline, @Nullable String key, @Nullable String user, Map<String, String> labels) {
        return new RunRow(
                id,
                0,
                pipeline,
                1,
                key,
                RunStatus.RUNNING,
                true,
                key != null,
                null,
                1,
                user,
                false,
                labels,
                CREATED,
                CREATED,
                null,
                0,
                null);
    }

    /** The same run owned by another worker, in the epoch it began. */
    static RunRow owned(RunRow row, UUID owner, int epoch) {
        return change(row, row.status(), owner, epoch, null);
    }

    /** The same run at its end. */
    static RunRow ended(RunRow row, RunStatus status) {
        return change(row, status, row.owner(), row.epoch(), CREATED.plusSeconds(60));
    }

    /** The same run, owned as before, in another state. */
    static RunRow become(RunRow row, RunStatus status) {
        return change(row, status, row.owner(), row.epoch(), status.active() ? null : CREATED.plusSeconds(60));
    }

    /** The same run given back by its owner. */
    static RunRow released(RunRow row) {
        return change(row, RunStatus.QUEUED, null, row.epoch(), null);
    }

    static WorkerInfo worker(String name) {
        ProcessMark process = new ProcessMark("boot of " + name, "pid:[4711]", Long.MAX_VALUE);
        return new WorkerInfo(id(), name, "host-of-" + name, 4711, CREATED, process, "http://" + name + ":7170");
    }

    private static RunRow change(
            RunRow row, RunStatus status, @Nullable UUID owner, int epoch, @Nullable Instant finished) {
        return new RunRow(
                row.id(),
                row.number(),
                row.pipeline(),
                row.version(),
                row.key(),
                status,
                status.active(),
                row.holdsKey() && status.active(),
                owner,
                epoch,
                row.user(),
                row.degraded(),
                row.labels(),
                row.createdAt(),
                row.startedAt(),
                finished,
                row.priority(),
                row.notBefore(),
                row.retry() == null ? null : holding(row.retry(), row.retry().holds() && status.active()));
    }

    /** The same run, where it takes another up. */
    static RunRow retry(RunRow row, RetryRow retry) {
        return new RunRow(
                row.id(),
                row.number(),
                row.pipeline(),
                row.version(),
                row.key(),
                row.status(),
                row.active(),
                row.holdsKey(),
                row.owner(),
                row.epoch(),
                row.user(),
                row.degraded(),
                row.labels(),
                row.createdAt(),
                row.startedAt(),
                row.finishedAt(),
                row.priority(),
                row.notBefore(),
                retry);
    }

    private static RetryRow holding(RetryRow retry, boolean holds) {
        return new RetryRow(retry.root(), retry.parent(), retry.from(), retry.depth(), holds);
    }
}
