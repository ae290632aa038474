// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.engine;

import dev.pawl.ItemView;
import dev.pawl.Json;
import dev.pawl.core.Content;
import dev.pawl.core.ItemStatus;
import dev.pawl.core.Items;
import dev.pawl.internal.journal.Replay;
import dev.pawl.internal.view.ItemViews;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads the names and values of items, of those only that are asked for. */
final class ItemPages {

    /** Characters of a value that tell which it is. */
    private static final int LONG = 200;

    private final Parts parts;

    ItemPages(Parts parts) {
        this.parts = parts;
    }

    List<ItemView> of(Replay replay, String stage, @Nullable ItemStatus status, int after, int limit)
            throws IOException {
        Items items = replay.run().stage(stage).items();
        if (items == null) {
            return List.of();
        }
        Set<Integer> wanted = new HashSet<>(ItemViews.indexes(items, status, after, limit));
        return ItemViews.of(
                items, status, after, limit, read(replay, items.keys(), wanted), read(replay, items.list(), wanted));
    }

    private Map<Integer, String> read(Replay replay, @Nullable Content array, Set<Integer> wanted) throws IOException {
        Map<Integer, String> found = new HashMap<>();
        if (array == null || wanted.isEmpty()) {
            return found;
        }
        try (InputStream in = parts.values().open(array, replay.values());
                JsonParser parser = Json.values().createParser(in)) {
            parser.nextToken();
            JsonToken token = parser.nextToken();
            for (int i = 0; token != null && token != JsonToken.END_ARRAY && found.size() < wanted.size(); i++) {
                if (wanted.contains(i)) {
                    found.put(i, text(parser));
                } else {
                    parser.skipChildren();
                }
                token = parser.nextToken();
            }
        }
        return found;
    }

    /** A text without its quotation marks; else JSON. */
    private static String text(JsonParser parser) {
        String text = parser.currentToken() == JsonToken.VALUE_STRING
                ? parser.getString()
                : parser.readValueAsTree().toString();
        return text.length() <= LONG ? text : text.substring(0, LONG) + "…";
    }
}
