// SPDX-License-Identifier: Apache-2.0
package dev.pawl.chaos;

import dev.pawl.store.jdbc.internal.sqlite.Tmpfs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A database, workers with a cable each, and the story of what becomes of them. */
final class Site implements AutoCloseable {

    private static final int MEGABYTES = 400;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration GRACE = Duration.ofSeconds(20);

    private final Story story;
    private final @Nullable Tmpfs disk;
    private final Database database;
    private final List<Place> places = new ArrayList<>();

    /** Everything is there, and no worker yet. */
    Site(String name, int workers) throws Exception {
        story = new Story(name);
        disk = Tmpfs.mountIfPossible(story.folder().resolve("disk"), MEGABYTES);
        Path data = (disk == null ? story.folder() : disk.path()).resolve("data");
        database = Database.start(data, story.folder().resolve("postgres.log"));
        for (int i = 1; i <= workers; i++) {
            places.add(new Place(this, "w" + i));
        }
    }

    Story story() {
        return story;
    }

    Path folder() {
        return story.folder();
    }

    Database database() {
        return database;
    }

    /** The disk of the database, where it has one of its own that can be filled. */
    @Nullable
    Tmpfs disk() {
        return disk;
    }

    List<Place> places() {
        return places;
    }

    /** A worker at each place, all at work when this returns. */
    void startAll(int version) throws Exception {
        for (Place place : places) {
            place.start(version);
        }
        awaitStarted();
    }

    void awaitStarted() throws Exception {
        for (Place place : places) {
            if (!Pause.until(PATIENCE, () -> place.worker().hasStarted())) {
                throw new AssertionError(place.worker().name() + " does not start: "
                        + Files.readString(place.worker().log()));
            }
        }
    }

    /** Workers end as they are told to. */
    void end() throws Exception {
        for (Place place : places) {
            if (!place.worker().end(GRACE)) {
                story.wrong("%s does not end when told to", place.worker().name());
            }
        }
    }

    /** What workers logged that has to do with that, for a failure. */
    String logged(String word) throws IOException {
        try (var files = Files.list(folder())) {
            StringBuilder all = new StringBuilder();
            for (Path file :
                    files.filter(one -> one.toString().endsWith(".log")).collect(Collectors.toList())) {
                Files.readAllLines(file).stream()
                        .filter(line -> line.contains(word))
                        .forEach(line -> all.append(file.getFileName())
                                .append(": ")
                                .append(line)
                                .append('\n'));
            }
            return all.toString();
        }
    }

    @Override
    public void close() throws IOException {
        for (Place place : places) {
            place.close();
        }
        database.close();
        if (disk != null) {
            disk.close();
        }
        story.close();
    }
}
