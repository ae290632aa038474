// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages;

import dev.pawl.Pawl;
import dev.pawl.PawlOptions;
import dev.pawl.Pipeline;
import dev.pawl.RawJson;
import dev.pawl.RunHandle;
import dev.pawl.RunView;
import dev.pawl.StageView;
import dev.pawl.Submission;
import dev.pawl.core.Event;
import dev.pawl.core.RunStatus;
import dev.pawl.core.StageStatus;
import dev.pawl.testkit.FakeDatabase;
import dev.pawl.testkit.FakeStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The real engine on a database in memory, executing pipeline files in a folder. */
final class Bed implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path folder;
    private final FakeDatabase database = new FakeDatabase();
    private @Nullable Pawl pawl;

    Bed(Path folder) {
        this.folder = folder;
    }

    /** The engine; the one before it is gone. */
    Pawl restart() {
        close();
        Pawl fresh = PawlOptions.in(folder.resolve("data"))
                .grace(Duration.ofMillis(500))
                .open(new FakeStore(database, Runnable::run))
                .start();
        pawl = fresh;
        return fresh;
    }

    Pawl pawl() {
        return pawl == null ? restart() : pawl;
    }

    /** Of the latest run. */
    Pipeline<JsonNode> pipeline() throws IOException {
        return PipelineFile.load(folder.resolve("p.yaml"));
    }

    /** A run of the file with these stages. */
    RunHandle submit(String stages, String input) throws IOException {
        Path file = Files.writeString(folder.resolve("p.yaml"), "pipeline: p\nstages:\n" + stages.indent(2));
        Pipeline<JsonNode> pipeline = PipelineFile.load(file);
        return pawl().submit(pipeline, RawJson.of(input.getBytes(StandardCharsets.UTF_8)), Submission.plain());
    }

    RunView end(RunHandle run, RunStatus status) throws InterruptedException {
        RunView view = until(run, RunView::ended);
        if (view.status() != status) {
            throw new AssertionError("expected " + status + ", and the run is " + view);
        }
        return view;
    }

    RunView until(RunHandle run, String stage, StageStatus status) throws InterruptedException {
        return until(run, view -> stage(view, stage).status() == status);
    }

    RunView until(RunHandle run, Predicate<RunView> wanted) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        RunView view = run.view();
        while (!wanted.test(view)) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not as wanted, in time: " + view, new TimeoutException());
            }
            view = run.awaitChange(view, Duration.ofMillis(100));
        }
        return view;
    }

    static StageView stage(RunView view, String id) {
        return view.stages().stream()
                .filter(stage -> stage.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    /** Null where it has none. */
    @Nullable
    String output(RunHandle run, String stage) throws IOException {
        Optional<InputStream> output = pawl().output(run.id(), stage);
        if (output.isEmpty()) {
            return null;
        }
        try (InputStream in = output.get()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    <E extends Event> Stream<E> events(RunHandle run, Class<E> type) {
        return pawl().history(run.id(), 0, 100_000).stream()
                .flatMap(entry -> entry.events().stream())
                .filter(type::isInstance)
                .map(type::cast);
    }

    /** The log of a stage, one line under the other. */
    String log(RunHandle run, String stage) {
        return pawl().log(run.id(), stage, 0).stream()
                .map(line -> line.text() + "\n")
                .collect(Collectors.joining());
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    void write(String name, String text) throws IOException {
        Files.writeString(file(name), text);
    }

    /** How often each line is in a file that commands append to. */
    Map<String, Integer> tally(String name) throws IOException {
        Map<String, Integer> tally = new TreeMap<>();
        if (Files.exists(file(name))) {
            Files.readAllLines(file(name)).forEach(line -> tally.merge(line, 1, Integer::sum));
        }
        return tally;
    }

    @Override
    public void close() {
        if (pawl != null) {
            pawl.close();
            pawl = null;
        }
    }
}
