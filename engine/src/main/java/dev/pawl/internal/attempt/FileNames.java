// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.attempt;

import java.nio.charset.StandardCharsets;

/** Which names files may have: those that are names on any system, and lead nowhere else. */
final class FileNames {

    private static final int LONGEST = 200;
    private static final int LONGEST_IN_ALL = 800;

    private FileNames() {}

    /** The name. @throws IllegalArgumentException where it is none */
    static String checked(String name) {
        if (name.getBytes(StandardCharsets.UTF_8).length > LONGEST_IN_ALL) {
            throw refused(name.substring(0, LONGEST) + "…", "is longer than " + LONGEST_IN_ALL + " bytes");
        }
        for (String step : name.split("/", -1)) {
            if (step.isBlank()) {
                throw refused(name, "has a folder or a file without a name");
            }
            if (step.equals(".") || step.equals("..")) {
                throw refused(name, "leads elsewhere");
            }
            if (step.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
                throw refused(name, "has a part longer than " + LONGEST + " bytes");
            }
        }
        if (!name.codePoints().allMatch(FileNames::fits)) {
            throw refused(name, "has characters that no file's name has on some system");
        }
        return name;
    }

    private static boolean fits(int c) {
        return c >= ' '
                && c != 0x7F
                && "\\:*?\"<>|".indexOf(c) < 0
                && !(c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }

    private static IllegalArgumentException refused(String name, String why) {
        return new IllegalArgumentException("a file cannot be called '" + name + "': it " + why
                + "; call it something like report.pdf or pictures/1.png");
    }
}
