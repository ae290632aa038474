// SPDX-License-Identifier: Apache-2.0
package dev.pawl.core;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The next state of a stage while it is being made. Begins as the last one. */
final class StageChange {

    StageStatus status = StageStatus.IDLE;

    @Nullable
    WaitFor waitsFor;

    int generation;
    int number;
    int epoch;
    long startOrdinal;

    @Nullable
    Instant startedAt;

    @Nullable
    Instant finishedAt;

    @Nullable
    Instant until;

    @Nullable
    Content output;

    @Nullable
    Content partial;

    @Nullable
    String degraded;

    @Nullable
    Failure failure;

    boolean cleared;
    boolean pressed;
    boolean held;
    int rounds;

    @Nullable
    Feedback feedback;

    @Nullable
    Items items;

    @Nullable
    UUID reusedFrom;

    StageChange() {}

    StageChange(StageState old) {
        status = old.status();
        waitsFor = old.waitsFor();
        generation = old.generation();
        number = old.number();
        epoch = old.epoch();
        startOrdinal = old.startOrdinal();
        startedAt = old.startedAt();
        finishedAt = old.finishedAt();
        until = old.until();
        output = old.output();
        partial = old.partial();
        degraded = old.degraded();
        failure = old.failure();
        cleared = old.cleared();
        pressed = old.pressed();
        held = old.held();
        rounds = old.rounds();
        feedback = old.feedback();
        items = old.items();
        reusedFrom = old.reusedFrom();
    }

    /** Elsewhere, with nothing left over of what it waited for and of how it ended. */
    StageChange to(StageStatus next) {
        status = next;
        waitsFor = null;
        until = null;
        finishedAt = null;
        output = null;
        partial = null;
        degraded = null;
        failure = null;
        reusedFrom = null;
        return this;
    }

    /** As before it ever ran, but for what a validator said and for its items. */
    StageChange again(int newGeneration, int attempts) {
        to(StageStatus.IDLE);
        generation = newGeneration;
        number = attempts;
        epoch = 0;
        startOrdinal = 0;
        startedAt = null;
        cleared = false;
        return this;
    }

    StageState build() {
        return new StageState(
                status,
                waitsFor,
                generation,
                number,
                epoch,
                startOrdinal,
                startedAt,
                finishedAt,
                until,
                output,
                partial,
                degraded,
                failure,
                cleared,
                pressed,
                held,
                rounds,
                feedback,
                items,
                reusedFrom);
    }
}
