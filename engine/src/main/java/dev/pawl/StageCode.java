// SPDX-License-Identifier: Apache-2.0
package dev.pawl;

import org.jspecify.annotations.Nullable;

/**
 * What a stage does. Called on a virtual thread of its own, once for each execution of an attempt; may block. It is asked
 * to stop by an interrupt.
 *
 * @param <I> the pipeline's input
 * @param <O> the stage's output, written as JSON; a {@link RawJson} is taken as it is
 */
@FunctionalInterface
public interface StageCode<I, O> {

    /**
     * Runs the stage.
     *
     * @return the output; null is an output too
     * @throws StageFailedException to fail in a certain way
     * @throws Exception to fail
     */
    @Nullable
    O run(StageContext<I> context) throws Exception;
}
