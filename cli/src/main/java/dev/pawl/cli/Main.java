// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

import dev.pawl.cli.terminal.Terminal;
import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;
import picocli.CommandLine.Help;

/** Where the process starts. */
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(run(arguments, Terminal.ofProcess()));
    }

    /** Carries out one command; the result is the exit code. */
    static int run(String[] arguments, Terminal terminal) {
        CommandLine.tracer().setLevel(CommandLine.TraceLevel.OFF); // a quotation mark in a value is part of it
        StringWriter out = new StringWriter();
        Faults faults = new Faults(terminal);
        CommandLine commands = Commands.of(arguments, terminal)
                .setOut(new PrintWriter(out))
                .setExpandAtFiles(false)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(false)
                .setUsageHelpWidth(Math.clamp(terminal.size().columns(), 60, 100))
                .setColorScheme(Help.defaultColorScheme(terminal.out().terminal() ? Help.Ansi.ON : Help.Ansi.OFF))
                .setParameterExceptionHandler(faults::usage)
                .setExecutionExceptionHandler(faults::execution);
        int code = faults.guarded(commands, arguments);
        terminal.out().print(out.toString());
        return faults.unlessLost(code);
    }
}
