// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

import dev.pawl.LogLine;
import dev.pawl.Pawl;
import dev.pawl.RunHandle;
import dev.pawl.RunView;
import dev.pawl.cli.terminal.Interruption;
import dev.pawl.cli.terminal.Terminal;
import dev.pawl.cli.text.HistoryPage;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints what stages wrote. */
@CommandLine.Command(
        name = "logs",
        description = "Print what the stages of a run wrote",
        footerHeading = "%nExamples:%n",
        footer = {"  pawl logs 12", "  pawl logs 12 detect --follow"})
final class LogsCommand extends DataCommand {

    private static final long POLL_MILLIS = 250;

    @Parameters(index = "0", paramLabel = "RUN", description = "Its number, its id or the beginning of it, or its key")
    private String name = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "STAGE", description = "Only what that stage wrote")
    private @Nullable String stage;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on until the run has ended")
    private boolean follow;

    LogsCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() throws Exception {
        if (follow && json()) {
            throw new ExitException(Exit.USAGE, "--follow has no end to wait for with --json; leave one of them out");
        }
        try (Pawl pawl = openToLook()) {
            RunHandle run = find(pawl, name);
            known(run.view());
            if (json()) {
                printJson(new Page(pawl.log(run.id(), stage, 0)));
                return Exit.SUCCEEDED;
            }
            Journal names = new Journal(pawl, run.id());
            return follow ? follow(pawl, run, names) : print(pawl, run, names);
        }
    }

    private void known(RunView run) {
        if (stage != null && run.stages().stream().noneMatch(s -> s.id().equals(stage))) {
            throw new ExitException(
                    Exit.REFUSED,
                    "run " + run.number() + " has no stage " + stage + "; it has "
                            + String.join(
                                    ", ", run.stages().stream().map(s -> s.id()).toList()));
        }
    }

    private int print(Pawl pawl, RunHandle run, Journal names) {
        if (print(pawl.log(run.id(), stage, 0), names) == 0) {
            nothing(pawl, run);
        }
        return Exit.SUCCEEDED;
    }

    /** Of a database that processes of several folders, and machines, share there may be a log in another one. */
    private void nothing(Pawl pawl, RunHandle run) {
        String who = data() instanceof Database ? Executor.of(run.view(), pawl) : null;
        say(
                err(),
                "Nothing was written" + (stage == null ? "" : " by " + stage)
                        + (who == null
                                ? ""
                                : ", as far as " + data().logs()
                                        + " goes; what is written is kept by who executes the run"
                                        + ", in the folder of its --data: that was " + who));
    }

    /** What was written before the end is printed after it, too. */
    private int follow(Pawl pawl, RunHandle run, Journal names) throws InterruptedException {
        Interruption interruption = Interruption.listen();
        long printed = 0;
        boolean ended = false;
        while (!ended && !out().broken()) {
            ended = run.view().ended();
            printed += print(pawl.log(run.id(), stage, printed), names);
            if (!ended && interruption.await(POLL_MILLIS)) {
                return Interruption.EXIT;
            }
        }
        if (printed == 0) {
            nothing(pawl, run);
        }
        return Exit.SUCCEEDED;
    }

    private int print(List<LogLine> lines, Journal names) {
        if (lines.stream().anyMatch(line -> line.item() != null)) {
            names.read();
        }
        out().lines(lines.stream()
                .map(line -> HistoryPage.line(line, stage == null, name(line, names), look(out())))
                .toList());
        return lines.size();
    }

    /** What a line's item is called; nothing where it is of none, or that is not known. */
    private static String name(LogLine line, Journal names) {
        Integer item = line.item();
        return item == null ? "" : names.item(line.stage(), item);
    }

    /** As the API returns it. */
    private record Page(List<LogLine> lines) {}
}
