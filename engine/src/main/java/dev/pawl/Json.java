// SPDX-License-Identifier: Apache-2.0
package dev.pawl;

import dev.pawl.core.Event;
import dev.pawl.internal.journal.EventJson;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/** The one way the product reads and writes JSON. Thread-safe. */
public final class Json {

    /** Deepest nesting of an input or output. */
    public static final int MAX_DEPTH = 100;

    private static final int MAX_STRING = 256 << 20;

    private static final JsonMapper VALUES = JsonMapper.builder(factory())
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .build();

    private static final JsonMapper VIEWS = JsonMapper.builder(factory())
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .enable(EnumFeature.WRITE_ENUMS_TO_LOWERCASE)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .addModule(new SimpleModule().addSerializer(Event.class, new EventSerializer()))
            .build();

    /** What its parser says to those who set it up, and not to those who wrote the text. */
    private static final Pattern ASIDE =
            Pattern.compile(": enable `[^`]*` to allow|, from `[^`]*`|\\s*\\((start marker|for) .*");

    private Json() {}

    /** What is wrong with a text, in some words on one line, without where. */
    public static String problem(JacksonException e) {
        return ASIDE.matcher(e.getOriginalMessage().lines().findFirst().orElse("it cannot be read"))
                .replaceAll("");
    }

    /** For inputs and outputs: plain Jackson, strict about duplicate keys and depth. */
    public static JsonMapper values() {
        return VALUES;
    }

    /** For {@link RunView} and the other answers of the API: enums in lower case, times in ISO 8601. */
    public static JsonMapper views() {
        return VIEWS;
    }

    private static JsonFactory factory() {
        return JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .maxStringLength(MAX_STRING)
                        .build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
    }

    private static final class EventSerializer extends StdSerializer<Event> {
        EventSerializer() {
            super(Event.class);
        }

        @Override
        public void serialize(Event event, JsonGenerator out, SerializationContext context) {
            EventJson.write(event, out);
        }
    }
}
