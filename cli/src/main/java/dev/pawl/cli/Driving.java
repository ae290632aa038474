// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

import dev.pawl.Json;
import dev.pawl.Pawl;
import dev.pawl.RunHandle;
import dev.pawl.RunView;
import dev.pawl.StageView;
import dev.pawl.cli.terminal.Interruption;
import dev.pawl.cli.text.EndPage;
import dev.pawl.cli.text.Look;
import dev.pawl.cli.text.Steps;
import dev.pawl.cli.text.Words;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;

/** Executes one run in this terminal, to its end or until Ctrl-C. */
final class Driving {

    /** Longest output that is printed without being asked for. */
    private static final int SMALL = 2048;

    private static final String STAYS = "what is recorded as finished stays";
    private static final String HELD =
            "nothing could be written down of late: what finished since it was held is executed again";

    private final DataCommand command;
    private final Pawl pawl;
    private final Interruption interruption;

    Driving(DataCommand command, Pawl pawl) {
        this.command = command;
        this.pawl = pawl;
        this.interruption = Interruption.listen();
    }

    /** The exit code, once the run has ended or was given back. Closes the database in the latter case. */
    int toTheEnd(RunHandle run) throws InterruptedException, IOException {
        RunView view = command.known(pawl, run.view());
        Look look = command.look(command.err());
        command.say(
                command.err(),
                "Run " + view.number() + " of " + view.pipeline() + " v" + view.version()
                        + " · look at it from elsewhere: " + look.command("show " + view.number()));
        Follower follower = new Follower(command, pawl, command.err(), interruption);
        view = follower.follow(run);
        if (!view.ended()) {
            return givenBack(run, view, follower);
        }
        end(view);
        return Exit.of(view);
    }

    /** Shows what is being stopped until it is. */
    private int givenBack(RunHandle run, RunView view, Follower follower) throws InterruptedException {
        Thread closing = Thread.ofPlatform().name("pawl-close").start(pawl::close);
        follower.stopping(run, view, closing, command.data().options().grace());
        command.say(
                command.err(),
                "Run " + view.number() + " is interrupted; " + (Words.held(view) ? HELD : STAYS) + ". It goes on with: "
                        + command.look(command.err()).command("resume " + view.number()));
        return Interruption.EXIT;
    }

    private void end(RunView view) throws IOException {
        command.err()
                .lines(EndPage.lines(
                        view,
                        command.timeLine(pawl, view),
                        command.look(command.err()),
                        DataCommand.wrote(pawl, view)));
        if (command.json()) {
            command.printJson(view);
            return;
        }
        Optional<StageView> last = Steps.lastOutput(view);
        if (Exit.of(view) == Exit.SUCCEEDED && last.isPresent() && Steps.size(last.get()) <= SMALL) {
            print(view, last.get());
        }
    }

    private void print(RunView view, StageView stage) throws IOException {
        Optional<InputStream> output = pawl.output(view.id(), stage.id());
        if (output.isPresent()) {
            try (InputStream json = output.get()) {
                JsonNode value = Json.values().readTree(json);
                if (!value.isNull()) {
                    command.out()
                            .bytes()
                            .write(Json.values()
                                    .writer(SerializationFeature.INDENT_OUTPUT)
                                    .writeValueAsBytes(value));
                    command.out().bytes().write('\n');
                    command.out().bytes().flush();
                }
            }
        }
    }
}
