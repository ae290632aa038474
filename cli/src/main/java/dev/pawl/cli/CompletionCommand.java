// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

import dev.pawl.cli.terminal.Terminal;
import java.util.Locale;
import java.util.regex.Pattern;
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

    /** {@code "RESUME" "FAIL"}, in the list of what an option takes. */
    private static final Pattern CONSTANTS = Pattern.compile("(?m)(?<=_(option|pos_param)_args=\\().*(?=\\) #)");

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
        out().line(lower(AutoComplete.bash("pawl", Commands.all(terminal()))));
        return Exit.SUCCEEDED;
    }

    /** What can be given to options, as it is written everywhere else: the generator takes the names of constants. */
    private static String lower(String script) {
        return CONSTANTS.matcher(script).replaceAll(found -> found.group().toLowerCase(Locale.ROOT));
    }
}
