// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages that tell a story can be followed word by word: each command does what its page says. */
class WalkthroughTest {

    private static final int PATIENCE_SECONDS = 180;
    private static final List<String> NEEDED = List.of("examples/wizard", "docs");

    @TempDir
    private Path folder;

    private final List<Process> beside = new ArrayList<>();

    @AfterEach
    void end() {
        for (Process process : beside) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().onExit().join();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"examples/wizard/README.md", "docs/guides/documents.md", "docs/guides/retry.md"})
    @Timeout(value = 12, unit = TimeUnit.MINUTES)
    void a_page_is_true(String page) throws Exception {
        Path root = Path.of("..").toAbsolutePath().normalize();
        for (String needed : NEEDED) {
            copy(root, needed);
        }
        Path pawl = Files.writeString(
                folder.resolve("pawl"),
                "#!/bin/sh\nexec "
                        + Child.JAVA.stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "))
                        + " \"$@\"\n");
        assertThat(pawl.toFile().setExecutable(true)).isTrue();
        List<Page.Step> steps = Page.read(root.resolve(page)).steps();
        assertThat(steps).hasSizeGreaterThan(3);
        for (Page.Step step : steps) {
            switch (step) {
                case Page.Step.Put put -> Files.writeString(folder.resolve(put.name()), put.text());
                case Page.Step.Beside worker -> beside.add(bash(worker.script()));
                case Page.Step.Type type -> type(type);
            }
        }
    }

    /** What only looks is done again until it sees what it is to see: somebody else is at work meanwhile. */
    private void type(Page.Step.Type type) throws Exception {
        boolean looks = type.script().lines().allMatch(line -> line.matches("(\\./)?pawl (show|ls|history) .*"));
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (true) {
            Process process = bash(type.script());
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            boolean well = process.waitFor() == 0;
            List<String> missing =
                    type.said().stream().filter(line -> !says(said, line)).toList();
            if (well == type.well() && missing.isEmpty()) {
                return;
            }
            assertThat(looks && System.nanoTime() < deadline)
                    .as("%s: ended %s, without %s; it said: %s", type.script(), well ? "well" : "ill", missing, said)
                    .isTrue();
        }
    }

    private static boolean says(String said, String line) {
        String wanted = Stream.of(line.strip().split("…", -1))
                .map(part ->
                        Stream.of(part.split("\\s+", -1)).map(Pattern::quote).collect(Collectors.joining("\\s+")))
                .collect(Collectors.joining(".*"));
        return Pattern.compile(wanted).matcher(said).find();
    }

    private Process bash(String script) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("bash", "-euo", "pipefail", "-c", script)
                .directory(folder.toFile())
                .redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("PAWL_"));
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().put("PATH", folder + ":" + System.getenv("PATH"));
        boolean goesOn = script.startsWith("pawl worker") || script.startsWith("./pawl worker");
        if (goesOn) {
            builder.redirectOutput(folder.resolve("worker.txt").toFile());
        }
        Process process = builder.start();
        process.getOutputStream().close();
        return process;
    }

    private void copy(Path root, String part) throws IOException {
        try (Stream<Path> files = Files.walk(root.resolve(part))) {
            files.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().contains("/target/"))
                    .forEach(file -> {
                        try {
                            Path to = folder.resolve(root.relativize(file).toString());
                            Files.createDirectories(to.getParent());
                            Files.copy(file, to);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    });
        }
    }
}
