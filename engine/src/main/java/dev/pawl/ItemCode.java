// SPDX-License-Identifier: Apache-2.0
package dev.pawl;

import org.jspecify.annotations.Nullable;

/**
 * What a map does with one item. Called on a virtual thread of its own, some items at once; may block. It is asked to stop by
 * an interrupt.
 *
 * @param <I> the pipeline's input
 * @param <T> an item
 * @param <O> an item's output, written as JSON; a {@link RawJson} is taken as it is
 */
@FunctionalInterface
public interface ItemCode<I, T, O> {

    /**
     * Works on one item.
     *
     * @throws StageFailedException to fail in a certain way
     * @throws Exception to fail
     */
    @Nullable
    O run(StageContext<I> context, T item) throws Exception;
}
