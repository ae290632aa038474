// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.view;

import dev.pawl.ItemView;
import dev.pawl.core.ItemState;
import dev.pawl.core.ItemStatus;
import dev.pawl.core.Items;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes views of items. */
public final class ItemViews {

    /** So many failed ones are part of the view of their stage. */
    static final int SOME = 10;

    private ItemViews() {}

    /** The first that failed, without names and values, which the journal does not hold. */
    static List<ItemView> failed(@Nullable Items items) {
        return items == null ? List.of() : of(items, ItemStatus.FAILED, -1, SOME, Map.of(), Map.of());
    }

    /** Indexes of those that stand so, or of all, after an index. */
    public static List<Integer> indexes(Items items, @Nullable ItemStatus status, int after, int limit) {
        List<Integer> found = new ArrayList<>();
        int left = status == null ? items.size() : items.count(status);
        for (int i = 0; i < items.size() && left > 0 && found.size() < limit; i++) {
            if (status == null || items.get(i).status() == status) {
                left--;
                if (i > after) {
                    found.add(i);
                }
            }
        }
        return found;
    }

    /** Those, with the names and values that are known. */
    public static List<ItemView> of(
            Items items,
            @Nullable ItemStatus status,
            int after,
            int limit,
            Map<Integer, String> keys,
            Map<Integer, String> values) {
        return indexes(items, status, after, limit).stream()
                .map(i -> of(i, items.get(i), keys.get(i), values.get(i)))
                .toList();
    }

    private static ItemView of(int index, ItemState item, @Nullable String key, @Nullable String value) {
        return new ItemView(
                index,
                key,
                value,
                item.status(),
                item.failures() + (item.status() == ItemStatus.SUCCEEDED ? 1 : 0),
                item.failure() == null ? null : item.failure().message());
    }
}
