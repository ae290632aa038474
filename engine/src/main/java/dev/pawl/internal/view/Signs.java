// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.view;

import dev.pawl.Health;
import dev.pawl.StageView.Heartbeat;
import dev.pawl.core.Attempt;
import dev.pawl.core.Reason;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the worker of a run knows of it that its journal does not say.
 *
 * @param asOf when it said so
 * @param quietAfter when it should have said something again, at the latest; null where it is asked itself
 * @param stages what executes
 * @param reasons why nothing more is happening
 * @param holders who holds the slots of the limits waited for, by name
 * @param beside other runs that execute in the same process
 * @param alone the run that has that process for itself
 * @param trouble what keeps the database from taking writes
 * @param unable why the worker cannot execute the run at all
 * @param full why no run of its pipeline begins for now
 */
public record Signs(
        @Nullable Instant asOf,
        @Nullable Instant quietAfter,
        List<OfStage> stages,
        List<Reason> reasons,
        Map<String, List<Place>> holders,
        List<Place> beside,
        @Nullable Place alone,
        @Nullable String trouble,
        @Nullable Unable unable,
        @Nullable Full full) {

    /** Nothing is known. */
    public static final Signs NONE =
            new Signs(null, null, List.of(), List.of(), Map.of(), List.of(), null, null, null, null);

    /** The same, and why no worker can execute the run. */
    public Signs unable(@Nullable Unable why) {
        return new Signs(asOf, quietAfter, stages, reasons, holders, beside, alone, trouble, why, full);
    }

    /** The same, and why it does not begin. */
    public Signs full(@Nullable Full why) {
        return new Signs(asOf, quietAfter, stages, reasons, holders, beside, alone, trouble, unable, why);
    }

    /** The same, with those holders. */
    public Signs holders(Map<String, List<Place>> known) {
        return new Signs(asOf, quietAfter, stages, reasons, known, beside, alone, trouble, unable, full);
    }

    /**
     * The attempts of one stage, of all its items in a map.
     *
     * @param attempt the stage's
     * @param running how many execute
     * @param stopping how many were asked to stop and have not
     * @param abandoned how many would not, and were fenced off
     * @param health the worst of those that execute
     * @param silentSince since when the worst of them has been silent
     * @param signed whether that one gave any sign of life
     * @param item the item that one is about, or -1
     */
    public record OfStage(
            Attempt attempt,
            int epoch,
            int running,
            int stopping,
            int abandoned,
            Health health,
            @Nullable Instant silentSince,
            boolean signed,
            int item,
            @Nullable Heartbeat heartbeat,
            @Nullable Double perSecond) {}

    /**
     * Where a run is.
     *
     * @param stage the stage, where one is meant
     * @param worker name of the worker, where it is another
     */
    public record Place(
            UUID run,
            long number,
            @Nullable String stage,
            @Nullable String worker) {

        /** In the same process. */
        public Place(UUID run, long number, @Nullable String stage) {
            this(run, number, stage, null);
        }
    }

    /** What executes of a stage, or null. */
    @Nullable
    OfStage of(Attempt attempt, int epoch) {
        for (OfStage stage : stages) {
            if (stage.epoch == epoch && stage.attempt.equals(attempt)) {
                return stage;
            }
        }
        return null;
    }

    /** The reason of that kind a stage has, or null. */
    @Nullable
    Reason reason(String stage, Reason.Code... codes) {
        for (Reason reason : reasons) {
            if (stage.equals(reason.stage()) && List.of(codes).contains(reason.code())) {
                return reason;
            }
        }
        return null;
    }

    /** The first reason of that kind, or null. */
    @Nullable
    Reason any(Reason.Code code) {
        return reasons.stream()
                .filter(reason -> reason.code() == code)
                .findFirst()
                .orElse(null);
    }
}
