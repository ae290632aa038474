// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a page of the documentation has its reader do, in order. A block of {@code yaml} whose first line is a comment with a name
 * is a file. One of {@code sh} is a script; {@code sh worker} goes on beside all others, and {@code sh fails} does not end well.
 * What follows such a script as {@code text} is what it says, line by line, with … for anything.
 */
record Page(List<Step> steps) {

    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\S*)([^\\n]*)\\n(.*?)^```$");
    private static final Pattern FILE = Pattern.compile("# (\\S+\\.yaml)\\n(?s:.*)");

    /** Something to do. */
    sealed interface Step {
        /** Write a file. */
        record Put(String name, String text) implements Step {}

        /** Start what goes on. */
        record Beside(String script) implements Step {}

        /** Carry out a script. */
        record Type(String script, boolean well, List<String> said) implements Step {}
    }

    static Page read(Path file) throws IOException {
        List<Step> steps = new ArrayList<>();
        Matcher block = BLOCK.matcher(Files.readString(file));
        while (block.find()) {
            String text = block.group(3);
            String more = block.group(2).strip();
            Matcher named = FILE.matcher(text);
            switch (block.group(1)) {
                case "yaml" -> {
                    if (named.matches()) {
                        steps.add(new Step.Put(named.group(1), text));
                    }
                }
                case "sh" ->
                    steps.add(
                            more.equals("worker")
                                    ? new Step.Beside(text)
                                    : new Step.Type(text, more.isEmpty(), new ArrayList<>()));
                case "text" -> {
                    if (!steps.isEmpty() && steps.getLast() instanceof Step.Type type) {
                        type.said().addAll(text.lines().toList());
                    }
                }
                default -> {}
            }
        }
        return new Page(steps);
    }
}
