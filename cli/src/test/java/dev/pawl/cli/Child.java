// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** The real command, in a process of its own. */
final class Child implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    static final List<String> JAVA = List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xshare:auto",
            "-cp",
            System.getProperty("java.class.path"),
            "dev.pawl.cli.Main");

    /** Whoever starts the tests in the background lets them, and their children, ignore Ctrl-C. */
    private static final List<String> INTERRUPTIBLE = interruptible();

    private final Process process;
    private final Path out;
    private final Path err;

    private Child(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    private static List<String> interruptible() {
        List<String> reset = List.of("env", "--default-signal=INT");
        try {
            List<String> probe = new ArrayList<>(reset);
            probe.add("true");
            return new ProcessBuilder(probe).start().waitFor() == 0 ? reset : List.of();
        } catch (IOException e) {
            return List.of();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Starts {@code pawl arguments} in that folder. */
    static Child start(Path folder, String... arguments) throws IOException {
        return start(folder, Map.of(), arguments);
    }

    /** The same with variables of its own. */
    static Child start(Path folder, Map<String, String> variables, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(JAVA);
        command.addAll(List.of(arguments));
        return launch(folder, variables, command);
    }

    /** Starts another program with the same class path, in a Java with these options. */
    static Child program(Path folder, Class<?> main, List<String> options, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(JAVA.subList(0, JAVA.size() - 1));
        command.addAll(1, options);
        command.add(main.getName());
        command.addAll(List.of(arguments));
        return launch(folder, Map.of(), command);
    }

    private static Child launch(Path folder, Map<String, String> variables, List<String> java) throws IOException {
        List<String> command = new ArrayList<>(INTERRUPTIBLE);
        command.addAll(java);
        Path out = Files.createTempFile(folder, "out", ".txt");
        Path err = Files.createTempFile(folder, "err", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("PAWL_"));
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().putAll(variables);
        Process process = builder.redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .start();
        return new Child(process, out, err);
    }

    /** Carries out {@code pawl arguments} in that folder. */
    static Shell.Done pawl(Path folder, String... arguments) throws IOException, InterruptedException {
        return pawl(folder, Map.of(), arguments);
    }

    static Shell.Done pawl(Path folder, Map<String, String> variables, String... arguments)
            throws IOException, InterruptedException {
        try (Child child = start(folder, variables, arguments)) {
            return child.await();
        }
    }

    Shell.Done await() throws IOException, InterruptedException {
        return await(PATIENCE);
    }

    /** The same of a command that has much to do. */
    Shell.Done await(Duration patience) throws IOException, InterruptedException {
        assertThat(process.waitFor(patience.toSeconds(), TimeUnit.SECONDS))
                .as("ended within %s; standard error: %s", patience, Files.readString(err))
                .isTrue();
        return new Shell.Done(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    /** Waits for the end, at most so long; says whether it has ended. */
    boolean endsWithin(Duration limit) throws InterruptedException {
        return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Waits until that is so while the process lives. */
    void until(String what, BooleanSupplier condition) throws InterruptedException, IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            boolean ended = process.waitFor(10, TimeUnit.MILLISECONDS);
            assertThat((!ended && System.nanoTime() < deadline) || condition.getAsBoolean())
                    .as("%s; standard error: %s", what, Files.readString(err))
                    .isTrue();
        }
    }

    /** Whether standard error has that by now. */
    boolean says(String text) {
        try {
            return Files.readString(err).contains(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What it has said there by now. */
    String standardError() throws IOException {
        return Files.readString(err);
    }

    void signal(String name) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .inheritIO()
                .start();
        assertThat(kill.waitFor()).isZero();
    }

    /** As {@code kill -9} does. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        kill();
    }
}
