// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

import dev.pawl.ArtifactView;
import dev.pawl.ItemView;
import dev.pawl.Json;
import dev.pawl.Pawl;
import dev.pawl.RunHandle;
import dev.pawl.RunView;
import dev.pawl.StageView;
import dev.pawl.cli.terminal.Terminal;
import dev.pawl.cli.text.ItemLines;
import dev.pawl.cli.text.RunPage;
import dev.pawl.cli.text.Words;
import dev.pawl.core.ItemStatus;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Shows one run. */
@CommandLine.Command(
        name = "show",
        description = "Show a run: how it stands, its stages, what can be done",
        footerHeading = "%nExamples:%n",
        footer = {
            "  pawl show 12",
            "  pawl show 12 --json | jq .status",
            "  pawl show 12 --output report > report.json",
            "  pawl show 12 --items failed"
        })
final class ShowCommand extends DataCommand {

    /** Items of one stage that are listed at most. */
    private static final int MANY = 1000;

    private static final int MANY_FILES = 20;

    @Parameters(paramLabel = "RUN", description = "Its number, its id or the beginning of it, or its key")
    private String name = "";

    @Option(
            names = "--output",
            paramLabel = "STAGE",
            description = "Print the output of that stage instead, as it was written")
    private @Nullable String output;

    @Option(
            names = "--items",
            paramLabel = "STATUS",
            description = "List items of maps instead: open, started, back-off, doubt, succeeded, failed or all")
    private @Nullable String items;

    ShowCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() throws IOException {
        try (Pawl pawl = openToLook()) {
            RunHandle run = find(pawl, name);
            if (output != null) {
                print(pawl, run, output);
            } else if (items != null) {
                list(pawl, run.view(), items);
            } else if (json()) {
                printJson(withFiles(pawl, named(pawl, run.view())));
            } else {
                RunView view = known(pawl, named(pawl, run.view()));
                out().lines(RunPage.lines(view, timeLine(pawl, view), look(out()), wrote(pawl, view)));
                files(pawl, view);
            }
            return Exit.SUCCEEDED;
        }
    }

    /** The run as it is shown, and with each stage the files that it has made. */
    private static JsonNode withFiles(Pawl pawl, RunView view) {
        JsonNode run = Json.views().valueToTree(view);
        Map<String, List<ArtifactView>> files =
                pawl.artifacts(view.id()).stream().collect(Collectors.groupingBy(ArtifactView::stage));
        for (JsonNode stage : run.path("stages")) {
            List<ArtifactView> made = files.getOrDefault(stage.path("id").asString(), List.of());
            ((ObjectNode) stage).set("artifacts", Json.views().valueToTree(made));
        }
        return run;
    }

    private void files(Pawl pawl, RunView view) {
        List<ArtifactView> files = pawl.artifacts(view.id());
        for (ArtifactView file : files.subList(0, Math.min(files.size(), MANY_FILES))) {
            out().line("  " + file.stage() + "/" + file.name() + "  " + Words.size(file.size())
                    + (file.stale() ? ", stale" : ""));
        }
        if (!files.isEmpty()) {
            String more = files.size() > MANY_FILES ? files.size() - MANY_FILES + " more files; " : "";
            out().line("  " + more + "write them to a folder: " + look(out()).command("export " + view.number()));
        }
    }

    private void print(Pawl pawl, RunHandle run, String stage) throws IOException {
        Optional<InputStream> found = pawl.output(run.id(), stage);
        if (found.isEmpty()) {
            throw new ExitException(
                    Exit.REFUSED,
                    "stage " + stage + " of this run has no output; `"
                            + look(out()).command("show " + name) + "` tells which have");
        }
        try (InputStream in = found.get()) {
            in.transferTo(out().bytes());
        }
        if (out().terminal()) {
            out().line("");
        }
        out().bytes().flush();
    }

    /** With the names of items that failed. */
    private static RunView named(Pawl pawl, RunView run) throws IOException {
        List<StageView> stages = new ArrayList<>();
        for (StageView stage : run.stages()) {
            int failed = stage.failedItems().size();
            stages.add(
                    failed == 0
                            ? stage
                            : stage.withFailedItems(pawl.items(run.id(), stage.id(), ItemStatus.FAILED, -1, failed)));
        }
        return run.withStages(stages);
    }

    private void list(Pawl pawl, RunView run, String wanted) throws IOException {
        ItemStatus status = status(wanted);
        Map<String, List<ItemView>> found = new LinkedHashMap<>();
        for (StageView stage : run.stages()) {
            if (stage.items() != null) {
                found.put(stage.id(), pawl.items(run.id(), stage.id(), status, -1, MANY));
            }
        }
        if (json()) {
            printJson(Map.of("items", found));
        } else if (found.values().stream().allMatch(List::isEmpty)) {
            err().line("No item of run " + run.number() + " is like that");
        } else {
            out().lines(ItemLines.table(found, look(out())));
            if (found.values().stream().anyMatch(some -> some.size() == MANY)) {
                err().line("There may be more: of each stage the first " + MANY + " are listed");
            }
        }
    }

    private static @Nullable ItemStatus status(String wanted) {
        if (wanted.equals("all")) {
            return null;
        }
        return Arrays.stream(ItemStatus.values())
                .filter(status -> Words.name(status).equals(wanted))
                .findFirst()
                .orElseThrow(() -> new ExitException(
                        Exit.USAGE,
                        "no item stands as '" + wanted
                                + "'; --items is open, started, back-off, doubt, succeeded, failed or all"));
    }
}
