// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

import dev.pawl.cli.terminal.Screen;
import dev.pawl.cli.terminal.Size;
import dev.pawl.cli.terminal.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The command in this process, for what needs no process of its own. */
final class Shell {

    private Shell() {}

    static Done pawl(String... arguments) {
        return pawl(StandardCharsets.UTF_8, arguments);
    }

    static Done pawl(Charset charset, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Terminal terminal = terminal(new PrintStream(out, true, charset), new PrintStream(err, true, charset), charset);
        int code = Main.run(arguments, terminal);
        return new Done(code, out.toString(charset), err.toString(charset));
    }

    static Terminal terminal(PrintStream out, PrintStream err, Charset charset) {
        return new Terminal(
                new Screen(out, charset, false),
                new Screen(err, charset, false),
                new ByteArrayInputStream(new byte[0]),
                Size.of(false, Map.of()),
                false);
    }

    /** What a command left behind. */
    record Done(int code, String out, String err) {}
}
