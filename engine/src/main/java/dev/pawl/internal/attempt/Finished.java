// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.attempt;

import dev.pawl.core.Artifact;
import dev.pawl.core.Failure;
import dev.pawl.internal.content.Stored;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The result of an attempt, with its values stored. */
public sealed interface Finished {

    /**
     * It has an output.
     *
     * @param degraded why it deserves a look, or null
     * @param artifacts the files it made, stored
     */
    record Good(Stored output, @Nullable String degraded, List<Artifact> artifacts) implements Finished {}

    /** A validator sent the work back. */
    record Back(Stored feedback) implements Finished {}

    /**
     * It failed.
     *
     * @param partial what it had put out so far, or null
     */
    record Bad(Failure failure, @Nullable Stored partial) implements Finished {}
}
