// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

import dev.pawl.ArtifactView;
import dev.pawl.Pawl;
import dev.pawl.RunHandle;
import dev.pawl.RunView;
import dev.pawl.StageView;
import dev.pawl.cli.terminal.Interruption;
import dev.pawl.cli.terminal.Terminal;
import dev.pawl.cli.text.StageWords;
import dev.pawl.cli.text.Words;
import dev.pawl.core.StageStatus;
import dev.pawl.spi.DriverPresentException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes the files of a run to a folder, and has them made first where that is still to be done. */
@CommandLine.Command(
        name = "export",
        description =
                "Write the files that a run has made to a folder; an export that waits to be pressed is made first",
        footerHeading = "%nExamples:%n",
        footer = {
            "  pawl export 12",
            "  pawl export 12 publish --to ~/books",
            "",
            "What is interrupted goes on with the same command; what was finished is not made again."
        })
final class ExportCommand extends DataCommand {

    @Parameters(index = "0", paramLabel = "RUN", description = "Its number, its id or the beginning of it, or its key")
    private String name = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "STAGE",
            description = "The stage that makes them; all exports if not given")
    private @Nullable String stage;

    @Option(names = "--to", paramLabel = "FOLDER", description = "Where to write them; this folder if not given")
    private Path to = Path.of("");

    ExportCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() throws Exception {
        try (Pawl pawl = openToChange()) {
            RunHandle run = find(pawl, name);
            List<String> wanted = wanted(pawl, run.view());
            RunView view = made(pawl, run, wanted);
            List<StageView> unmade = view.stages().stream()
                    .filter(one -> wanted.contains(one.id()) && !one.status().done())
                    .toList();
            if (!unmade.isEmpty()
                    && (!atRest(view, wanted) || finished(pawl, view, wanted).isEmpty())) {
                return unmade(view, unmade.getFirst());
            }
            boolean any = save(pawl, view, wanted);
            warnOfStale(view, wanted);
            unmade.forEach(one -> err().line("Stage " + one.id() + " of run " + view.number()
                    + " is missing: it has made no files, " + why(one)));
            return any && unmade.isEmpty() ? Exit.SUCCEEDED : Exit.FAILED;
        }
    }

    private List<String> wanted(Pawl pawl, RunView view) {
        List<String> wanted = view.stages().stream()
                .filter(one ->
                        stage == null ? makesFiles(pawl, view, one) : one.id().equals(stage))
                .map(StageView::id)
                .toList();
        if (wanted.isEmpty()) {
            throw new ExitException(
                    Exit.REFUSED,
                    (stage == null
                                    ? "run " + view.number() + " has no export and no file"
                                    : "run " + view.number() + " has no stage " + stage)
                            + "; `" + look(out()).command("show " + view.number()) + "` tells its stages");
        }
        return wanted;
    }

    private static boolean makesFiles(Pawl pawl, RunView view, StageView one) {
        return one.kind().equals("export")
                || pawl.artifacts(view.id()).stream()
                        .anyMatch(file -> file.stage().equals(one.id()));
    }

    /** The run, once those stages have made their files, or will not. */
    private RunView made(Pawl pawl, RunHandle run, List<String> wanted) throws InterruptedException {
        RunView view = run.view();
        boolean soon = Words.moves(view) && !ready(view, wanted);
        if (!soon) {
            view = press(pawl, run, wanted);
        }
        if (atRest(view, wanted)) {
            return view;
        }
        Interruption interruption = Interruption.listen();
        boolean here = false;
        try {
            pawl.startForOwnRuns();
            here = true;
            pawl.resume(run.id(), by());
        } catch (DriverPresentException e) {
            say(err(), "Run " + view.number() + " is executed elsewhere; following it");
        }
        Follower follower = new Follower(this, pawl, err(), interruption);
        if (soon) {
            view = follower.follow(run, seen -> !Words.moves(seen) || ready(seen, wanted));
            if (interruption.asked()) {
                return view;
            }
            press(pawl, run, wanted);
            if (here) {
                pawl.resume(run.id(), by()); // it has come to rest meanwhile, and is nobody's
            }
        }
        return follower.follow(run, seen -> atRest(seen, wanted));
    }

    private static boolean ready(RunView view, List<String> wanted) {
        return unpressed(view, wanted).allMatch(StageView::depsMet);
    }

    private static Stream<StageView> unpressed(RunView view, List<String> wanted) {
        return view.stages().stream()
                .filter(one -> wanted.contains(one.id())
                        && one.trigger().equals("manual")
                        && one.status() == StageStatus.IDLE);
    }

    private static RunView press(Pawl pawl, RunHandle run, List<String> wanted) {
        unpressed(run.view(), wanted).forEach(one -> pawl.press(run.id(), one.id(), by()));
        return run.view();
    }

    private static boolean atRest(RunView view, List<String> wanted) {
        return view.ended()
                || view.stages().stream()
                        .filter(one -> wanted.contains(one.id()))
                        .allMatch(one -> one.status().done() || one.status() == StageStatus.FAILED);
    }

    /** Files of an older text are written all the same, and whoever gets them is told. */
    private void warnOfStale(RunView view, List<String> wanted) {
        view.stages().stream()
                .filter(one -> wanted.contains(one.id())
                        && one.status().done()
                        && !one.stale().isEmpty())
                .forEach(one -> err().line("What stage " + one.id() + " made is " + StageWords.stale(one) + "; `"
                        + look(err()).command("stage run " + view.number() + " " + one.id()) + "` makes it anew"));
    }

    private static String why(StageView one) {
        return one.error() == null ? "it is " + Words.name(one.status()) : one.error();
    }

    private int unmade(RunView view, StageView one) {
        err().line("Nothing is exported: stage " + one.id() + " of run " + view.number() + " has made no files, "
                + why(one));
        return one.status() == StageStatus.FAILED || view.ended() ? Exit.FAILED : Interruption.EXIT;
    }

    private static List<ArtifactView> finished(Pawl pawl, RunView view, List<String> wanted) {
        return pawl.artifacts(view.id()).stream()
                .filter(file -> wanted.contains(file.stage()))
                .toList();
    }

    /** Says whether there was a file. */
    private boolean save(Pawl pawl, RunView view, List<String> wanted) throws IOException {
        List<ArtifactView> files = finished(pawl, view, wanted);
        Map<String, ArtifactView> places = Places.of(files);
        Saving saving = new Saving(pawl, view.id(), to);
        places.keySet().forEach(saving::check);
        for (Map.Entry<String, ArtifactView> place : places.entrySet()) {
            Path written = saving.save(place.getKey(), place.getValue());
            if (!json()) {
                out().line(written + "  " + Words.size(place.getValue().size()));
            }
        }
        if (json()) {
            printJson(Map.of("artifacts", files));
        }
        if (files.isEmpty()) {
            err().line("Nothing is exported: stage " + String.join(", ", wanted) + " of run " + view.number()
                    + " has made no file");
        }
        return !files.isEmpty();
    }
}
