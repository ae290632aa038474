// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.journal;

import dev.pawl.core.Content;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * How events stand in an entry of a journal: the first property is the event's type and what it is about, values stand where
 * they are named, and what the entry says of itself, or is so nearly always, is not said again.
 */
final class InShort {

    /** At the end of a property that names a value which stands elsewhere. */
    static final String NAMED = "#";

    /** Microseconds before the entry. */
    static final String AGO = "ago";

    static final String AT = "at";

    private static final int NANOS_PER_MICRO = 1000;
    private static final int MOST_SECONDS = 1000;

    private final JsonGenerator out;
    private final ByteArrayOutputStream bytes;
    private final Instant at;
    private final int epoch;
    private final Map<String, byte[]> values;
    private final Set<String> written = new HashSet<>();

    /**
     * Events of an entry.
     *
     * @param bytes what {@code out} writes to
     * @param at the entry's
     * @param epoch the entry's
     * @param values those that are to stand in it, by hash
     */
    InShort(JsonGenerator out, ByteArrayOutputStream bytes, Instant at, int epoch, Map<String, byte[]> values) {
        this.out = out;
        this.bytes = bytes;
        this.at = at;
        this.epoch = epoch;
        this.values = values;
    }

    int epoch() {
        return epoch;
    }

    void head(String type, Instant eventAt, @Nullable String about) {
        out.writeName(name(type));
        out.writeString(about); // null, too
        long ago = ago(eventAt);
        if (ago < 0) {
            out.writeStringProperty(AT, eventAt.toString());
        } else if (ago > 0) {
            out.writeNumberProperty(AGO, ago);
        }
    }

    /** Negative where it is not to be said so: a store keeps an entry's time to the microsecond. */
    private long ago(Instant eventAt) {
        if (Math.abs(at.getEpochSecond() - eventAt.getEpochSecond()) > MOST_SECONDS) {
            return -1;
        }
        long nanos = Duration.between(eventAt, at).toNanos();
        return nanos % NANOS_PER_MICRO == 0 && at.getNano() % NANOS_PER_MICRO == 0 ? nanos / NANOS_PER_MICRO : -1;
    }

    /** Nearly all events are of these. */
    private static String name(String type) {
        return switch (type) {
            case "AttemptStarted" -> "Started";
            case "AttemptSucceeded" -> "Succeeded";
            case "AttemptFailed" -> "Failed";
            default -> type;
        };
    }

    /** Writes the value itself, byte for byte, once an entry; false where it stands elsewhere. */
    boolean value(String name, Content content) {
        byte[] value = values.get(content.sha());
        if (value == null || !written.add(content.sha())) {
            return false;
        }
        out.writeName(name);
        out.writeRawValue("");
        out.flush();
        bytes.writeBytes(value);
        return true;
    }
}
