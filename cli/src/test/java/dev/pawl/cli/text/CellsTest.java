// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Text in columns, and times in words. */
class CellsTest {

    @ParameterizedTest
    @CsvSource({"abc, 3, abc", "abcdef, 4, abc…", "日本語, 6, 日本語", "日本語, 5, 日本…", "日本語, 4, 日…", "abc, 0, ''"})
    void cut(String text, int width, String expected) {
        assertThat(Cells.cut(text, width)).isEqualTo(expected);
        assertThat(Cells.width(Cells.cut(text, width))).isLessThanOrEqualTo(width);
    }

    @Test
    void wraps_between_words_and_breaks_what_has_none() {
        assertThat(Cells.wrap("one two three four", 10)).containsExactly("one two", "three four");
        assertThat(Cells.wrap("abcdefghijklmnop", 10)).containsExactly("abcdefghij", "klmnop");
        assertThat(Cells.wrap("a\n\nb\n", 10)).containsExactly("a", "", "b");
        assertThat(Cells.wrap("", 10)).isEqualTo(List.of(""));
    }

    @Test
    void a_word_is_broken_only_where_it_fits_in_no_line() {
        assertThat(Cells.wrap("a bcdefghij", 10)).containsExactly("a", "bcdefghij");
        assertThat(Cells.wrap("ab cdefghijklmnop", 10)).containsExactly("ab cdefghi", "jklmnop");
        assertThat(Cells.wrap("abcdefgh ijklmnopqrst", 10)).containsExactly("abcdefgh", "ijklmnopqr", "st");
        assertThat(Cells.wrap("  abc def ghi", 10)).containsExactly("  abc def", "  ghi");
        assertThat(Cells.wrap("  abcdefghijklm", 10)).containsExactly("  abcdefgh", "  ijklm");
        assertThat(Cells.wrap(" ".repeat(30) + "x", 10)).containsExactly("   x");
    }

    @Test
    void a_number_stays_with_its_unit() {
        assertThat(Cells.phrases("it took 41 s", 11)).containsExactly("it took", "41 s");
        assertThat(Cells.phrases("the attempt 2", 11)).containsExactly("the", "attempt 2");
    }

    @Test
    void colours_take_no_room_and_users_have_none() {
        Look look = new Look(80, true, Instant.EPOCH, java.time.ZoneOffset.UTC, "");
        assertThat(Cells.width(look.red("abc"))).isEqualTo(3);
        assertThat(Cells.clean("a\u001b[2Jb\u0007\r\u202ec\td")).isEqualTo("a[2Jbc    d");
        assertThat(Cells.line("a\n  b\n")).isEqualTo("a b");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0 ms, 0 s",
        "440, 440 ms, 0 s",
        "1440, 1.4 s, 1 s",
        "9949, 9.9 s, 9 s",
        "9950, 9 s, 9 s",
        "12000, 12 s, 12 s",
        "60000, 1 min, 1 min",
        "192000, 3 min 12 s, 3 min 12 s",
        "7500000, 2 h 5 min, 2 h 5 min",
        "273600000, 3 d 4 h, 3 d 4 h"
    })
    void durations(long millis, String took, String whole) {
        assertThat(Times.took(Duration.ofMillis(millis))).isEqualTo(took);
        assertThat(Times.whole(Duration.ofMillis(millis))).isEqualTo(whole);
    }

    @ParameterizedTest
    @CsvSource({"0, 0 s ago", "59, 59 s ago", "60, 1 min ago", "7300, 2 h ago", "200000, 2 d ago", "-5, 0 s ago"})
    void ages(long seconds, String expected) {
        assertThat(Times.ago(Instant.EPOCH, Instant.EPOCH.plusSeconds(seconds))).isEqualTo(expected);
    }
}
