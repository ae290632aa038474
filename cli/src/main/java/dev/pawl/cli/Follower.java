// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

import dev.pawl.RunHandle;
import dev.pawl.RunView;
import dev.pawl.cli.terminal.Interruption;
import dev.pawl.cli.terminal.Screen;
import java.time.Duration;

/**
 * Stays with a run, showing it, until it ends or a person interrupts. Where it is standard output that shows it, showing is
 * all there is to do, and it ends too when nobody reads that any more; standard error may break.
 */
final class Follower {

    private static final Duration REDRAW = Duration.ofMillis(200);

    private final Command command;
    private final Screen screen;
    private final Interruption interruption;

    Follower(Command command, Screen screen, Interruption interruption) {
        this.command = command;
        this.screen = screen;
        this.interruption = interruption;
    }

    /** The run as it was when this stopped to look: ended, or not. */
    RunView follow(RunHandle run) throws InterruptedException {
        Display display = Display.on(screen, command.terminal().size());
        RunView view = run.view();
        display.show(view, command.look(screen));
        while (!view.ended() && !interruption.asked() && !unread()) {
            view = run.awaitChange(view, REDRAW);
            display.show(view, command.look(screen));
        }
        return view;
    }

    private boolean unread() {
        return screen == command.out() && screen.broken();
    }
}
