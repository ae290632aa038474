// SPDX-License-Identifier: Apache-2.0
package dev.pawl.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.ArtifactBody;
import dev.pawl.ArtifactView;
import dev.pawl.Pawl;
import dev.pawl.PawlOptions;
import dev.pawl.RefusedException;
import dev.pawl.RunLineage;
import dev.pawl.RunView;
import dev.pawl.core.Content;
import dev.pawl.core.Decider;
import dev.pawl.core.Event;
import dev.pawl.core.Lineage;
import dev.pawl.core.Run;
import dev.pawl.core.RunStatus;
import dev.pawl.core.Versions;
import dev.pawl.internal.content.Values;
import dev.pawl.spi.Entry;
import dev.pawl.spi.Keeper;
import dev.pawl.spi.RunQuery;
import dev.pawl.spi.RunRow;
import dev.pawl.spi.RunStore;
import dev.pawl.spi.StoreException;
import dev.pawl.spi.StoreProvider;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Looks at what a {@link BusyWorker} left when it was killed, beside what it noted. */
final class BusyVerdict {

    private static final int PAGE = 1000;

    private final String url;
    private final Path notes;
    private final Map<String, Integer> figures = new TreeMap<>();
    /** Lines by their first word, with the run they are of. */
    private final Map<String, Set<UUID>> noted = new LinkedHashMap<>();

    private final Set<String> executed = new HashSet<>();
    private final Set<UUID> seen = new HashSet<>();
    private long read;

    BusyVerdict(String url, Path notes) {
        this.url = url;
        this.notes = notes;
    }

    String figures() {
        return "killed in the middle of much: " + figures;
    }

    private void count(String what) {
        figures.merge(what, 1, Integer::sum);
    }

    /** What a process had sent when it was killed a server still reads, and does to its end; then it gives up the connection. */
    private boolean isAlone() {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(
                        "SELECT count(*) FROM pg_stat_activity"
                                + " WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'")) {
            return found.next() && found.getInt(1) == 0;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    void afterKill() throws IOException {
        count("kills");
        if (url.startsWith("jdbc:postgresql:")) {
            Bench.until(this::isAlone);
        }
        List<String[]> lines = lines();
        try (Pawl pawl = PawlOptions.at(url).open()) {
            List<String> wrong = pawl.check();
            assertThat(wrong)
                    .as(() -> "entries without a run, now: " + strays())
                    .isEmpty();
            Map<UUID, RunView> runs = runs(pawl);
            Map<UUID, RunStatus> rows = rows();
            for (RunView run : runs.values()) {
                if (!seen.contains(run.id())) {
                    whole(pawl, runs, run, rows.get(run.id()));
                }
            }
            onePlace(runs);
            for (String[] line : lines) {
                told(pawl, runs, line);
            }
        }
    }

    /** All goes on to its end, and of what is deleted nothing is left. */
    void inTheEnd(Pawl pawl) throws IOException {
        Bench.until(() -> pawl.runs(RunQuery.active(PAGE)).stream().allMatch(run -> run.owner() == null && rests(run)));
        seen.clear();
        Map<UUID, RunView> runs = runs(pawl);
        Map<UUID, RunStatus> rows = rows();
        for (RunView run : runs.values()) {
            whole(pawl, runs, run, rows.get(run.id()));
        }
        assertThat(pawl.check()).isEmpty();
        try (RunStore store = store()) {
            store.keeper().finish();
            Keeper.@Nullable Place after = null;
            List<Entry> entries = store.keeper().entries(after, PAGE);
            while (!entries.isEmpty()) {
                entries.forEach(entry -> assertThat(runs).containsKey(entry.run()));
                after = new Keeper.Place(
                        entries.getLast().run(), entries.getLast().seq());
                entries = store.keeper().entries(after, PAGE);
            }
        }
        figures.put("runs left", runs.size());
    }

    private static boolean rests(RunView run) {
        return run.interactive();
    }

    /** For who has to find out how that came about. */
    private List<String> strays() {
        List<String> found = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT current_timestamp, e.run_id, e.seq, e.epoch, e.at, d.at AS deleted"
                                + " FROM pawl.run_event e LEFT JOIN pawl.deletion d ON d.run_id = e.run_id"
                                + " WHERE e.run_id NOT IN (SELECT id FROM pawl.run)")) {
            while (rows.next()) {
                found.add(rows.getString(1) + ": " + rows.getString(2) + " " + rows.getInt(3) + ", epoch "
                        + rows.getInt(4) + ", of " + rows.getString(5) + ", deleted " + rows.getString(6) + "\n");
            }
        } catch (SQLException e) {
            found.add(e.toString());
        }
        return found;
    }

    private RunStore store() {
        return ServiceLoader.load(StoreProvider.class).findFirst().orElseThrow().open(url, InstantSource.system());
    }

    /** What the rows say, which a list may know better: of a run whose worker still counts as alive it says what that one told. */
    private Map<UUID, RunStatus> rows() {
        try (RunStore store = store()) {
            Map<UUID, RunStatus> all = new HashMap<>();
            List<RunRow> page = StoreException.join(store.find(RunQuery.newest(PAGE)));
            while (!page.isEmpty()) {
                page.forEach(row -> all.put(row.id(), row.status()));
                page = StoreException.join(store.find(olderThan(page.getLast().id())));
            }
            return all;
        }
    }

    private static RunQuery olderThan(UUID run) {
        return new RunQuery(null, null, null, null, null, null, run, PAGE);
    }

    private static Map<UUID, RunView> runs(Pawl pawl) {
        Map<UUID, RunView> all = new LinkedHashMap<>();
        List<RunView> page = pawl.runs(RunQuery.newest(PAGE));
        while (!page.isEmpty()) {
            page.forEach(run -> all.put(run.id(), run));
            page = pawl.runs(olderThan(page.getLast().id()));
        }
        return all;
    }

    /** Those that were added, without one that was cut short. */
    private List<String[]> lines() throws IOException {
        if (!Files.exists(notes)) {
            return List.of();
        }
        List<String[]> found = new ArrayList<>();
        try (InputStream in = Files.newInputStream(notes)) {
            in.skipNBytes(read);
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            String complete = text.substring(0, text.lastIndexOf('\n') + 1);
            read += complete.length();
            for (String line : complete.lines().toList()) {
                String[] words = line.split(" ", 4);
                found.add(words);
                count(words[0]);
                if (words[0].equals("executed")) {
                    executed.add(words[1] + " " + words[2]);
                } else if (!words[0].equals("refused") && !words[0].equals("failed")) {
                    noted.computeIfAbsent(words[0], word -> new HashSet<>()).add(UUID.fromString(words[1]));
                }
                assertThat(line).as("what the worker was told").doesNotStartWith("failed");
            }
        }
        return found;
    }

    private boolean maybeDeleted(UUID run) {
        return noted.getOrDefault("deleting", Set.of()).contains(run);
    }

    // ---- one run

    private void whole(Pawl pawl, Map<UUID, RunView> runs, RunView listed, RunStatus row) throws IOException {
        List<Event> events = Bench.events(pawl, listed.id());
        Run run = Run.empty(listed.id());
        for (Event event : events) {
            run = Decider.apply(run, event);
        }
        assertThat(row).as("the row of %s, whose journal is %s", listed, events).isEqualTo(run.status());
        takesOver(pawl, runs, run, events);
        for (String stage : run.created().stages()) {
            Content output = run.stage(stage).output();
            if (output != null) {
                try (InputStream in = pawl.output(run.id(), stage).orElseThrow()) {
                    assertThat(Values.contentOf(in.readAllBytes())).isEqualTo(output);
                }
            }
        }
        files(pawl, run);
        if (!row.active()) {
            seen.add(listed.id());
        } else if (!listed.interactive()) {
            count("runs caught at work");
        }
    }

    private void takesOver(Pawl pawl, Map<UUID, RunView> runs, Run run, List<Event> events) {
        List<String> reused = events.stream()
                .filter(Event.Reused.class::isInstance)
                .map(event -> ((Event.Reused) event).stage())
                .toList();
        Lineage lineage = run.created().lineage();
        if (lineage == null) {
            assertThat(reused).isEmpty();
            return;
        }
        List<String> first = pawl.history(run.id(), 0, 1).getFirst().events().stream()
                .filter(Event.Reused.class::isInstance)
                .map(event -> ((Event.Reused) event).stage())
                .toList();
        assertThat(first).as("half a retry").isEqualTo(BusyWorker.BEFORE).isEqualTo(reused);
        BusyWorker.BEFORE.forEach(stage -> assertThat(executed).doesNotContain(run.id() + " " + stage));
        RunView parent = runs.get(lineage.parent());
        if (parent == null) {
            assertThat(maybeDeleted(lineage.parent())).as("its parent is gone").isTrue();
        } else {
            assertThat(lineage.root()).isEqualTo(parent.root());
            assertThat(lineage.depth()).isEqualTo(parent.depth() + 1);
        }
        assertThat(all(pawl.lineage(run.id()))).contains(run.id(), lineage.parent());
    }

    private static List<UUID> all(RunLineage lineage) {
        List<UUID> all = new ArrayList<>(List.of(lineage.run()));
        lineage.retries().forEach(retry -> all.addAll(all(retry)));
        return all;
    }

    private static void files(Pawl pawl, Run run) throws IOException {
        List<ArtifactView> offered = pawl.artifacts(run.id());
        boolean done = run.created().pipeline().equals("book") && run.status() == RunStatus.SUCCEEDED;
        assertThat(offered).as("files of a run that is %s", run.status()).hasSize(done ? 1 : 0);
        for (ArtifactView file : offered) {
            int book;
            try (InputStream input = pawl.input(run.id());
                    ArtifactBody body = pawl.artifact(run.id(), file.name())) {
                book = Integer.parseInt(new String(input.readAllBytes(), StandardCharsets.UTF_8));
                byte[] bytes = body.body().readAllBytes();
                assertThat(Values.contentOf(bytes)).isEqualTo(new Content(file.sha256(), file.size()));
                assertThat(bytes).isEqualTo(BusyWorker.whole(book));
            }
        }
    }

    private static void onePlace(Map<UUID, RunView> runs) {
        Set<String> places = new HashSet<>();
        runs.values().stream()
                .filter(run -> run.parent() != null && run.status().active())
                .forEach(run -> assertThat(places.add(run.parent() + run.retryFrom()))
                        .as("two retries of %s", run.parent())
                        .isTrue());
    }

    // ---- what the worker was told

    private void told(Pawl pawl, Map<UUID, RunView> runs, String[] words) {
        switch (words[0]) {
            case "retried" -> there(runs, UUID.fromString(words[2]));
            case "exported", "closed" -> {
                UUID run = UUID.fromString(words[1]);
                if (there(runs, run)) {
                    assertThat(runs.get(run).status()).as(words[0]).isEqualTo(RunStatus.SUCCEEDED);
                }
            }
            case "edited" -> edited(pawl, runs, UUID.fromString(words[1]), Integer.parseInt(words[2]), words[3]);
            case "undone" -> edited(pawl, runs, UUID.fromString(words[1]), Integer.parseInt(words[2]), null);
            case "deleted" -> {
                UUID run = UUID.fromString(words[1]);
                assertThat(runs).as("what was deleted").doesNotContainKey(run);
                RefusedException refused = null;
                try {
                    pawl.run(run).view();
                } catch (RefusedException e) {
                    refused = e;
                }
                assertThat(refused).isNotNull().returns("NO_RUN", RefusedException::code);
            }
            default -> {}
        }
    }

    private boolean there(Map<UUID, RunView> runs, UUID run) {
        assertThat(runs.containsKey(run) || maybeDeleted(run))
                .as("%s was said to be there", run)
                .isTrue();
        return runs.containsKey(run);
    }

    private void edited(Pawl pawl, Map<UUID, RunView> runs, UUID id, int number, @Nullable String text) {
        if (there(runs, id)) {
            Run run = Run.empty(id);
            for (Event event : Bench.events(pawl, id)) {
                run = Decider.apply(run, event);
            }
            @Nullable Content found = null;
            for (@Nullable Versions at = run.stage("outline").past().versions(); at != null; at = at.older()) {
                found = at.latest().number() == number ? at.latest().output() : found;
            }
            assertThat(found).as("version %s of %s", number, id).isNotNull();
            if (text != null) {
                byte[] json = ('"' + text + '"').getBytes(StandardCharsets.UTF_8);
                assertThat(found).as("version %s of %s", number, id).isEqualTo(Values.contentOf(json));
            }
        }
    }
}
