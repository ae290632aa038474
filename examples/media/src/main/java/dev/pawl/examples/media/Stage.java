// SPDX-License-Identifier: Apache-2.0
package dev.pawl.examples.media;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a stage written in Java needs to talk to Pawl: reads what it is given on stdin, says on stdout how far it is, and hands
 * over its output in a file. It may be stopped at any moment and started again, so whatever it writes, it writes whole.
 */
public final class Stage {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    private final JsonNode given;

    private Stage(JsonNode given) {
        this.given = given;
    }

    static Stage read() {
        return new Stage(JSON.readTree(System.in));
    }

    /** A text of the run's input, or what is used where it is not given. */
    public String input(String key, String otherwise) {
        return given.path("input").path(key).asString(otherwise);
    }

    /** A number of the run's input, or what is used where it is not given. */
    public double input(String key, double otherwise) {
        return given.path("input").path(key).asDouble(otherwise);
    }

    /** The output of a stage before this one. */
    public <T> T output(String stage, Class<T> type) {
        return JSON.treeToValue(given.path("outputs").path(stage), type);
    }

    /** What is to be done, where this stage is a map and this its work for one item; else null. */
    public <T> @Nullable T item(Class<T> type) {
        JsonNode item = given.path("item");
        return item.isMissingNode() || item.isNull() ? null : JSON.treeToValue(item, type);
    }

    /** The folder for what is too large to be an output: pictures. */
    public Path folder(String name) throws IOException {
        String episode = input("episode", "episode");
        if (!episode.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,99}")) {
            throw new IllegalArgumentException("the episode is `" + episode
                    + "`, and a folder is named after it: use letters, digits, dots, - and _, like S05E03");
        }
        return Files.createDirectories(
                Path.of(input("work", "work/" + episode)).resolve(name).toAbsolutePath());
    }

    public void progress(int done, int total, String text) {
        OUT.println("::progress " + done + "/" + total + " " + text);
    }

    /** Adds to a counter beside the progress bar. */
    public void count(String name, int more) {
        OUT.println("::count " + name + "=" + more);
    }

    /** A sign of life, for when there is no progress to tell. */
    public void heartbeat() {
        OUT.println("::heartbeat");
    }

    /** A line of the log. */
    public void log(String line) {
        OUT.println(line);
    }

    /** What an earlier execution of this attempt had kept, or null. */
    public <T> @Nullable T lastCheckpoint(Class<T> type) throws IOException {
        Path file = file("PAWL_CHECKPOINT");
        if (file == null || !Files.exists(file) || Files.size(file) == 0) {
            return null;
        }
        return JSON.readValue(file, type);
    }

    /** Keeps that for an execution after this one. */
    public void checkpoint(Object value) throws IOException {
        Path file = file("PAWL_CHECKPOINT");
        if (file != null) {
            replace(file, JSON.writeValueAsBytes(value));
        }
    }

    /** Hands over the output; without Pawl, for trying a program by hand, to stdout. */
    public void write(Object output) throws IOException {
        Path file = file("PAWL_OUTPUT");
        if (file == null) {
            OUT.println(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(output));
        } else {
            replace(file, JSON.writeValueAsBytes(output));
        }
    }

    /** Writes a file so that nobody ever sees half of it. */
    public static void replace(Path file, byte[] content) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        Files.write(part, content);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static @Nullable Path file(String variable) {
        String path = System.getenv(variable);
        return path == null ? null : Path.of(path);
    }
}
