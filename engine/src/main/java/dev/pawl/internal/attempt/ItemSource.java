// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.attempt;

import dev.pawl.core.Content;
import dev.pawl.internal.content.InlineValues;
import dev.pawl.internal.content.Values;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.SoftReference;
import org.jspecify.annotations.Nullable;

/** A map's list, read by the first of its items that needs it, and given up where memory is short. Thread-safe. */
public final class ItemSource {

    private final Values values;
    private final InlineValues inline;
    private final Content content;
    private SoftReference<ItemList> list = new SoftReference<>(null);

    ItemSource(Values values, InlineValues inline, Content content) {
        this.values = values;
        this.inline = inline;
        this.content = content;
    }

    /** Blocks where nobody has read it yet. */
    synchronized ItemList list() {
        @Nullable ItemList known = list.get();
        if (known == null) {
            try {
                known = ItemList.read(values, inline, content);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            list = new SoftReference<>(known);
        }
        return known;
    }
}
