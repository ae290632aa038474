// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

import dev.pawl.cli.terminal.Terminal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Asks a person before something is done that cannot be undone. */
final class Confirmation {

    @Option(names = "--yes", description = "Do not ask")
    private boolean yes;

    /**
     * Whether it is meant.
     *
     * @param problem why it is asked, for where nobody can be asked
     * @throws ExitException there
     */
    boolean given(Terminal terminal, String problem, String question) throws IOException {
        if (yes) {
            return true;
        }
        if (!terminal.asks()) {
            throw new ExitException(Exit.USAGE, problem + ", and nobody can be asked here; add --yes if it is meant");
        }
        terminal.err().print(question + " [y/N] ");
        @Nullable
        String answer = new BufferedReader(new InputStreamReader(terminal.in(), Charset.defaultCharset())).readLine();
        return answer != null && answer.strip().matches("(?i)y(es)?");
    }
}
