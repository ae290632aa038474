// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

import dev.pawl.Pawl;
import dev.pawl.RunView;
import dev.pawl.cli.terminal.Terminal;
import dev.pawl.cli.text.Steps;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Something a person does to one stage of a run; it is written down, and whoever executes the run does the rest. */
abstract class StageCommand extends DataCommand {

    @Parameters(index = "0", paramLabel = "RUN", description = "Its number, its id or the beginning of it, or its key")
    private String name = "";

    @Parameters(index = "1", paramLabel = "STAGE", description = "One of its stages")
    private String stage = "";

    StageCommand(Terminal terminal) {
        super(terminal);
    }

    /** Whether it is meant. */
    abstract boolean confirmed(RunView run, String ofStage) throws IOException;

    /** Does it; the result is what to say. */
    abstract String change(Pawl pawl, RunView run, String ofStage);

    @Override
    public final Integer call() throws IOException {
        try (Pawl pawl = openToChange()) {
            RunView run = find(pawl, name).view();
            if (!confirmed(run, stage)) {
                return declined();
            }
            String said = change(pawl, run, stage);
            RunView after = pawl.run(run.id()).view();
            if (json()) {
                printJson(after);
            } else {
                out().line(said);
                Steps.lines(after, look(out()), wrote(pawl, after)).forEach(step -> out().line("  " + step));
            }
            return Exit.SUCCEEDED;
        }
    }

    /** Has a stage start. */
    @CommandLine.Command(
            name = "run",
            description = "Have a manual stage start, or one that was put back; or one of a document run again",
            footerHeading = "%nExamples:%n",
            footer = {
                "  pawl stage run 12 publish",
                "",
                "Whoever executes the run starts it; `pawl resume 12` does it here."
            })
    static final class Press extends StageCommand {
        Press(Terminal terminal) {
            super(terminal);
        }

        @Override
        boolean confirmed(RunView run, String ofStage) {
            return true;
        }

        @Override
        String change(Pawl pawl, RunView run, String ofStage) {
            pawl.press(run.id(), ofStage, by());
            return "Stage " + ofStage + " of run " + run.number() + " is to start";
        }
    }

    /** Puts a stage back. */
    @CommandLine.Command(
            name = "reset",
            description = "Put a stage back: its attempt is stopped and no longer counts, what it has finished stays",
            footerHeading = "%nExamples:%n",
            footer = {"  pawl stage reset 12 export --yes", "", "It then waits for `pawl stage run`."})
    static final class Reset extends StageCommand {

        @Mixin
        private Confirmation confirmation = new Confirmation();

        Reset(Terminal terminal) {
            super(terminal);
        }

        @Override
        boolean confirmed(RunView run, String ofStage) throws IOException {
            return confirmation.given(
                    terminal(),
                    "putting a stage back stops what it is doing",
                    "Put " + ofStage + " of run " + run.number() + " back? What it is doing is stopped.");
        }

        @Override
        String change(Pawl pawl, RunView run, String ofStage) {
            pawl.reset(run.id(), ofStage, by());
            return "Stage " + ofStage + " of run " + run.number() + " is put back; it starts with: "
                    + look(out()).command("stage run " + run.number() + " " + ofStage);
        }
    }

    /** Gives a stage its output. */
    @CommandLine.Command(
            name = "edit",
            description = "Give an input stage the output it waits for, or a stage of a document another one",
            footerHeading = "%nExamples:%n",
            footer = {
                "  pawl edit 12 approval --output '{\"approved\": true}'",
                "  pawl edit 12 approval --output @answer.json",
                "  pawl edit 12 outline --output @outline.json --version 3"
            })
    static final class Edit extends StageCommand {

        @Option(
                names = "--output",
                required = true,
                paramLabel = "JSON",
                description = "The output: a JSON value, @file, or - for standard input")
        private String output = "";

        @Option(
                names = "--version",
                paramLabel = "N",
                description = "The version of the output that you saw; the edit is refused where there is another by now")
        private @Nullable Integer version;

        Edit(Terminal terminal) {
            super(terminal);
        }

        @Override
        boolean confirmed(RunView run, String ofStage) {
            return true;
        }

        @Override
        String change(Pawl pawl, RunView run, String ofStage) {
            pawl.edit(
                    run.id(),
                    ofStage,
                    JsonArgument.read("--output", output, terminal().in()),
                    version,
                    by());
            return "Stage " + ofStage + " of run " + run.number() + " has its output";
        }
    }
}
