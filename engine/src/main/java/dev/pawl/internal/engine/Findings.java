// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.engine;

import dev.pawl.RecoveryReport;
import dev.pawl.RecoveryReport.Active;
import dev.pawl.RecoveryReport.Changed;
import dev.pawl.RecoveryReport.Left;
import dev.pawl.spi.RunRow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** What a check found and did so far. Thread-safe. */
final class Findings {

    private final Instant checkedAt;
    private final Duration olderThan;
    private final List<Active> active = new ArrayList<>();
    private final List<Changed> changed = new ArrayList<>();
    private final List<Left> skipped = new ArrayList<>();
    private final List<Left> errors = new ArrayList<>();
    private final List<CompletableFuture<?>> pending = new ArrayList<>();

    Findings(Instant checkedAt, Duration olderThan) {
        this.checkedAt = checkedAt;
        this.olderThan = olderThan;
    }

    synchronized void found(Active run) {
        if (active.isEmpty() || !active.getLast().id().equals(run.id())) {
            active.add(run);
        }
    }

    /** Active as it is, it is listed, with what its row says. */
    void unjudged(RunRow row) {
        Duration age = Duration.between(row.createdAt(), checkedAt);
        found(new Active(row.id(), row.number(), row.pipeline(), row.status(), null, 0, 0, age));
    }

    synchronized void changed(Standing run, String to, String reason) {
        changed.add(new Changed(run.row().id(), run.row().number(), run.from(), to, reason));
    }

    synchronized void skipped(RunRow run, String reason) {
        skipped.add(new Left(run.id(), run.number(), reason));
    }

    synchronized void error(RunRow run, String reason) {
        errors.add(new Left(run.id(), run.number(), reason));
    }

    /** Something that is not decided yet, and adds to these findings before it completes. */
    synchronized void awaits(CompletableFuture<?> settled) {
        pending.add(settled);
    }

    /** Completes once all is decided. */
    synchronized CompletableFuture<Void> settled() {
        return CompletableFuture.allOf(pending.toArray(CompletableFuture<?>[]::new));
    }

    synchronized RecoveryReport report() {
        return new RecoveryReport(
                checkedAt,
                olderThan,
                newest(active, Active::id),
                newest(changed, Changed::id),
                newest(skipped, Left::id),
                newest(errors, Left::id));
    }

    /** Newest first, as runs are listed, whatever was looked at before what. */
    private static <T> List<T> newest(List<T> runs, Function<T, UUID> id) {
        return runs.stream()
                .sorted(Comparator.comparing((T run) -> id.apply(run).toString())
                        .reversed())
                .toList();
    }

    /** The totals, in one line. */
    String totals() {
        RecoveryReport all = report();
        long failed =
                all.changed().stream().filter(run -> run.to().equals("failed")).count();
        return all.active().size() + " active, " + (all.changed().size() - failed) + " taken, " + failed + " failed, "
                + all.skipped().size() + " left alone, " + all.errors().size() + " in error";
    }
}
