// SPDX-License-Identifier: Apache-2.0
package dev.pawl.server.internal.http;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Entity tags: what is the same has the same. */
final class Tags {

    private static final int BYTES = 12;

    private Tags() {}

    static String of(byte[] body) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(body);
            return '"' + Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, BYTES)) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Whether a list of tags, as in If-None-Match, has that one. */
    static boolean matches(@Nullable String header, String tag) {
        return header != null
                && Arrays.stream(header.split(","))
                        .map(String::strip)
                        .map(one -> one.startsWith("W/") ? one.substring(2) : one)
                        .anyMatch(one -> one.equals("*") || one.equals(tag));
    }

    /**
     * The version that {@code If-Match} names, null where there is none or any will do.
     *
     * @throws ProblemException where it names something else
     */
    static @Nullable Integer version(@Nullable String header) {
        if (header == null || header.strip().equals("*")) {
            return null;
        }
        String text = header.strip().replaceAll("^(W/)?\"?|\"$", "");
        if (text.matches("\\d{1,9}")) {
            return Integer.parseInt(text);
        }
        throw ProblemException.invalid(
                "If-Match is the version of a stage in quotes, as \"3\", not " + Call.cut(header),
                "send the version that you saw");
    }
}
