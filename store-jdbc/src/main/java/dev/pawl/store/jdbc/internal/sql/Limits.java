// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.sql;

import dev.pawl.spi.Append;
import dev.pawl.spi.RunRow;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is refused before the database sees it, because it would not come back as it was. */
public final class Limits {

    private static final int BODY = 16 << 20;
    private static final long SECONDS = Long.MAX_VALUE / 2_000_000;

    private Limits() {}

    /** Why it can never be stored, or null. */
    public static @Nullable String problem(Append append) {
        if (append.body().length > BODY) {
            return "an entry of the journal has " + append.body().length + " bytes, the limit is " + BODY
                    + ". Give large values to outputs, not to errors or labels";
        }
        if (isFar(append.at())) {
            return "the time " + append.at() + " cannot be stored";
        }
        RunRow row = append.row();
        return row == null ? null : problem(row);
    }

    private static @Nullable String problem(RunRow row) {
        if (isFar(row.createdAt()) || isFar(row.startedAt()) || isFar(row.finishedAt())) {
            return "a time of the run cannot be stored";
        }
        String text = isNoText(row.pipeline())
                ? "pipeline"
                : isNoText(row.key()) ? "key" : isNoText(row.user()) ? "user" : badLabel(row.labels());
        return text == null
                ? null
                : "the " + text + " has half a character (a lone surrogate) or NUL in it. Leave it out";
    }

    private static @Nullable String badLabel(Map<String, String> labels) {
        for (Map.Entry<String, String> label : labels.entrySet()) {
            if (isNoText(label.getKey()) || isNoText(label.getValue())) {
                return "label";
            }
        }
        return null;
    }

    private static boolean isNoText(@Nullable String text) {
        return text != null && !isText(text);
    }

    /** Whether it would come back as it is. */
    public static boolean isText(String text) {
        return text.indexOf('\0') < 0 && StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    private static boolean isFar(@Nullable Instant time) {
        return time != null && Math.abs(time.getEpochSecond()) > SECONDS;
    }
}
