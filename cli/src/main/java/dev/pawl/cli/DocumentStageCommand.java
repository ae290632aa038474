// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

import dev.pawl.Pawl;
import dev.pawl.RunView;
import dev.pawl.cli.terminal.Terminal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** What a person does to an output that is there, or came too late. */
abstract class DocumentStageCommand extends StageCommand {

    DocumentStageCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    final boolean confirmed(RunView run, String ofStage) {
        return true;
    }

    /** Has the output before be there again. */
    @CommandLine.Command(
            name = "undo",
            description = "Have the output of a stage be there again that was there before",
            footerHeading = "%nExamples:%n",
            footer = {"  pawl stage undo 12 outline", "  pawl stage undo 12 outline --version 3"})
    static final class Undo extends DocumentStageCommand {

        @Option(
                names = "--version",
                paramLabel = "N",
                description = "The version of the output that you saw; it is refused where there is another by now")
        private @Nullable Integer version;

        Undo(Terminal terminal) {
            super(terminal);
        }

        @Override
        String change(Pawl pawl, RunView run, String ofStage) {
            pawl.undo(run.id(), ofStage, version, by());
            return "Stage " + ofStage + " of run " + run.number() + " has the output again that it had before";
        }
    }

    /** Hides a mark. */
    @CommandLine.Command(
            name = "dismiss-stale",
            description = "Hide that an output is stale, until what it was made of changes again",
            footerHeading = "%nExamples:%n",
            footer = {"  pawl stage dismiss-stale 12 draft"})
    static final class DismissStale extends DocumentStageCommand {
        DismissStale(Terminal terminal) {
            super(terminal);
        }

        @Override
        String change(Pawl pawl, RunView run, String ofStage) {
            pawl.dismissStale(run.id(), ofStage, by());
            return "That stage " + ofStage + " of run " + run.number() + " is stale is not shown until it changes";
        }
    }

    /** Takes an output as current. */
    @CommandLine.Command(
            name = "accept-stale",
            description = "Take a stale output as current; it is written down who did",
            footerHeading = "%nExamples:%n",
            footer = {"  pawl stage accept-stale 12 draft"})
    static final class AcceptStale extends DocumentStageCommand {
        AcceptStale(Terminal terminal) {
            super(terminal);
        }

        @Override
        String change(Pawl pawl, RunView run, String ofStage) {
            pawl.acceptStale(run.id(), ofStage, by());
            return "The output of stage " + ofStage + " of run " + run.number() + " counts as current";
        }
    }

    /** Takes a late result. */
    @CommandLine.Command(
            name = "adopt",
            description = "Take the latest result of a stage that came too late as its output",
            footerHeading = "%nExamples:%n",
            footer = {"  pawl stage adopt 12 detect", "", "`pawl history 12` shows which results came too late."})
    static final class Adopt extends DocumentStageCommand {
        Adopt(Terminal terminal) {
            super(terminal);
        }

        @Override
        String change(Pawl pawl, RunView run, String ofStage) {
            pawl.adopt(run.id(), ofStage, by());
            return "Stage " + ofStage + " of run " + run.number() + " has the result that came too late";
        }
    }
}
