// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

import dev.pawl.Pawl;
import dev.pawl.RecoveryReport.Changed;
import dev.pawl.RunHandle;
import dev.pawl.RunView;
import dev.pawl.cli.terminal.Interruption;
import dev.pawl.cli.text.RecoveryPage;
import dev.pawl.cli.text.Words;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Executes runs in this terminal: each to its end, or to where only a person can help, or until Ctrl-C. */
final class DrivingAll {

    private static final Duration REDRAW = Duration.ofMillis(200);

    private final DataCommand command;
    private final Pawl pawl;
    private final Interruption interruption;
    private final Map<RunHandle, RunView> atWork = new LinkedHashMap<>();
    private final RecoveryPage.Progress progress = new RecoveryPage.Progress();
    private int code = Exit.SUCCEEDED;
    private String drawn = "";

    DrivingAll(DataCommand command, Pawl pawl, Interruption interruption) {
        this.command = command;
        this.pawl = pawl;
        this.interruption = interruption;
    }

    /** The exit code: of the runs, or that this was interrupted. Closes the database in the latter case. */
    int toTheEnd(List<Changed> runs) throws InterruptedException {
        for (Changed run : runs) {
            RunHandle handle = pawl.run(run.id());
            atWork.put(handle, handle.view());
        }
        look();
        while (!atWork.isEmpty() && !interruption.asked()) {
            Map.Entry<RunHandle, RunView> first = atWork.entrySet().iterator().next();
            var unused = first.getKey().awaitChange(first.getValue(), REDRAW);
            look();
        }
        if (atWork.isEmpty()) {
            return code;
        }
        int left = atWork.size();
        command.say(command.err(), "Stopping; Ctrl-C again stops at once");
        pawl.close();
        command.say(
                command.err(),
                (left == 1 ? "1 run is" : left + " runs are")
                        + " interrupted; what is recorded as finished stays. They go on with: "
                        + command.look(command.err()).command("recover"));
        return Interruption.EXIT;
    }

    private void look() {
        for (Iterator<Map.Entry<RunHandle, RunView>> all = atWork.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<RunHandle, RunView> one = all.next();
            RunView view = one.getKey().view();
            one.setValue(view);
            if (view.ended() || Words.waitsForAPerson(view)) {
                all.remove();
                code = view.ended() && Exit.of(view) != Exit.SUCCEEDED ? Exit.FAILED : code;
                say(progress.end(view, command.look(command.err())));
            }
        }
        List<String> lines = progress.lines(List.copyOf(atWork.values()), command.look(command.err()));
        if (command.err().terminal()) {
            draw(lines.isEmpty() ? "" : lines.getLast());
        } else {
            progress.news(List.copyOf(atWork.values()), command.look(command.err()))
                    .forEach(command.err()::line);
        }
    }

    private void say(String line) {
        draw("");
        command.err().line(line);
    }

    private void draw(String line) {
        if (command.err().terminal() && !line.equals(drawn)) {
            command.err().print("\r" + line + "\u001b[K");
            drawn = line;
        }
    }
}
