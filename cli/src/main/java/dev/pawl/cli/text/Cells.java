// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli.text;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Text measured in columns of a terminal. */
public final class Cells {

    private static final Pattern UNIT =
            Pattern.compile("(?<=\\d) (?=(ms|s|min|h|d|B|kB|MB)\\b)|(?<=attempt|generation) (?=\\d)");

    private Cells() {}

    /** Without anything that moves the cursor or changes colours: text of users must not steer the terminal. */
    public static String clean(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (c == '\t') {
                clean.append("    ");
            } else if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
                clean.append(c == '\n' ? "\n" : "");
            } else {
                clean.appendCodePoint(c);
            }
        });
        return clean.toString();
    }

    /** Clean, and in one line. */
    public static String line(String text) {
        return clean(text).replaceAll("\\s*\n\\s*", " ").strip();
    }

    /** Columns it takes; colours take none. */
    static int width(String text) {
        int width = 0;
        boolean colour = false;
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int c = text.codePointAt(i);
            if (c == '\u001b') {
                colour = true;
            } else if (colour) {
                colour = c != 'm';
            } else {
                width += width(c);
            }
        }
        return width;
    }

    private static int width(int c) {
        int type = Character.getType(c);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
            return 0;
        }
        boolean wide = (c >= 0x1100 && c <= 0x115f)
                || (c >= 0x2e80 && c <= 0xa4cf)
                || (c >= 0xac00 && c <= 0xd7a3)
                || (c >= 0xf900 && c <= 0xfaff)
                || (c >= 0xfe30 && c <= 0xfe6f)
                || (c >= 0xff00 && c <= 0xff60)
                || (c >= 0x1f300 && c <= 0x1faff)
                || (c >= 0x20000 && c <= 0x3fffd);
        return wide ? 2 : 1;
    }

    static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - width(text)));
    }

    /** As much of it as fits, with an ellipsis where it does not; text without colours. */
    static String cut(String text, int width) {
        if (width(text) <= width) {
            return text;
        }
        StringBuilder cut = new StringBuilder();
        int used = 1;
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int c = text.codePointAt(i);
            used += width(c);
            if (used > width) {
                break;
            }
            cut.appendCodePoint(c);
        }
        return width < 1 ? "" : cut.append('…').toString();
    }

    /**
     * In lines of that width, broken between words; a word is broken only where it is longer than a line. What is indented stays
     * so in the lines it is broken into. Text without colours.
     */
    public static List<String> wrap(String text, int width) {
        int room = Math.max(width, 10);
        List<String> lines = new ArrayList<>();
        for (String paragraph : clean(text).stripTrailing().split("\n", -1)) {
            String rest = paragraph.stripTrailing();
            int depth = Math.min(rest.length() - rest.stripLeading().length(), room / 3);
            String indent = " ".repeat(depth);
            if (width(rest) > room) {
                rest = indent + rest.stripLeading();
            }
            while (width(rest) > room) {
                int at = breakAt(rest, depth, room);
                lines.add(rest.substring(0, at).stripTrailing());
                rest = indent + rest.substring(at).stripLeading();
            }
            lines.add(rest);
        }
        return lines;
    }

    /** The same for words of ours: a number stays with its unit. */
    static List<String> phrases(String text, int width) {
        return wrap(UNIT.matcher(text).replaceAll("\u00a0"), width).stream()
                .map(line -> line.replace('\u00a0', ' '))
                .toList();
    }

    /** After the last word that fits, or in the middle of one that fits in no line. */
    private static int breakAt(String text, int depth, int room) {
        int end = end(text, room);
        int space = text.lastIndexOf(' ', end);
        if (space <= depth) {
            return end;
        }
        int next = text.indexOf(' ', space + 1);
        String word = text.substring(space + 1, next < 0 ? text.length() : next);
        return width(word) > room - depth && end - space > room / 2 ? end : space;
    }

    /** The index after the last character that fits. */
    private static int end(String text, int width) {
        int used = 0;
        int i = 0;
        while (i < text.length()) {
            int c = text.codePointAt(i);
            used += width(c);
            if (used > width) {
                break;
            }
            i += Character.charCount(c);
        }
        return Math.max(i, 1);
    }
}
