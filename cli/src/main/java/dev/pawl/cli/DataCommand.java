// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

import dev.pawl.HistoryEntry;
import dev.pawl.Json;
import dev.pawl.Pawl;
import dev.pawl.RunHandle;
import dev.pawl.RunView;
import dev.pawl.WorkerView;
import dev.pawl.cli.terminal.Screen;
import dev.pawl.cli.terminal.Terminal;
import dev.pawl.cli.text.Look;
import dev.pawl.cli.text.TimeLine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.databind.SerializationFeature;

/** A command on a data folder, or a database. */
abstract class DataCommand extends Command {

    /** Entries of a journal that are read at once. */
    private static final int PAGE = 1000;

    @Option(
            names = "--data",
            paramLabel = "FOLDER",
            description =
                    "Where runs are kept, or with --db the logs (PAWL_DATA); " + DataFolder.DEFAULT + " if not given")
    private @Nullable String data;

    @Option(
            names = "--db",
            paramLabel = "URL",
            description = "The PostgreSQL that runs are kept in instead: jdbc:postgresql://HOST/NAME (PAWL_DB;"
                    + " PAWL_DB_USER, PAWL_DB_PASSWORD)")
    private @Nullable String db;

    @Option(names = "--json", description = "Print one JSON document, as the API would return it, and nothing else")
    private boolean json;

    private boolean printed;
    private @Nullable Pawl opened;
    private final RunNames named = new RunNames();

    DataCommand(Terminal terminal) {
        super(terminal);
    }

    final Data data() {
        DataFolder folder = DataFolder.named(data);
        Database database = Database.named(db, folder);
        return database == null ? folder : database;
    }

    final boolean json() {
        return json;
    }

    /** Whether a document was asked for and is still to come. */
    final boolean owesJson() {
        return json && !printed;
    }

    @Override
    final Look look(Screen screen) {
        Look look = super.look(screen);
        return new Look(
                look.width(), look.colours(), look.now(), look.zone(), data().option(), named::of, this::served);
    }

    private boolean served() {
        Pawl pawl = opened;
        return pawl != null && pawl.crew().stream().anyMatch(worker -> worker.status() == WorkerView.Status.ALIVE);
    }

    /** Learns what the runs are called that this one has outputs from: they were made before it. */
    final RunView known(Pawl pawl, RunView run) {
        named.learn(pawl, run);
        return run;
    }

    /** Opens what is there to look at it; a database is not made for that. */
    final Pawl openToLook() {
        refuseUnused();
        opened = data().openToLook();
        return opened;
    }

    /** Opens what is there to change something. */
    final Pawl openToChange() {
        refuseUnused();
        opened = data().open();
        return opened;
    }

    private void refuseUnused() {
        if (!data().used()) {
            throw new ExitException(
                    Exit.REFUSED,
                    "there is no run in " + data().name()
                            + " yet; start one with `pawl run FILE`, or name another folder with --data");
        }
    }

    /** The run of that name, as a person types it. */
    static RunHandle find(Pawl pawl, String name) {
        if (name.isBlank()) {
            throw new ExitException(
                    Exit.USAGE, "RUN is empty; give the number of a run, its id, or the beginning of its id");
        }
        return pawl.find(name);
    }

    /** Of which stages of a run there is a log line. */
    static Predicate<String> wrote(Pawl pawl, RunView run) {
        return stage -> !pawl.log(run.id(), stage, 0).isEmpty();
    }

    /** When a run was worked on, from its journal. */
    final TimeLine timeLine(Pawl pawl, RunView run) {
        List<HistoryEntry> history = new ArrayList<>();
        List<HistoryEntry> page = pawl.history(run.id(), 0, PAGE);
        while (!page.isEmpty()) {
            history.addAll(page);
            page = page.size() < PAGE
                    ? List.of()
                    : pawl.history(run.id(), page.getLast().seq(), PAGE);
        }
        return TimeLine.of(run, history, look(out()).now());
    }

    /** Who gives this command, for the history. */
    static String by() {
        return System.getProperty("user.name", "unknown");
    }

    /** Says that a person, asked whether it is meant, said no. */
    final int declined() throws IOException {
        err().line("Nothing was changed");
        if (json) {
            printJson(Problem.of(Exit.REFUSED, "nothing was changed: it was not meant"));
        }
        return Exit.REFUSED;
    }

    /** Prints a document of the API. */
    final void printJson(Object document) throws IOException {
        printed = true;
        printJson(out(), document);
    }

    static void printJson(Screen screen, Object document) throws IOException {
        byte[] text = Json.views().writer(SerializationFeature.INDENT_OUTPUT).writeValueAsBytes(document);
        screen.bytes().write(text);
        screen.bytes().write("\n".getBytes(StandardCharsets.UTF_8));
        screen.bytes().flush();
    }
}
