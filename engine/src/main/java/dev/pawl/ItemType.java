// SPDX-License-Identifier: Apache-2.0
package dev.pawl;

import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * Of which class the items of a typed map are. It is learnt from the first item listed; who resumes a run lists once more to
 * learn it, and still works on what was written down.
 */
final class ItemType<I, T> {

    private final ItemLister<I, T> lister;
    private volatile @Nullable Class<T> type;

    ItemType(ItemLister<I, T> lister) {
        this.lister = lister;
    }

    Object list(StageContext<I> context) throws Exception {
        Iterable<? extends T> items = lister.list(context);
        learn(items);
        return items;
    }

    /** Null where the item is. */
    @SuppressWarnings({"unchecked", "NullAway"})
    T read(StageContext<I> context) throws Exception {
        if (type == null) {
            learn(lister.list(context));
        }
        Class<T> known = type;
        return known == null ? (T) context.item(Object.class) : context.item(known);
    }

    @SuppressWarnings("unchecked")
    private void learn(Iterable<? extends T> items) {
        Iterator<? extends T> all = items.iterator();
        if (all.hasNext()) {
            T first = all.next();
            type = first == null ? null : (Class<T>) first.getClass();
        }
    }
}
