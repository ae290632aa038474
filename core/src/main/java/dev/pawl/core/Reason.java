// SPDX-License-Identifier: Apache-2.0
package dev.pawl.core;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Why a run is where it is: one for each stage that is at work or kept from it. Stages that only wait for others have none.
 *
 * @param stage the stage, or null for the run as a whole
 * @param until when it changes by itself, where that is known
 */
public record Reason(
        Code code, @Nullable String stage, @Nullable Instant until) {

    public enum Code {
        EXECUTING,
        /** Its code has returned; its result is being stored. */
        STORING,
        /** Its start is not durable yet. */
        NOT_DURABLE,
        BACK_OFF,
        DOUBT,
        /** An attempt was asked to stop and has not yet. */
        STOPPING,
        /** An attempt did not stop in time and was fenced off. */
        ABANDONED,
        /** The pipeline is not the one the run was made with, and lacks this stage or gives it one the run lacks. */
        DEFINITION,
        DRAINING,
        /** Its condition is being evaluated. */
        CONDITION,
        /** Its items are being listed. */
        LISTING,
        /** The outputs of its items are being made one. */
        GATHERING,
        /** A person gives its output. */
        PERSON,
        /** Nobody pressed it yet. */
        MANUAL,
        /** It was put back, and waits to be pressed. */
        HELD,
        /** It waits for a slot of its named limit. */
        LIMIT,
        /** It took its worker down twice without a result, and waits to execute alone. */
        SUSPECT,
        /** A run that may take the worker down executes here alone. */
        CLOSED,
        /** It has given no sign of life for too long. */
        STALLED,
        /** No worker owns the run. */
        UNOWNED,
        /** Another worker owns the run. */
        OWNED_ELSEWHERE,
        ENDED,
        /** It is a document, and there is nothing to do until a person acts. */
        OPEN;

        /** Whether it lasts until a person acts. */
        public boolean awaitsPerson() {
            return this == PERSON || this == DOUBT || this == HELD || this == MANUAL || this == OPEN;
        }
    }
}
