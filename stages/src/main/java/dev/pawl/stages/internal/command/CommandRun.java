// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages.internal.command;

import dev.pawl.RawJson;
import dev.pawl.RejectedException;
import dev.pawl.StageContext;
import dev.pawl.StageFailedException;
import dev.pawl.StageFailedException.Retry;
import dev.pawl.stages.internal.expression.Secrets;
import dev.pawl.stages.internal.process.ProcessTree;
import dev.pawl.stages.internal.process.Scratch;
import dev.pawl.stages.internal.process.Spawner;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One execution of a command, from its start until nothing of it runs any more. */
final class CommandRun {

    static final String OUTPUT = "output.json";
    static final String CHECKPOINT = "checkpoint";
    static final String ARTIFACTS = "artifacts";

    private static final int REJECTED = 65;
    private static final int RETRY_AT_ONCE = 75;
    private static final int FIRST_SIGNAL = 128;
    private static final int LAST_SIGNAL = 192;
    private static final int BLANK_BYTES = 64;
    private static final Duration LEFT_BEHIND = Duration.ofSeconds(1);
    private static final long LONGEST_PAUSE_OF_LOOKS = 32;

    private final StageContext<?> context;
    private final Secrets secrets;
    private final Scratch scratch;
    private final CheckpointFile checkpoint;
    private final Protocol protocol;
    private final Tail tail = new Tail();

    CommandRun(StageContext<?> context, Secrets secrets, Scratch scratch) {
        this.context = context;
        this.secrets = secrets;
        this.scratch = scratch;
        this.checkpoint = new CheckpointFile(scratch.file(CHECKPOINT), context);
        this.protocol = new Protocol(context);
    }

    /**
     * Runs it to its end.
     *
     * @param validator whether it may send work back
     */
    @Nullable
    RawJson run(ProcessBuilder builder, boolean validator)
            throws IOException, InterruptedException, StageFailedException, RejectedException {
        checkpoint.fill();
        String name = String.valueOf(Path.of(builder.command().getFirst()).getFileName());
        ProcessTree tree = new ProcessTree(scratch.mark());
        Process process = Launch.start(builder);
        scratch.occupied(true);
        int exit;
        try {
            exit = follow(process, tree);
        } finally {
            Spawner.ended(process);
            checkpoint.look(true);
        }
        if (validator && exit == REJECTED) {
            throw new RejectedException(output());
        }
        return result(name, exit);
    }

    /** Returns or throws when nothing of it runs any more. */
    private int follow(Process process, ProcessTree tree) throws InterruptedException {
        List<Pump> pumps = new ArrayList<>();
        boolean exited = false;
        try {
            tree.add(process.toHandle());
            scratch.record(tree.alive());
            pumps.add(pump("stdout", process.getInputStream(), this::stdout));
            pumps.add(pump("stderr", process.getErrorStream(), this::stderr));
            int exit = await(process, tree);
            exited = true;
            return exit;
        } finally {
            try {
                leaveNothing(tree, exited);
            } finally {
                pumps.forEach(Pump::join);
            }
        }
    }

    /** Waits for the command, and looks about each second what there is of it. */
    private int await(Process process, ProcessTree tree) throws InterruptedException {
        long nextLook = 1;
        for (long second = 1; !process.waitFor(1, TimeUnit.SECONDS); second++) {
            checkpoint.look(false);
            if (second == nextLook) {
                nextLook += Math.min(second, LONGEST_PAUSE_OF_LOOKS);
                if (tree.look()) {
                    scratch.record(tree.alive());
                }
            }
        }
        return process.exitValue();
    }

    /** A stage has ended when its command has; what it left in the background has nobody to report to. */
    private void leaveNothing(ProcessTree tree, boolean exited) {
        tree.lookEverywhere();
        List<Long> there = pids(tree);
        boolean stopped = there.isEmpty() || tree.stop(exited ? LEFT_BEHIND : context.grace());
        scratch.occupied(!stopped);
        if (exited && !there.isEmpty()) {
            context.log(
                    "(pawl: the command has ended and left processes behind, which have been ended: " + there + ")");
        }
        if (!stopped) {
            context.log("(pawl: some processes of this stage cannot be killed: " + pids(tree) + ")");
        }
    }

    private static List<Long> pids(ProcessTree tree) {
        return tree.alive().stream().map(ProcessHandle::pid).toList();
    }

    private @Nullable RawJson result(String name, int exit) throws IOException, StageFailedException {
        RawJson output = output();
        if (exit != 0) {
            boolean signalled = exit > FIRST_SIGNAL && exit < LAST_SIGNAL;
            String signal = signalled ? " (signal " + (exit - FIRST_SIGNAL) + ")" : "";
            String words = tail.isEmpty() ? "; it wrote nothing" : ": " + tail;
            String message = name + " ended with exit code " + exit + signal + words;
            throw new StageFailedException(message, retry(exit, signalled), output);
        }
        new LeftFiles(scratch.file(ARTIFACTS), context).take();
        String reason = protocol.degraded();
        if (reason == null) {
            return output;
        }
        return context.degraded(output == null ? RawJson.of("null".getBytes(StandardCharsets.UTF_8)) : output, reason);
    }

    /** Who is ended by a signal did not say how far it came: the machine goes down, or ran out of memory. */
    private static Retry retry(int exit, boolean signalled) {
        if (signalled) {
            return Retry.CUT_SHORT;
        }
        return exit == RETRY_AT_ONCE ? Retry.AT_ONCE : Retry.AFTER_PAUSE;
    }

    private @Nullable RawJson output() throws IOException, StageFailedException {
        Path file = scratch.file(OUTPUT);
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return null;
        }
        if (!Files.isRegularFile(file)) {
            throw new StageFailedException(
                    "what PAWL_OUTPUT names is no file any more (a folder, a pipe or a device); write the output into it"
                            + " as a plain file",
                    Retry.AFTER_PAUSE,
                    null);
        }
        long size = Files.size(file);
        boolean blank = size <= BLANK_BYTES && new String(Files.readAllBytes(file), StandardCharsets.UTF_8).isBlank();
        return blank ? null : new OutputFile(file, scratch);
    }

    private void stdout(String line) {
        if (!line.startsWith("::")) {
            tail.add(false, line);
        }
        protocol.line(line);
    }

    private void stderr(String line) {
        tail.add(true, line);
        context.log(line);
    }

    /** A platform thread: reading from a pipe would pin a virtual one. */
    private Pump pump(String name, InputStream in, Consumer<String> sink) {
        Lines lines = new Lines(in, secrets, sink);
        Thread thread = Thread.ofPlatform()
                .daemon()
                .name("pawl-" + name + "-" + context.stage())
                .start(lines);
        return new Pump(thread, lines, in);
    }

    /** A thread that reads a pipe. */
    private record Pump(Thread thread, Lines lines, InputStream in) {

        /**
         * All processes have ended, so it reaches the end, however much there is to read; unless somebody hides and holds the
         * pipe: then nothing comes.
         */
        void join() {
            boolean interrupted = Thread.interrupted();
            try {
                long before = lines.steps();
                while (!thread.join(LEFT_BEHIND)) {
                    long now = lines.steps();
                    if (now == before && now % 2 != 0) {
                        close();
                        break;
                    }
                    before = now;
                }
            } catch (InterruptedException e) {
                interrupted = true;
                close();
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }

        private void close() {
            try {
                in.close();
            } catch (IOException e) {
                return; // nobody reads it any more
            }
        }
    }

    /** The output, in the scratch folder until it has been taken. */
    private record OutputFile(Path file, Scratch scratch) implements RawJson {
        @Override
        public InputStream open() throws IOException {
            return Files.newInputStream(file);
        }

        @Override
        public void release() {
            scratch.delete();
        }
    }
}
