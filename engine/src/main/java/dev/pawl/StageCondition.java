// SPDX-License-Identifier: Apache-2.0
package dev.pawl;

/**
 * Says whether a stage is to run. Called once for each generation of the stage, when all it depends on is done, on a thread
 * that may block; the answer is written down, and resumed runs use that.
 *
 * @param <I> the pipeline's input
 */
@FunctionalInterface
public interface StageCondition<I> {

    /**
     * True to run it, false to skip it.
     *
     * @throws Exception where it cannot be said, which fails the stage
     */
    boolean holds(StageContext<I> context) throws Exception;
}
