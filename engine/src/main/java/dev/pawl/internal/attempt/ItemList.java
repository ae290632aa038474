// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.attempt;

import dev.pawl.Json;
import dev.pawl.core.Content;
import dev.pawl.internal.content.InlineValues;
import dev.pawl.internal.content.Values;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** The values of a map's items: the text of the list, and where each begins and ends in it. Immutable. */
final class ItemList {

    private static final int FIRST = 64;

    private final byte[] text;
    private final int[] ends;
    private final int[] begins;

    private ItemList(byte[] text, int[] begins, int[] ends) {
        this.text = text;
        this.begins = begins;
        this.ends = ends;
    }

    /**
     * Reads a list. Blocks.
     *
     * @throws IOException where it cannot be read, or is no array
     */
    static ItemList read(Values values, InlineValues inline, Content list) throws IOException {
        try (InputStream in = values.open(list, inline)) {
            return of(in.readAllBytes());
        }
    }

    /** Finds the elements of a JSON array. */
    static ItemList of(byte[] array) throws IOException {
        int[] begins = new int[FIRST];
        int[] ends = new int[FIRST];
        int size = 0;
        try (JsonParser in = Json.values().createParser(array)) {
            if (in.nextToken() != JsonToken.START_ARRAY) {
                throw new IOException("the items are " + kind(in.currentToken()) + ", and an array was expected");
            }
            while (in.nextToken() != JsonToken.END_ARRAY) {
                if (size == begins.length) {
                    begins = Arrays.copyOf(begins, size * 2);
                    ends = Arrays.copyOf(ends, size * 2);
                }
                begins[size] = (int) in.currentTokenLocation().getByteOffset();
                in.skipChildren();
                in.finishToken();
                ends[size++] = (int) in.currentLocation().getByteOffset();
            }
        }
        return new ItemList(array, begins, Arrays.copyOf(ends, size));
    }

    int size() {
        return ends.length;
    }

    /** The value of one item. */
    InputStream open(int index) {
        return new ByteArrayInputStream(text, begins[index], ends[index] - begins[index]);
    }

    byte[] get(int index) {
        return Arrays.copyOfRange(text, begins[index], ends[index]);
    }

    private static String kind(JsonToken token) {
        return switch (token) {
            case START_OBJECT -> "an object";
            case VALUE_NULL -> "null";
            case VALUE_STRING -> "a text";
            default -> "a " + String.valueOf(token).toLowerCase(java.util.Locale.ROOT);
        };
    }
}
