// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.journal;

import dev.pawl.core.Content;
import dev.pawl.internal.content.Values;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JsonParser;

/** Values that stand in an entry, taken out of it byte for byte. */
final class RawValues {

    private static final int QUOTES_AND_COLON = 3;

    private final byte[] body;
    private final Map<String, byte[]> values = new LinkedHashMap<>();

    RawValues(byte[] body) {
        this.body = body;
    }

    /** So far, by hash. */
    Map<String, byte[]> all() {
        return values;
    }

    /** The value of the property whose name was just read, which the hash of its bytes names. */
    Content read(JsonParser in) {
        byte[] value = bytes(in, in.currentName());
        Content content = Values.contentOf(value);
        values.put(content.sha(), value);
        return content;
    }

    /** The same where the name of the property is the hash. */
    void readNamed(JsonParser in) {
        String sha = in.currentName();
        values.put(sha, bytes(in, sha));
    }

    /** Space around a value is part of it: nothing else in a body has any. */
    private byte[] bytes(JsonParser in, String name) {
        int from = (int) in.currentTokenLocation().getByteOffset() + name.length() + QUOTES_AND_COLON;
        in.nextToken();
        in.skipChildren();
        in.finishToken();
        int to = (int) in.currentLocation().getByteOffset();
        while (to < body.length && isSpace(body[to])) {
            to++;
        }
        return Arrays.copyOfRange(body, from, to);
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }
}
