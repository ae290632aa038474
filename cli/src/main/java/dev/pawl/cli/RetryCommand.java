// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

import dev.pawl.OnConflict;
import dev.pawl.Pawl;
import dev.pawl.Retry;
import dev.pawl.RetryPlan;
import dev.pawl.RunHandle;
import dev.pawl.RunView;
import dev.pawl.cli.terminal.Terminal;
import dev.pawl.cli.text.RetryPage;
import dev.pawl.spi.DriverPresentException;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes up a run that has ended with a new one, from a stage on. */
@CommandLine.Command(
        name = "retry",
        description = "Take up a run that has ended with a new one that begins at a stage, in this terminal",
        footerHeading = "%nExamples:%n",
        footer = {
            "  pawl retry 12 --from-stage detect --dry-run",
            "  pawl retry 12 --from-stage detect --file detect.yaml",
            "  pawl retry 12 --from-stage detect --only-failed-items --yes",
            "",
            "What is not after that stage is as it was, and does not run again. What would be done is shown first."
        })
final class RetryCommand extends DataCommand {

    @Parameters(paramLabel = "RUN", description = "Its number, its id or the beginning of it, or its key")
    private String name = "";

    @Option(
            names = "--from-stage",
            paramLabel = "STAGE",
            required = true,
            description = "Where the new run begins; of a validator, what it validates is meant")
    private String fromStage = "";

    @Option(
            names = "--file",
            paramLabel = "FILE",
            description = "The pipeline as it is now (YAML); as that run followed it, if not given")
    private @Nullable Path file;

    @Option(names = "--version", paramLabel = "N", description = "The version of the pipeline to follow")
    private @Nullable Integer version;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for those who look at it later")
    private @Nullable String reason;

    @Option(
            names = "--input",
            paramLabel = "JSON",
            description = "What stages are given instead of that run's input: a JSON value, @file, or -")
    private @Nullable String input;

    @Option(names = "--use-partial", description = "What a failed stage before that one had put out will do")
    private boolean usePartial;

    @Option(names = "--only-failed-items", description = "Items that a map has finished are not executed again")
    private boolean onlyFailedItems;

    @Option(
            names = "--on-conflict",
            paramLabel = "reject|attach|supersede|queue",
            defaultValue = "reject",
            description =
                    "Where another run does the same or has its key: refuse, take that one for it, have that one cancelled, or"
                            + " wait in line; the last two are for runs with a key")
    private OnConflict onConflict = OnConflict.REJECT;

    @Option(
            names = "--plan-token",
            paramLabel = "TOKEN",
            description = "Of a plan: nothing is done if that has changed")
    private @Nullable String planToken;

    @Option(names = "--dry-run", description = "Say what would be done, and change nothing")
    private boolean dryRun;

    @Mixin
    private Confirmation confirmation = new Confirmation();

    RetryCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() throws Exception {
        Retry how = how();
        try (Pawl pawl = openToChange()) {
            if (file != null) {
                pawl.register(PipelineFiles.load(file));
            }
            RunView parent = find(pawl, name).view();
            RetryPlan plan = pawl.planRetry(parent.id(), how);
            if (dryRun) {
                return planned(parent, plan);
            }
            if (plan.blocked() == null) {
                err().lines(RetryPage.lines(parent, plan));
                if (!confirmation.given(terminal(), "a retry makes a run", "Make this run?")) {
                    return declined();
                }
                how = how.planToken() == null ? how.planToken(plan.planToken()) : how;
            }
            return executed(pawl, parent, how); // which refuses what is blocked, with all that belongs to it
        }
    }

    private int planned(RunView parent, RetryPlan plan) throws IOException {
        if (json()) {
            printJson(plan);
        } else {
            out().lines(RetryPage.lines(parent, plan));
        }
        return plan.blocked() == null ? Exit.SUCCEEDED : Exit.REFUSED;
    }

    private int executed(Pawl pawl, RunView parent, Retry how) throws Exception {
        boolean here = true;
        try {
            pawl.startForOwnRuns();
        } catch (DriverPresentException e) {
            here = false; // whoever executes runs of this folder takes it
        }
        RunHandle run = pawl.retry(parent.id(), how);
        return here && run.view().source() == RunView.Source.MEMORY
                ? new Driving(this, pawl).toTheEnd(run)
                : new Watching(this, pawl).toRest(run, err());
    }

    private Retry how() {
        return Retry.from(fromStage)
                .version(version)
                .reason(reason)
                .input(
                        input == null
                                ? null
                                : JsonArgument.read("--input", input, terminal().in()))
                .usePartial(usePartial)
                .onlyFailedItems(onlyFailedItems)
                .onConflict(onConflict)
                .planToken(planToken)
                .by(by());
    }
}
