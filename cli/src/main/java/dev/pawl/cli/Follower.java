// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

import dev.pawl.Pawl;
import dev.pawl.RefusedException;
import dev.pawl.RunHandle;
import dev.pawl.RunView;
import dev.pawl.cli.terminal.Interruption;
import dev.pawl.cli.terminal.Screen;
import dev.pawl.cli.text.Records;
import dev.pawl.spi.StoreException;
import java.time.Duration;
import java.util.function.Predicate;

/**
 * Stays with a run, showing it, until it ends or a person interrupts. Where it is standard output that shows it, showing is
 * all there is to do, and it ends too when nobody reads that any more; standard error may break.
 */
final class Follower {

    private static final Duration REDRAW = Duration.ofMillis(200);

    private final Command command;
    private final Pawl pawl;
    private final Screen screen;
    private final Interruption interruption;
    private final Display display;

    Follower(Command command, Pawl pawl, Screen screen, Interruption interruption) {
        this.pawl = pawl;
        this.command = command;
        this.screen = screen;
        this.interruption = interruption;
        this.display = Display.on(screen, command.terminal().size());
    }

    /** The run as it was when this stopped to look: ended, or not. */
    RunView follow(RunHandle run) throws InterruptedException {
        return follow(run, RunView::ended);
    }

    /** The same until it is as wanted. */
    RunView follow(RunHandle run, Predicate<RunView> wanted) throws InterruptedException {
        Records records = new Journal(pawl, run.id());
        RunView view = run.view();
        display.show(view, command.look(screen), records);
        while (!wanted.test(view) && !view.ended() && !interruption.asked() && !unread()) {
            view = run.awaitChange(view, REDRAW);
            display.show(view, command.look(screen), records);
        }
        return view;
    }

    /** Goes on to show a run while its work is stopped, until that thread has ended. */
    void stopping(RunHandle run, RunView last, Thread closing, Duration grace) throws InterruptedException {
        long deadline = System.nanoTime() + grace.toNanos();
        RunView view = last;
        do {
            Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
            display.stopping(view, command.look(screen), left);
            view = seen(run, view);
        } while (!closing.join(REDRAW));
    }

    /** At the end of the closing nothing is there any more to be looked at. */
    private static RunView seen(RunHandle run, RunView last) {
        try {
            return run.view();
        } catch (StoreException | RefusedException gone) {
            return last;
        }
    }

    private boolean unread() {
        return screen == command.out() && screen.broken();
    }
}
