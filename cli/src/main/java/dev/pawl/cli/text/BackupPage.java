// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli.text;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** How a backup gets on, and what to do with it. */
public final class BackupPage {

    private static final Duration SHORT = Duration.ofSeconds(1);
    private static final int BAR = 20;

    private final Instant begun;

    public BackupPage(Instant begun) {
        this.begun = begun;
    }

    /** A line to draw over; nothing where it is not worth it. */
    public String progress(long bytes, long most, Look look) {
        if (most <= 0 || Duration.between(begun, look.now()).compareTo(SHORT) < 0) {
            return "";
        }
        String line = "  " + Bar.of((double) bytes / most, BAR) + "  " + Words.size(bytes) + " of at most "
                + Words.size(most);
        return Cells.cut(line, look.width() - 1);
    }

    /** Where it lies, how large it is, and how to go back to it. */
    public List<String> made(String file, long size, Look look) {
        List<String> lines = new ArrayList<>();
        lines.add(look.mark(true) + " " + look.bold("Backup written to " + file) + " (" + Words.size(size) + ", "
                + Times.took(Duration.between(begun, look.now())) + ")");
        String quoted = file.contains(" ") ? "'" + file + "'" : file;
        lines.addAll(
                Cells.wrap(
                                "To go back to it, put it into an empty folder and name that one from then on:",
                                look.width())
                        .stream()
                        .map(line -> "  " + line)
                        .toList());
        lines.add("    mkdir restored && cp " + quoted + " restored/pawl.db");
        lines.add("    pawl doctor --data restored");
        Cells.wrap("Logs are not in it. What is executed from both folders is executed twice.", look.width() - 2)
                .forEach(line -> lines.add("  " + look.dim(line)));
        return lines;
    }
}
