// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

import dev.pawl.cli.terminal.Screen;
import dev.pawl.cli.terminal.Terminal;
import dev.pawl.cli.text.Cells;
import dev.pawl.cli.text.Look;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import picocli.CommandLine.Option;

/** A command. Its result is the exit code. */
abstract class Command implements Callable<Integer> {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this and end")
    private boolean help;

    @Option(names = "--debug", description = "Show the stack trace of an error")
    private boolean debug;

    private final Terminal terminal;

    Command(Terminal terminal) {
        this.terminal = terminal;
    }

    boolean debug() {
        return debug;
    }

    final boolean helpAsked() {
        return help;
    }

    final Terminal terminal() {
        return terminal;
    }

    final Screen out() {
        return terminal.out();
    }

    final Screen err() {
        return terminal.err();
    }

    /** A message; on a terminal in lines that break between words, elsewhere in one, to be searched. */
    final void say(Screen screen, String message) {
        say(terminal, screen, message);
    }

    static void say(Terminal terminal, Screen screen, String message) {
        if (screen.terminal()) {
            screen.lines(Cells.wrap(message, terminal.size().columns()));
        } else {
            screen.line(message);
        }
    }

    /** What a page on that screen has to fit, now. */
    Look look(Screen screen) {
        return new Look(
                terminal.size().columns(),
                screen.terminal(),
                InstantSource.system().instant(),
                ZoneId.systemDefault(),
                "");
    }
}
