// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.content;

import java.nio.charset.StandardCharsets;

/** Words for people that go into the journal: not too many, and of whole characters. */
public final class Brief {

    private static final int MOST = 8192;

    private Brief() {}

    /** The beginning of a text; what cannot be written is a question mark. */
    public static String of(String text) {
        String brief = text.length() > MOST ? text.substring(0, MOST) + " …" : text;
        return new String(brief.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
