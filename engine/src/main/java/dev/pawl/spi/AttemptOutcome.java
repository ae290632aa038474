// SPDX-License-Identifier: Apache-2.0
package dev.pawl.spi;

import dev.pawl.RawJson;
import dev.pawl.core.FailureKind;
import org.jspecify.annotations.Nullable;

/** How the execution of an attempt ended. */
public sealed interface AttemptOutcome {

    /** It returned a value: a {@link RawJson}, or an object to be written as JSON. */
    record Returned(@Nullable Object value) implements AttemptOutcome {}

    /** A validator sent the work back, with feedback: a {@link RawJson}, or an object to be written as JSON. */
    record Rejected(@Nullable Object feedback) implements AttemptOutcome {}

    /**
     * It failed.
     *
     * @param partial what it had put out so far, or null
     */
    record Threw(FailureKind kind, String message, @Nullable RawJson partial) implements AttemptOutcome {}
}
