// SPDX-License-Identifier: Apache-2.0
package dev.pawl;

import org.jspecify.annotations.Nullable;

/**
 * How a run that has ended is taken up by a new one. Immutable.
 *
 * @param fromStage the stage to begin at; of a validator, what it validates is meant
 * @param version the version of the pipeline to follow, or null for the current one
 * @param reason why, for those who look at it later, or null
 * @param input what stages that run are given instead of the input of that run, or null for that
 * @param usePartial whether what a failed stage before that one had put out will do
 * @param onlyFailedItems whether the items a map has finished are taken over
 * @param onConflict what becomes of it where another active run has its key, or does the same. Only what has a key waits in line, or has
 *     another one cancelled
 * @param planToken the token of a plan: it is not done where anything has changed since; or null
 * @param by who asks, or null; the user of the run stays who it was
 */
public record Retry(
        String fromStage,
        @Nullable Integer version,
        @Nullable String reason,
        @Nullable RawJson input,
        boolean usePartial,
        boolean onlyFailedItems,
        OnConflict onConflict,
        @Nullable String planToken,
        @Nullable String by) {

    /** From that stage on, by the current definition. */
    public static Retry from(String stage) {
        return new Retry(stage, null, null, null, false, false, OnConflict.REJECT, null, null);
    }

    public Retry version(@Nullable Integer value) {
        return new Retry(fromStage, value, reason, input, usePartial, onlyFailedItems, onConflict, planToken, by);
    }

    public Retry reason(@Nullable String value) {
        return new Retry(fromStage, version, value, input, usePartial, onlyFailedItems, onConflict, planToken, by);
    }

    public Retry input(@Nullable RawJson value) {
        return new Retry(fromStage, version, reason, value, usePartial, onlyFailedItems, onConflict, planToken, by);
    }

    public Retry usePartial(boolean value) {
        return new Retry(fromStage, version, reason, input, value, onlyFailedItems, onConflict, planToken, by);
    }

    public Retry onlyFailedItems(boolean value) {
        return new Retry(fromStage, version, reason, input, usePartial, value, onConflict, planToken, by);
    }

    public Retry onConflict(OnConflict value) {
        return new Retry(fromStage, version, reason, input, usePartial, onlyFailedItems, value, planToken, by);
    }

    public Retry planToken(@Nullable String value) {
        return new Retry(fromStage, version, reason, input, usePartial, onlyFailedItems, onConflict, value, by);
    }

    public Retry by(@Nullable String value) {
        return new Retry(fromStage, version, reason, input, usePartial, onlyFailedItems, onConflict, planToken, value);
    }
}
