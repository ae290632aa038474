// SPDX-License-Identifier: Apache-2.0
package dev.pawl;

import dev.pawl.core.RunStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a look at the active runs found, and what was done to them. Each active run is settled in one of three ways, changed,
 * skipped or in error, but where this was only a look: then those that are not skipped are stuck.
 *
 * @param olderThan runs with a sign of life since then are skipped
 * @param active all that were looked at, newest first
 * @param changed what was done
 * @param skipped what was left as it is, and why
 * @param errors what could not be judged or done, and why
 */
public record RecoveryReport(
        Instant checkedAt,
        Duration olderThan,
        List<Active> active,
        List<Changed> changed,
        List<Left> skipped,
        List<Left> errors) {

    public RecoveryReport {
        active = List.copyOf(active);
        changed = List.copyOf(changed);
        skipped = List.copyOf(skipped);
        errors = List.copyOf(errors);
    }

    /**
     * A run that is active.
     *
     * @param health null before it was ever executed
     * @param done how many items of the map it is at, else stages, are done
     * @param age time since its last sign of life
     */
    public record Active(
            UUID id,
            long number,
            String pipeline,
            RunStatus status,
            @Nullable Health health,
            int done,
            int total,
            Duration age) {

        /** Whether it was never at work: it waits for a worker, and is not stuck. */
        public boolean queued() {
            return status == RunStatus.QUEUED && health == null;
        }
    }

    /**
     * One that stands otherwise now.
     *
     * @param from {@code queued} or {@code interrupted}
     * @param to {@code resumed}, or {@code started} where it was queued; {@code failed}, {@code cancelled}, or {@code waiting} for
     *     a person to say what it did outside
     */
    public record Changed(UUID id, long number, String from, String to, String reason) {}

    /** One that does not. */
    public record Left(UUID id, long number, String reason) {}

    /** Those that are neither at work, nor queued, nor left for good reason; after a look, those that would be changed. */
    public List<Active> stuck() {
        return active.stream()
                .filter(run -> !run.queued() && !has(skipped, run.id()) && !has(errors, run.id()))
                .toList();
    }

    private static boolean has(List<Left> runs, UUID id) {
        return runs.stream().anyMatch(run -> run.id().equals(id));
    }
}
