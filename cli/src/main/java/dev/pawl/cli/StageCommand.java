// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

import dev.pawl.Pawl;
import dev.pawl.RunHandle;
import dev.pawl.RunView;
import dev.pawl.cli.terminal.Terminal;
import dev.pawl.cli.text.Steps;
import java.io.IOException;
import java.util.UUID;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** Steers one stage of a run. */
abstract class StageCommand extends DataCommand {

    @Parameters(index = "0", paramLabel = "RUN", description = "Its number, id, or the beginning of its id")
    private String name = "";

    @Parameters(index = "1", paramLabel = "STAGE", description = "The stage")
    private String stage = "";

    StageCommand(Terminal terminal) {
        super(terminal);
    }

    final String stage() {
        return stage;
    }

    /** Asks for it; it is done when this returns. */
    abstract RunHandle ask(Pawl pawl, UUID run);

    /** What was done, to be followed by the run. */
    abstract String done();

    @Override
    public Integer call() throws IOException {
        try (Pawl pawl = openToLook()) {
            RunView after = ask(pawl, find(pawl, name).id()).view();
            if (json()) {
                printJson(after);
            } else {
                out().line("Stage " + stage + " of run " + after.number() + " " + done());
                Steps.lines(after, look(out()), wrote(pawl, after)).forEach(step -> out().line("  " + step));
            }
            return Exit.SUCCEEDED;
        }
    }

    /** Has a stage start. */
    @CommandLine.Command(
            name = "run",
            description = "Have a manual stage start, or one that was put back",
            footerHeading = "%nExamples:%n",
            footer = "  pawl stage run 12 publish")
    static final class Run extends StageCommand {
        Run(Terminal terminal) {
            super(terminal);
        }

        @Override
        RunHandle ask(Pawl pawl, UUID run) {
            return pawl.press(run, stage(), by());
        }

        @Override
        String done() {
            return "was pressed";
        }
    }

    /** Puts a stage back. */
    @CommandLine.Command(
            name = "reset",
            description = "Put a stage back: its attempt is stopped and fenced off, what it finished is kept",
            footerHeading = "%nExamples:%n",
            footer = "  pawl stage reset 12 detect")
    static final class Reset extends StageCommand {
        Reset(Terminal terminal) {
            super(terminal);
        }

        @Override
        RunHandle ask(Pawl pawl, UUID run) {
            return pawl.reset(run, stage(), by());
        }

        @Override
        String done() {
            return "is put back; `pawl stage run` has it run";
        }
    }

    /** Gives a stage its output. */
    @CommandLine.Command(
            name = "edit",
            description = "Give an input stage the output it waits for",
            footerHeading = "%nExamples:%n",
            footer = {"  pawl edit 12 review --output '{\"good\": true}'", "  pawl edit 12 review --output @review.json"})
    static final class Edit extends StageCommand {
        @CommandLine.Option(
                names = "--output",
                required = true,
                paramLabel = "JSON",
                description = "The output: a JSON value, @file, or -")
        private String output = "";

        Edit(Terminal terminal) {
            super(terminal);
        }

        @Override
        RunHandle ask(Pawl pawl, UUID run) {
            return pawl.edit(run, stage(), JsonArgument.read("--output", output, terminal().in()), by());
        }

        @Override
        String done() {
            return "has its output";
        }
    }
}
