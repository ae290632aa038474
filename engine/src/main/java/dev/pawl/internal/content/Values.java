// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.content;

import dev.pawl.Json;
import dev.pawl.RawJson;
import dev.pawl.core.Content;
import dev.pawl.spi.RunStore;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** Takes values in and gives them out. Thread-safe; blocks where a value is large. */
public final class Values {

    /** Longest value that goes into the journal itself: one row then holds it, and reading the run brings it along. */
    static final int INLINE = 4096;

    private static final HexFormat HEX = HexFormat.of();

    private final RunStore store;
    private final long limit;

    /**
     * Values of one store.
     *
     * @param limit longest value in bytes
     */
    public Values(RunStore store, long limit) {
        this.store = store;
        this.limit = limit;
    }

    /** The longest value, in bytes. */
    public long limit() {
        return limit;
    }

    /** Takes an object, written as JSON, or a {@link RawJson} as it is. @throws BadValueException where it cannot be taken */
    public Stored take(@Nullable Object value) throws IOException {
        if (value instanceof RawJson raw) {
            return take(raw);
        }
        byte[] json;
        try {
            json = Json.values().writeValueAsBytes(value);
        } catch (JacksonException e) {
            throw new BadValueException("it cannot be written as JSON: " + e.getOriginalMessage(), false);
        }
        return take(RawJson.of(json)); // an object may write itself too deep, or as no JSON at all
    }

    /** Names a text as {@link #take} would, and stores nothing. @throws BadValueException where it cannot be taken */
    public Content name(RawJson raw) throws IOException {
        try (InputStream in = raw.open();
                JsonCheck check = new JsonCheck(in, limit, sha256(), INLINE)) {
            return check.content();
        }
    }

    /** Stores a text beside the journal whatever its length. */
    public Content keep(byte[] json) throws IOException {
        Content content = contentOf(json);
        store.putPayload(content, RawJson.of(json).open());
        return content;
    }

    /** What names a text, stored or not. */
    public static Content contentOf(byte[] json) {
        return new Content(HEX.formatHex(sha256().digest(json)), json.length);
    }

    /** The bytes of a value, streamed. The caller closes it. */
    public InputStream open(Content content, InlineValues inline) throws IOException {
        byte[] bytes = inline.get(content);
        return bytes == null ? store.openPayload(content) : RawJson.of(bytes).open();
    }

    /** Those of them that are not there any more, in their order: asked for all at once, and not read. */
    public List<Content> gone(Collection<Content> contents, InlineValues inline) {
        List<Content> beside = contents.stream()
                .filter(content -> inline.get(content) == null)
                .distinct()
                .toList();
        List<Content> gone = new ArrayList<>();
        for (int from = 0; from < beside.size(); from += RunStore.MOST_ASKED) {
            List<Content> some = beside.subList(from, Math.min(beside.size(), from + RunStore.MOST_ASKED));
            Set<String> there = store.storedPayloads(some);
            some.stream().filter(content -> !there.contains(content.sha())).forEach(gone::add);
        }
        return gone;
    }

    /** For values that are not at hand, and are probably read one after the other. */
    public InOrder inOrder() {
        return new InOrder(store);
    }

    /** The bytes of a value that was just taken, streamed. The caller closes it. */
    public InputStream open(Stored stored) throws IOException {
        byte[] inline = stored.inline();
        return inline == null
                ? store.openPayload(stored.content())
                : RawJson.of(inline).open();
    }

    private Stored take(RawJson raw) throws IOException {
        Content content;
        byte[] head;
        try (InputStream in = raw.open();
                JsonCheck check = new JsonCheck(in, limit, sha256(), INLINE)) {
            content = check.content();
            head = check.head();
        }
        if (content.size() <= INLINE) {
            return new Stored(content, head);
        }
        try (InputStream in = raw.open()) {
            store.putPayload(content, in);
        }
        return new Stored(content, null);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
