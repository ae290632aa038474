// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli.text;

/** Bars. */
final class Bar {

    private Bar() {}

    /** How much is done, from 0 to 1. */
    static String of(double done, int width) {
        int full = (int) Math.floor(Math.clamp(done, 0, 1) * width);
        return "█".repeat(full) + "░".repeat(width - full);
    }

    /** Where a span lies in a longer one; at least one mark wide. */
    static String span(double from, double to, int width) {
        int start = Math.clamp((int) Math.floor(from * width), 0, width - 1);
        int end = Math.clamp((int) Math.ceil(to * width), start + 1, width);
        return " ".repeat(start) + "█".repeat(end - start) + " ".repeat(width - end);
    }
}
