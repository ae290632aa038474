// SPDX-License-Identifier: Apache-2.0
package dev.pawl;

import org.jspecify.annotations.Nullable;

/**
 * Where a map's items come from.
 *
 * @param list makes the array of their values: something written as a JSON array, or a {@link RawJson} that is one
 * @param key names an item, given as JSON text, unlike any other of the list; or null, and its place names it
 */
public record MapItems<I>(Listing<I> list, @Nullable Naming<I> key) {

    /** Lists the items. */
    @FunctionalInterface
    public interface Listing<I> {
        Object list(StageContext<I> context) throws Exception;
    }

    /** Names one item. */
    @FunctionalInterface
    public interface Naming<I> {
        String name(StageContext<I> context, RawJson item) throws Exception;
    }
}
