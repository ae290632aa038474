// SPDX-License-Identifier: Apache-2.0
package dev.pawl.chaos;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What was done when, for whoever has to find out why it went wrong; and what went wrong. Thread-safe. */
@SuppressWarnings("AnnotateFormatMethod") // the annotation would be one library more
final class Story implements AutoCloseable {

    private static final int MOST_SHOWN = 20;
    private static final int MOST_SAID = 160;

    private final Path folder;
    private final PrintStream out;
    private final long began = System.currentTimeMillis();
    private final List<String> wrong = new ArrayList<>();

    /** A story of its own in a folder of its own, which stays there. */
    Story(String name) throws IOException {
        this.folder = Path.of(System.getProperty("pawl.target", "target"), "chaos", name + "-" + began)
                .toAbsolutePath();
        Files.createDirectories(folder);
        this.out = new PrintStream(Files.newOutputStream(folder.resolve("story.txt")), true, StandardCharsets.UTF_8);
    }

    /** Where it is written down, and whatever belongs to it. */
    Path folder() {
        return folder;
    }

    synchronized void tell(String what, Object... with) {
        out.printf("%8.3f  %s%n", (System.currentTimeMillis() - began) / 1000.0, what.formatted(with));
    }

    /** The same, and on the console. */
    void sum(String what, Object... with) {
        tell(what, with);
        System.out.printf("chaos: %s%n", what.formatted(with));
    }

    /** What must never be is. */
    synchronized void wrong(String what, Object... with) {
        tell("WRONG " + what, with);
        wrong.add(what.formatted(with));
    }

    synchronized boolean isWell() {
        return wrong.isEmpty();
    }

    /** The beginning of what it says. */
    static String brief(Throwable error) {
        String message = String.valueOf(error.getMessage());
        return message.substring(0, Math.min(MOST_SAID, message.length())).replace('\n', ' ');
    }

    /** What is wrong, in words that lead to the rest; empty where all is well. */
    synchronized String failure() {
        return wrong.isEmpty()
                ? ""
                : wrong.size() + " things are wrong, the story is in " + folder + ":\n"
                        + String.join("\n", wrong.stream().limit(MOST_SHOWN).toList());
    }

    @Override
    public void close() {
        out.close();
    }
}
