// SPDX-License-Identifier: Apache-2.0
package dev.pawl.testkit;

import dev.pawl.spi.Append;
import dev.pawl.spi.RunRow;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What no store takes: entries beyond 16 MiB, and text that does not come back as it was. */
final class FakeLimits {

    static final int BODY = 16 << 20;

    private FakeLimits() {}

    static @Nullable String problem(Append append) {
        if (append.body().length > BODY) {
            return "an entry of " + append.body().length + " bytes is over the limit of " + BODY;
        }
        RunRow row = append.row();
        return row == null || texts(row).allMatch(FakeLimits::isText)
                ? null
                : "a text of the run has half a character or NUL in it";
    }

    private static Stream<String> texts(RunRow row) {
        return Stream.concat(
                Stream.of(row.pipeline(), orEmpty(row.key()), orEmpty(row.user())),
                row.labels().entrySet().stream().map(Map.Entry::toString));
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static boolean isText(String text) {
        return text.indexOf('\0') < 0 && StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }
}
