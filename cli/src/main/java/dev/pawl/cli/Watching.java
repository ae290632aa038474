// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

import dev.pawl.Pawl;
import dev.pawl.RunHandle;
import dev.pawl.RunView;
import dev.pawl.cli.terminal.Interruption;
import dev.pawl.cli.terminal.Screen;
import dev.pawl.cli.text.EndPage;
import dev.pawl.cli.text.Words;
import java.io.IOException;
import java.util.function.Predicate;

/** Follows a run that is executed elsewhere. */
final class Watching {

    private final DataCommand command;
    private final Pawl pawl;
    private final Interruption interruption = Interruption.listen();

    Watching(DataCommand command, Pawl pawl) {
        this.command = command;
        this.pawl = pawl;
    }

    /** The exit code, once it has ended or nobody looks any more; the run goes on in the latter case. */
    int toTheEnd(RunHandle run, Screen screen) throws InterruptedException, IOException {
        return follow(run, screen, RunView::ended);
    }

    /** The same, or once it is a document in which nothing moves until a person does something. */
    int toRest(RunHandle run, Screen screen) throws InterruptedException, IOException {
        return follow(run, screen, seen -> seen.ended() || rests(seen));
    }

    private static boolean rests(RunView view) {
        return view.interactive() && view.owner() == null && !Words.moves(view);
    }

    private int follow(RunHandle run, Screen screen, Predicate<RunView> wanted)
            throws InterruptedException, IOException {
        command.known(pawl, run.view());
        RunView view = new Follower(command, pawl, screen, interruption).follow(run, wanted);
        if (!view.ended()) {
            pawl.close();
            if (interruption.asked()) {
                command.say(command.err(), unwatched(view));
            } else if (rests(view)) {
                command.say(
                        command.err(),
                        "Run " + view.number() + " is open, and waits for a person; see: "
                                + command.look(command.err()).command("show " + view.number()));
                if (command.json()) {
                    command.printJson(view);
                }
            }
            return interruption.asked() ? Interruption.EXIT : Exit.SUCCEEDED;
        }
        screen.lines(
                EndPage.lines(view, command.timeLine(pawl, view), command.look(screen), DataCommand.wrote(pawl, view)));
        if (command.json()) {
            command.printJson(view);
        }
        return Exit.of(view);
    }

    private String unwatched(RunView view) {
        return Words.interrupted(view)
                ? "Run " + view.number() + " is interrupted, and nobody executes it. It goes on with: "
                        + command.look(command.err()).command("resume " + view.number())
                : "Run " + view.number() + " goes on without being watched";
    }
}
