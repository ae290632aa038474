// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

import dev.pawl.Pawl;
import dev.pawl.RunHandle;
import dev.pawl.RunView;
import dev.pawl.RunView.Owner;
import dev.pawl.cli.terminal.Terminal;
import dev.pawl.core.RunStatus;
import dev.pawl.spi.DriverPresentException;
import java.time.Duration;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** Lets a run go on, here. */
@CommandLine.Command(
        name = "resume",
        description = "Let a failed or interrupted run go on, in this terminal",
        footerHeading = "%nExamples:%n",
        footer = {
            "  pawl resume 12",
            "  pawl resume 0199a3f2 --json",
            "",
            "What is finished is not executed again; the run keeps its definition, outputs and user.",
            "A run that lives in another process is followed instead."
        })
final class ResumeCommand extends DataCommand {

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration LOOK = Duration.ofMillis(100);

    @Parameters(paramLabel = "RUN", description = "Its number, its id or the beginning of it, or its key")
    private String name = "";

    ResumeCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() throws Exception {
        try (Pawl pawl = openToChange()) {
            RunHandle run = find(pawl, name);
            try {
                pawl.startForOwnRuns();
            } catch (DriverPresentException e) {
                RunView before = run.view();
                if (before.interactive() && (before.ended() || before.owner() == null)) {
                    return written(pawl, run, e);
                }
                RunView view = taken(run, e);
                if (view.owner() == null) {
                    throw e;
                }
                return attach(pawl, run, view, view.owner());
            }
            Driving driving = new Driving(this, pawl);
            RunView view = pawl.resume(run.id(), by()).view();
            Owner owner = view.owner();
            return owner == null || view.ended() || view.source() == RunView.Source.MEMORY
                    ? driving.toTheEnd(run)
                    : attach(pawl, run, view, owner);
        }
    }

    /** A document that nobody executes: whoever executes runs here takes it, as far as there is something to do. */
    private int written(Pawl pawl, RunHandle run, DriverPresentException present) throws Exception {
        RunView view = pawl.resume(run.id(), by()).view();
        say(
                err(),
                "Run " + view.number() + " goes on in process "
                        + present.holder().pid() + " on " + present.holder().host() + "; following it");
        return new Watching(this, pawl).toRest(run, err());
    }

    private int attach(Pawl pawl, RunHandle run, RunView view, Owner owner) throws Exception {
        say(
                err(),
                "Run " + view.number() + " is executed by process " + owner.pid() + " on " + owner.host()
                        + "; following it");
        return new Watching(this, pawl).toTheEnd(run, err());
    }

    /** The run in the hands of whoever keeps this process out: one that was started just before this one is about to take it. */
    private static RunView taken(RunHandle run, DriverPresentException present) throws InterruptedException {
        RunView first = run.view();
        RunView view = first;
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!heldBy(present, view) || (view.ended() && view.asOfSeq() == first.asOfSeq())) {
            boolean over = view.status() == RunStatus.SUCCEEDED || view.status() == RunStatus.CANCELLED;
            if (over || System.nanoTime() > deadline) {
                throw present;
            }
            view = run.awaitChange(view, LOOK);
        }
        return view;
    }

    private static boolean heldBy(DriverPresentException present, RunView view) {
        return view.owner() != null
                && view.owner().worker().equals(present.holder().id());
    }
}
