// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

import dev.pawl.Pawl;
import dev.pawl.RecoveryAction;
import dev.pawl.RecoveryReport;
import dev.pawl.cli.terminal.Interruption;
import dev.pawl.cli.terminal.Terminal;
import dev.pawl.cli.text.RecoveryPage;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Settles all active runs that nobody executes. */
@CommandLine.Command(
        name = "recover",
        description = "Find active runs that nobody executes, and let them go on here, or give them up",
        footerHeading = "%nExamples:%n",
        footer = {
            "  pawl recover --dry-run",
            "  pawl recover",
            "  pawl recover --action fail --older-than 15m --json",
            "",
            "A run that really runs is left alone, however old it is, and so is one that waits for a person.",
            "What is finished is not executed again. A run that was given up can be resumed.",
            "A queued run was never at work: it is started, and never given up."
        })
final class RecoverCommand extends DataCommand {

    @Option(names = "--dry-run", description = "Say what is stuck, and change nothing")
    private boolean dryRun;

    @Option(
            names = "--action",
            paramLabel = "resume|fail",
            defaultValue = "resume",
            description =
                    "resume: they go on, in this terminal; fail: they end as failed, known here or not; resume if not given")
    private RecoveryAction action = RecoveryAction.RESUME;

    @Option(
            names = "--older-than",
            paramLabel = "DURATION",
            description =
                    "Only runs whose last sign of life is as old as that; all if not given, and with fail what the profile says")
    private @Nullable String olderThan;

    @Option(names = "--pipeline", paramLabel = "NAME", description = "Only runs of that pipeline")
    private @Nullable String pipeline;

    @Mixin
    private ProfileOptions profile = new ProfileOptions();

    RecoverCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() throws Exception {
        Duration limit = limit();
        if (!data().used()) {
            err().line("There is no run in " + data().name() + " yet");
            return printed(new RecoveryReport(look(out()).now(), limit, List.of(), List.of(), List.of(), List.of()));
        }
        try (Pawl pawl = data().open()) {
            if (dryRun) {
                return printed(pawl.recovery(action, pipeline, limit));
            }
            if (action == RecoveryAction.FAIL) {
                return printed(pawl.recover(action, pipeline, limit));
            }
            Interruption interruption = Interruption.listen();
            pawl.startForOwnRuns();
            RecoveryReport report = pawl.recover(action, pipeline, limit);
            int code = printed(report);
            int driven = new DrivingAll(this, pawl, interruption).toTheEnd(report.changed());
            return driven == Exit.SUCCEEDED ? code : driven;
        }
    }

    private Duration limit() {
        Duration byProfile = profile.recoverAfter(); // a mistake in it is said, whether it is needed or not
        if (olderThan != null) {
            return Durations.read("--older-than", olderThan);
        }
        return action == RecoveryAction.FAIL ? byProfile : Duration.ZERO;
    }

    private int printed(RecoveryReport report) throws Exception {
        if (json()) {
            printJson(report);
        } else {
            out().lines(RecoveryPage.lines(report, dryRun, action, look(out())));
        }
        return report.errors().isEmpty() ? Exit.SUCCEEDED : Exit.FAILED;
    }
}
