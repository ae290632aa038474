// SPDX-License-Identifier: Apache-2.0
package dev.pawl;

/**
 * Lists what a map works through. Called once for each generation of the stage, on a thread that may block; what it lists is
 * written down, and resumed runs use that.
 *
 * @param <I> the pipeline's input
 * @param <T> an item, written and read as JSON
 */
@FunctionalInterface
public interface ItemLister<I, T> {

    /**
     * The items, in the order their outputs will have.
     *
     * @throws Exception to fail the stage
     */
    Iterable<? extends T> list(StageContext<I> context) throws Exception;
}
