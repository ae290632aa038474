// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.journal;

import dev.pawl.core.Event;
import dev.pawl.core.Lineage;
import dev.pawl.core.Run;
import dev.pawl.spi.RetryRow;
import dev.pawl.spi.RunRow;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Projects runs onto rows. */
public final class Rows {

    private Rows() {}

    /**
     * The row of a run.
     *
     * @param number its number, 0 where the database has not given one yet
     */
    public static RunRow project(Run run, long number) {
        Event.Created created = run.created();
        Event.Ended ended = run.ended();
        Instant finishedAt = ended == null ? null : ended.at();
        boolean active = run.status().active();
        return new RunRow(
                run.id(),
                number,
                created.pipeline(),
                created.version(),
                created.key(),
                run.status(),
                active,
                active && created.key() != null && !run.inLine(),
                run.owner(),
                run.epoch(),
                created.user(),
                run.degraded(),
                created.labels(),
                created.at(),
                run.startedAt(),
                finishedAt,
                created.queueing().priority(),
                created.queueing().notBefore(),
                retry(run, active));
    }

    private static @Nullable RetryRow retry(Run run, boolean active) {
        Lineage lineage = run.created().lineage();
        return lineage == null
                ? null
                : new RetryRow(
                        lineage.root(),
                        lineage.parent(),
                        lineage.retryFrom(),
                        lineage.depth(),
                        active && !run.inLine());
    }

    /** Whether the row of the one is not the row of the other, without making them. */
    public static boolean differ(Run before, Run after) {
        return before.exists() != after.exists()
                || before.status() != after.status()
                || before.epoch() != after.epoch()
                || !Objects.equals(before.owner(), after.owner())
                || before.degraded() != after.degraded()
                || !Objects.equals(before.startedAt(), after.startedAt())
                || !Objects.equals(before.ended(), after.ended());
    }
}
