// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.journal;

import dev.pawl.Json;
import dev.pawl.core.Event;
import dev.pawl.spi.Entry;
import dev.pawl.spi.StoreException;
import java.io.ByteArrayOutputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
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
 * What one entry of a journal holds: {@code [2,<event>,…]}, an array of the number of the format and the events in short. Small
 * values stand where an event names them, byte for byte as they were given, since they are named by the hash of these bytes.
 * What the entry says of itself, its time and epoch, its events need not say. Bodies are JSON as a whole, for people who look at
 * them by hand.
 *
 * <p>Format 1 was {@code {"v":1,"events":[…],"values":{"<sha>":…}}} with events in full; it is read for ever.
 *
 * @param values the small values these events name and no earlier entry holds, by hash
 */
public record Body(List<Event> events, Map<String, byte[]> values) {

    private static final int FIRST = 1;
    private static final int VERSION = 2;
    private static final int USUAL_LENGTH = 512;

    /** A value as deep as may be stands a little deeper here. */
    private static final int OWN_DEPTH = 10;

    /**
     * Bodies are written by whichever thread brought a result, most of them virtual and soon gone: buffers kept by each thread would be
     * made anew each time. Nothing waits while it writes, so there are never more of them than threads that write at once.
     */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .recyclerPool(JsonRecyclerPools.newConcurrentDequePool())
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Json.MAX_DEPTH + OWN_DEPTH)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    public Body {
        events = List.copyOf(events);
    }

    /** For an entry of that time and epoch. Values that no event names are left out. */
    public byte[] encode(Instant at, int epoch) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(USUAL_LENGTH);
        try (JsonGenerator out = FACTORY.createGenerator(ObjectWriteContext.empty(), bytes)) {
            EventJson events = EventJson.inShort(out, new InShort(out, bytes, at, epoch, values));
            out.writeStartArray();
            out.writeNumber(VERSION);
            this.events.forEach(events::write);
            out.writeEndArray();
        }
        return bytes.toByteArray();
    }

    /** The body of an entry. @throws StoreException where it is damaged, or of a later version */
    public static Body of(Entry entry) {
        return decode(entry.body(), entry.at(), entry.epoch());
    }

    /**
     * Reads what any released version wrote. A factory keeps the names it has read for its next parsers, and the first format had
     * hashes for names, which never come again: shared, each parser would copy thousands of them (430 KB an entry). So each has
     * its own.
     */
    static Body decode(byte[] body, Instant at, int epoch) {
        List<Event> events = new ArrayList<>(4);
        RawValues values = new RawValues(body);
        try (JsonParser in = FACTORY.copy().createParser(ObjectReadContext.empty(), body)) {
            if (in.nextToken() == JsonToken.START_ARRAY) {
                expect(in.nextToken() == JsonToken.VALUE_NUMBER_INT, "number of its format");
                version(in.getIntValue(), VERSION);
                while (in.nextToken() == JsonToken.START_OBJECT) {
                    events.add(EventReader.readInShort(in, at, epoch, values));
                }
                expect(in.currentToken() == JsonToken.END_ARRAY, "end of its events");
            } else {
                first(in, events, values);
            }
            expect(in.nextToken() == null, "end");
        } catch (JacksonException | IllegalArgumentException | DateTimeException | ArithmeticException e) {
            throw new StoreException(StoreException.Kind.BROKEN, words(e), e);
        }
        expect(!events.isEmpty(), "events");
        return new Body(events, values.all());
    }

    private static void first(JsonParser in, List<Event> events, RawValues values) {
        expect(in.currentToken() == JsonToken.START_OBJECT, "array or object");
        while (in.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = in.currentName();
            if (name.equals("values")) {
                in.nextToken();
                while (in.nextToken() == JsonToken.PROPERTY_NAME) {
                    values.readNamed(in);
                }
                continue;
            }
            in.nextToken();
            switch (name) {
                case "v" -> version(in.getIntValue(), FIRST);
                case "events" -> {
                    while (in.nextToken() == JsonToken.START_OBJECT) {
                        events.add(EventReader.read(in));
                    }
                    expect(in.currentToken() == JsonToken.END_ARRAY, "end of its events");
                }
                default -> in.skipChildren();
            }
        }
        expect(in.currentToken() == JsonToken.END_OBJECT, "end");
    }

    private static void version(int version, int most) {
        if (version > most) {
            throw new NewerException("an entry of a journal has format " + version
                    + ", and this version of Pawl reads up to " + VERSION);
        }
    }

    private static String words(Exception e) {
        return e instanceof JacksonException json ? Json.problem(json) : String.valueOf(e.getMessage());
    }

    private static void expect(boolean holds, String what) {
        if (!holds) {
            throw new StoreException(
                    StoreException.Kind.BROKEN, "an entry of a journal has no " + what + ", as was expected", null);
        }
    }
}
