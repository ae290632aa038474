// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

import dev.pawl.cli.terminal.Terminal;
import java.util.Locale;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** Prints what a shell needs to complete commands and options. */
@CommandLine.Command(
        name = "completion",
        description = "Print the script that lets a shell complete commands and options",
        footerHeading = "%nExamples:%n",
        footer = {
            "  source <(pawl completion bash)     this line belongs into ~/.bashrc",
            "  source <(pawl completion zsh)      this line belongs into ~/.zshrc"
        })
final class CompletionCommand extends Command {

    /** Shells there is a script for. */
    enum Shell {
        BASH,
        ZSH;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Parameters(paramLabel = "bash|zsh", description = "The shell")
    private Shell shell = Shell.BASH;

    CompletionCommand(Terminal terminal) {
        super(terminal);
    }

    /** One script for both: it sees which shell reads it. */
    @Override
    public Integer call() {
        out().line("# " + shell + " completes pawl with this");
        out().line(AutoComplete.bash("pawl", Commands.all(terminal())));
        return Exit.SUCCEEDED;
    }
}
