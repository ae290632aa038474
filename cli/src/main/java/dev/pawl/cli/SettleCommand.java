// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

import dev.pawl.Pawl;
import dev.pawl.RawJson;
import dev.pawl.RunView;
import dev.pawl.cli.terminal.Terminal;
import dev.pawl.cli.text.Steps;
import dev.pawl.cli.text.Words;
import dev.pawl.core.SettleAs;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says what became of a stage in doubt. */
@CommandLine.Command(
        name = "settle",
        description = "Say what became of a stage in doubt: one with an external effect that was interrupted",
        footerHeading = "%nExamples:%n",
        footer = {
            "  pawl stage settle 12 notify --as rerun",
            "  pawl stage settle 12 notify --as done --output '{\"sent\": true}' --yes",
            "  pawl stage settle 12 notify --as failed --yes"
        })
final class SettleCommand extends DataCommand {

    @Parameters(index = "0", paramLabel = "RUN", description = "Its number, its id or the beginning of it, or its key")
    private String name = "";

    @Parameters(index = "1", paramLabel = "STAGE", description = "The stage in doubt")
    private String stage = "";

    @Option(
            names = "--as",
            required = true,
            paramLabel = "rerun|done|failed",
            description = "rerun: it did not happen, or may happen again; done: it happened; failed: the stage failed")
    private SettleAs as = SettleAs.RERUN;

    @Option(
            names = "--output",
            paramLabel = "JSON",
            description = "With done, the output: a JSON value, @file, or -; null if not given")
    private @Nullable String output;

    @Mixin
    private Confirmation confirmation = new Confirmation();

    SettleCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() throws IOException {
        RawJson value = output();
        try (Pawl pawl = openToChange()) {
            RunView run = find(pawl, name).view();
            if (!confirmation.given(terminal(), "settling cannot be undone", question(run))) {
                return declined();
            }
            RunView after = pawl.settle(run.id(), stage, as, value, by()).view();
            if (json()) {
                printJson(after);
            } else {
                out().line("Stage " + stage + " of run " + run.number() + " is settled as " + Words.name(as));
                Steps.lines(after, look(out()), wrote(pawl, after)).forEach(step -> out().line("  " + step));
            }
            return Exit.SUCCEEDED;
        }
    }

    private @Nullable RawJson output() {
        if (as == SettleAs.DONE) {
            return JsonArgument.read(
                    "--output", output == null ? "null" : output, terminal().in());
        }
        if (output != null) {
            throw new ExitException(Exit.USAGE, "--output goes with --as done only");
        }
        return null;
    }

    private String question(RunView run) {
        String of = stage + " of run " + run.number();
        return switch (as) {
            case RERUN -> "Run " + of + " again? Its effect may then happen twice.";
            case DONE -> "Take " + of + " as done? It will not be executed again.";
            case FAILED -> "Take " + of + " as failed?";
        };
    }
}
