// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.attempt;

import dev.pawl.Json;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Which keys a JSON text has. It is streamed, and only as far as there is something to find. */
public final class Keys {

    private Keys() {}

    /** Opens a text. */
    @FunctionalInterface
    public interface Text {
        InputStream open() throws IOException;
    }

    /**
     * Those of the paths, each {@code key} or {@code key.key…}, that lead nowhere in the text, in the order given. A key whose
     * value is null is there.
     */
    public static List<String> missing(List<String> paths, Text text) throws IOException {
        Set<String> left = new LinkedHashSet<>(paths);
        try (InputStream in = text.open();
                JsonParser parser = Json.values().createParser(in)) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                walk(parser, "", left);
            }
        }
        return new ArrayList<>(left);
    }

    private static void walk(JsonParser in, String prefix, Set<String> left) {
        while (!left.isEmpty() && in.nextToken() == JsonToken.PROPERTY_NAME) {
            String path = prefix + in.currentName();
            left.remove(path);
            if (in.nextToken() == JsonToken.START_OBJECT
                    && left.stream().anyMatch(wanted -> wanted.startsWith(path + "."))) {
                walk(in, path + ".", left);
            } else {
                in.skipChildren();
            }
        }
    }
}
