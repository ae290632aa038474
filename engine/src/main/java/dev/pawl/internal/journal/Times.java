// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.journal;

import java.time.Instant;
import java.time.LocalDate;

/** Reads times as {@link Instant#toString} writes them: general parsing was a third of the cost of reading a journal. */
final class Times {

    private static final int WHOLE = "2026-01-31T12:00:00".length();
    private static final int LONGEST = WHOLE + ".123456789Z".length();
    private static final String PATTERN = "0000-00-00T00:00:00";
    private static final long DAY = 86_400;
    private static final long HOUR = 3600;
    private static final long MINUTE = 60;
    private static final int LAST_HOUR = 23;
    private static final int LAST_MINUTE = 59;
    private static final int TEN = 10;
    private static final int NANO_DIGITS = 9;

    private Times() {}

    /** One time. @throws java.time.DateTimeException where it is none */
    static Instant read(String text) {
        if (!isUsual(text)) {
            return Instant.parse(text);
        }
        int hour = digits(text, 11, 13);
        int minute = digits(text, 14, 16);
        int second = digits(text, 17, WHOLE);
        if (hour > LAST_HOUR || minute > LAST_MINUTE || second > LAST_MINUTE) {
            return Instant.parse(text);
        }
        long days = LocalDate.of(digits(text, 0, 4), digits(text, 5, 7), digits(text, 8, 10))
                .toEpochDay();
        int nanos = 0;
        for (int i = WHOLE + 1; i <= WHOLE + NANO_DIGITS; i++) {
            nanos = nanos * TEN + (i < text.length() - 1 ? text.charAt(i) - '0' : 0);
        }
        return Instant.ofEpochSecond(days * DAY + hour * HOUR + minute * MINUTE + second, nanos);
    }

    /** Four digits of the year, and a fraction or none. */
    private static boolean isUsual(String text) {
        int last = text.length() - 1;
        if (last < WHOLE || last >= LONGEST || last == WHOLE + 1 || text.charAt(last) != 'Z') {
            return false;
        }
        for (int i = 0; i < last; i++) {
            char expected = i < WHOLE ? PATTERN.charAt(i) : i == WHOLE ? '.' : '0';
            char actual = text.charAt(i);
            if (expected == '0' ? actual < '0' || actual > '9' : actual != expected) {
                return false;
            }
        }
        return true;
    }

    private static int digits(String text, int from, int to) {
        int value = 0;
        for (int i = from; i < to; i++) {
            value = value * TEN + text.charAt(i) - '0';
        }
        return value;
    }
}
