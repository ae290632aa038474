// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.sql;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What people type for a run: a number, or the beginning of an id. */
public final class Names {

    private static final String NO_ID = "00000000-0000-0000-0000-000000000000";
    private static final String LAST_ID = "ffffffff-ffff-ffff-ffff-ffffffffffff";

    private Names() {}

    /** The first id that begins so; null where none does. */
    public static @Nullable UUID first(String start) {
        return filled(start, NO_ID);
    }

    /** The last id that begins so; null where none does. */
    public static @Nullable UUID last(String start) {
        return filled(start, LAST_ID);
    }

    /** Numbers begin at 1: 0 is nobody's. */
    public static long number(String text) {
        return text.matches("[1-9][0-9]{0,17}") ? Long.parseLong(text) : 0;
    }

    private static @Nullable UUID filled(String start, String rest) {
        return start.length() <= rest.length() && isStartOfId(start)
                ? UUID.fromString(start + rest.substring(start.length()))
                : null;
    }

    private static boolean isStartOfId(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean fits = NO_ID.charAt(i) == '-' ? c == '-' : (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
            if (!fits) {
                return false;
            }
        }
        return true;
    }
}
