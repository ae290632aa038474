// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.content;

import dev.pawl.Json;
import dev.pawl.core.Content;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads a text once: is it one JSON value in UTF-8, how long is it, what is its hash. Memory does not grow with it. */
final class JsonCheck extends InputStream {

    /** By then any encoding that is not UTF-8 has shown itself. */
    private static final int MARK_LENGTH = 4;

    private final InputStream in;
    private final long limit;
    private final MessageDigest digest;
    private final int headLimit;
    private final ByteArrayOutputStream head = new ByteArrayOutputStream();
    private final Utf8 utf8 = new Utf8();
    private long size;

    JsonCheck(InputStream in, long limit, MessageDigest digest, int headLimit) {
        this.in = in;
        this.limit = limit;
        this.digest = digest;
        this.headLimit = headLimit;
    }

    /**
     * What the text is called.
     *
     * @throws BadValueException where it is no JSON, or longer than allowed
     */
    Content content() throws IOException {
        try (JsonParser parser = Json.values().createParser(this)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw new BadValueException(
                        "it is empty; one JSON value was expected (null, if there is nothing)", false);
            }
            parser.skipChildren();
            if (parser.nextToken() != null) {
                throw new BadValueException(
                        "it goes on after the first JSON value, at line "
                                + parser.currentTokenLocation().getLineNr() + "; exactly one was expected",
                        false);
            }
        } catch (JacksonException e) {
            if (e.getCause() instanceof BadValueException bad) {
                throw bad;
            }
            throw new BadValueException("it is not JSON: " + words(e), false);
        }
        return new Content(HexFormat.of().formatHex(digest.digest()), size);
    }

    /** The text, where it is no longer than the head's limit; else its beginning. */
    byte[] head() {
        return head.toByteArray();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        int n = in.read(to, offset, length);
        if (n > 0) {
            if (size < MARK_LENGTH) {
                refuseOtherEncodings(to, offset, n);
            }
            if (!utf8.goesOn(to, offset, n)) {
                throw notUtf8();
            }
            size += n;
            if (size > limit) {
                throw new BadValueException(
                        "it is longer than the " + limit + " bytes allowed; write large data to a file of its own"
                                + " and put out where it is",
                        true);
            }
            digest.update(to, offset, n);
            head.write(to, offset, Math.min(n, headLimit - head.size()));
        }
        return n;
    }

    /** The parser would take UTF-16 and a byte order mark; stored bytes are UTF-8 without one. */
    private void refuseOtherEncodings(byte[] bytes, int offset, int length) throws BadValueException {
        for (int i = 0; i < length && size + i < MARK_LENGTH; i++) {
            int b = bytes[offset + i] & 0xFF;
            if (b == 0 || b == 0xFE || b == 0xFF || (b == 0xEF && size + i == 0)) {
                throw notUtf8();
            }
        }
    }

    private static BadValueException notUtf8() {
        return new BadValueException("it is not UTF-8 without a byte order mark, as was expected", false);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private static String words(JacksonException e) {
        String where = e.getLocation() == null
                ? ""
                : " at line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr();
        return Json.problem(e) + where;
    }
}
