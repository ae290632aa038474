// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.journal;

import dev.pawl.Json;
import dev.pawl.core.Event;
import dev.pawl.spi.StoreException;
import java.io.ByteArrayOutputStream;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonRecyclerPools;

/**
 * What one entry of a journal holds: {@code {"v":1,"events":[…],"values":{"<sha>":…}}}. Small values stand in it byte for byte
 * as they were given, since they are named by the hash of these bytes.
 *
 * @param values the small values these events name and no earlier entry holds, by hash
 */
public record Body(List<Event> events, Map<String, byte[]> values) {

    private static final int VERSION = 1;
    private static final int USUAL_LENGTH = 1024;

    /** A value as deep as may be stands a little deeper here. */
    private static final int OWN_DEPTH = 10;

    private static final int QUOTES_AND_COLON = 3;

    /** Bodies are written by the few threads of actors, which can keep their buffers. */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .recyclerPool(JsonRecyclerPools.threadLocalPool())
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Json.MAX_DEPTH + OWN_DEPTH)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    public Body {
        events = List.copyOf(events);
    }

    public byte[] encode() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(USUAL_LENGTH);
        try (JsonGenerator out = FACTORY.createGenerator(ObjectWriteContext.empty(), bytes)) {
            out.writeStartObject();
            out.writeNumberProperty("v", VERSION);
            out.writeArrayPropertyStart("events");
            for (Event event : events) {
                EventJson.write(event, out);
            }
            out.writeEndArray();
            if (!values.isEmpty()) {
                out.writeObjectPropertyStart("values");
                for (Map.Entry<String, byte[]> value : values.entrySet()) {
                    out.writeName(value.getKey());
                    out.writeRawValue("");
                    out.flush();
                    bytes.writeBytes(value.getValue());
                }
                out.writeEndObject();
            }
            out.writeEndObject();
        }
        return bytes.toByteArray();
    }

    /**
     * Reads what any released version wrote. A factory keeps the names it has read for its next parsers, and these names are
     * hashes, which never come again: shared, each parser would copy thousands of them (430 KB an entry). So each has its own.
     *
     * @throws StoreException where it is damaged, or of a later version
     */
    public static Body decode(byte[] body) {
        List<Event> events = new ArrayList<>(4);
        Map<String, byte[]> values = new LinkedHashMap<>();
        try (JsonParser in = FACTORY.copy().createParser(ObjectReadContext.empty(), body)) {
            expect(in.nextToken() == JsonToken.START_OBJECT, "an object");
            while (in.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = in.currentName();
                in.nextToken();
                switch (name) {
                    case "v" -> version(in.getIntValue());
                    case "events" -> {
                        while (in.nextToken() == JsonToken.START_OBJECT) {
                            events.add(EventReader.read(in));
                        }
                        expect(in.currentToken() == JsonToken.END_ARRAY, "end of its events");
                    }
                    case "values" -> values(in, body, values);
                    default -> in.skipChildren();
                }
            }
            expect(in.currentToken() == JsonToken.END_OBJECT && in.nextToken() == null, "end");
        } catch (JacksonException | IllegalArgumentException | DateTimeException | ArithmeticException e) {
            throw new StoreException(
                    StoreException.Kind.BROKEN,
                    "it cannot be read: " + words(e) + "; restore the database from a backup",
                    e);
        }
        expect(!events.isEmpty(), "events");
        return new Body(events, values);
    }

    /** Space around a value is part of it: nothing else here has any. */
    private static void values(JsonParser in, byte[] body, Map<String, byte[]> values) {
        while (in.nextToken() == JsonToken.PROPERTY_NAME) {
            String sha = in.currentName();
            int from = (int) in.currentTokenLocation().getByteOffset() + sha.length() + QUOTES_AND_COLON;
            in.nextToken();
            in.skipChildren();
            in.finishToken();
            int to = (int) in.currentLocation().getByteOffset();
            while (to < body.length && isSpace(body[to])) {
                to++;
            }
            values.put(sha, Arrays.copyOfRange(body, from, to));
        }
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }

    private static void version(int version) {
        if (version > VERSION) {
            throw new StoreException(
                    StoreException.Kind.BROKEN,
                    "an entry of a journal has format " + version + ", and this version of Pawl reads up to " + VERSION
                            + "; use the newer version that wrote it",
                    null);
        }
    }

    private static String words(Exception e) {
        return e instanceof JacksonException json ? json.getOriginalMessage() : String.valueOf(e.getMessage());
    }

    private static void expect(boolean holds, String what) {
        if (!holds) {
            throw new StoreException(
                    StoreException.Kind.BROKEN, "an entry of a journal has no " + what + ", as was expected", null);
        }
    }
}
