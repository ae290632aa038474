// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

import dev.pawl.Pawl;
import dev.pawl.PawlOptions;
import dev.pawl.Pipeline;
import dev.pawl.cli.terminal.Interruption;
import dev.pawl.cli.terminal.Terminal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Executes all runs of a database until it is told to end. */
@CommandLine.Command(
        name = "worker",
        description = "Execute the runs of a database until it is told to end",
        footerHeading = "%nExamples:%n",
        footer = {
            "  pawl worker --db jdbc:postgresql://db.example/app",
            "  pawl worker --db jdbc:postgresql://db.example/app --pipelines pipelines --max-runs 50",
            "  pawl worker --data /srv/pawl",
            "",
            "Any number may share a PostgreSQL; of a folder one process executes the runs.",
            "SIGTERM or Ctrl-C stops it in order, and it ends with 0; a second one ends it at once, with 130."
        })
final class WorkerCommand extends DataCommand {

    private static final String MOST_ASKING = "128";
    private static final String SECONDS_TO_ASK = "5";

    @Option(
            names = "--pipelines",
            paramLabel = "FOLDER",
            defaultValue = "${env:PAWL_PIPELINES}",
            description =
                    "Pipeline files to know beforehand (PAWL_PIPELINES); what a run needs is in the database with it")
    private @Nullable Path pipelines;

    @Option(
            names = "--max-runs",
            paramLabel = "N",
            defaultValue = "" + PawlOptions.MAX_RUNS,
            description = "So many runs execute here at once; others wait, or go to other workers; 10000 if not given")
    private int maxRuns = PawlOptions.MAX_RUNS;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "What it is called among the workers; the host's name if not given")
    private @Nullable String name;

    @Option(
            names = "--reach",
            paramLabel = "HOST",
            description =
                    "A name or address of this machine by which other machines ask how its runs are; this machine only,"
                            + " if not given")
    private @Nullable String reach;

    @Option(
            names = "--prune-every",
            paramLabel = "DURATION",
            defaultValue = "${env:PAWL_PRUNE_EVERY}",
            description =
                    "Delete runs whose time is over so often (PAWL_PRUNE_EVERY), as `pawl prune` does; of all workers one"
                            + " at a time. Never, if not given")
    private @Nullable String pruneEvery;

    WorkerCommand(Terminal terminal) {
        super(terminal);
    }

    /** Who says nothing, or too much, to the port on which other processes ask keeps no descriptors from the work. */
    private static void limitThePort() {
        System.setProperty("jdk.httpserver.maxConnections", MOST_ASKING);
        System.setProperty("sun.net.httpserver.maxReqTime", SECONDS_TO_ASK);
        System.setProperty("sun.net.httpserver.maxRspTime", SECONDS_TO_ASK);
        System.setProperty("sun.net.httpserver.idleInterval", SECONDS_TO_ASK);
    }

    @Override
    public Integer call() throws InterruptedException {
        limitThePort();
        PawlOptions options = options();
        List<Pipeline<?>> known =
                pipelines == null || pipelines.toString().isEmpty() ? List.of() : PipelineFiles.allOf(pipelines);
        Interruption interruption = Interruption.listen();
        Working working = new Working(this);
        try (Pawl pawl = data().openOrCreate(options)) {
            known.forEach(pawl::register);
            pawl.listen(working).start();
            say(
                    err(),
                    "This is " + who() + ", and executes the runs of " + pawl.place() + "; SIGTERM or Ctrl-C ends it");
            working.until(interruption, pawl);
        }
        say(err(), "Ended; what is recorded as finished stays");
        return Exit.SUCCEEDED;
    }

    private String who() {
        return (name == null ? "worker" : "worker " + name) + ", process "
                + ProcessHandle.current().pid();
    }

    private PawlOptions options() {
        if (maxRuns < 1) {
            throw new ExitException(Exit.USAGE, "--max-runs is 1 or more, not " + maxRuns);
        }
        PawlOptions options = data().options().maxRuns(maxRuns);
        if (reach != null) {
            options = options.reach(reach);
        }
        if (pruneEvery != null && !pruneEvery.isBlank()) {
            Duration every = Durations.read("--prune-every", pruneEvery);
            if (every.compareTo(Duration.ofSeconds(1)) < 0) {
                throw new ExitException(Exit.USAGE, "--prune-every is a second or more; leave it out for never");
            }
            options = options.pruneEvery(every);
        }
        if (name == null) {
            return options;
        }
        if (name.isBlank()) {
            throw new ExitException(Exit.USAGE, "--name is empty; leave it out for the name of the host");
        }
        return options.workerName(name);
    }
}
