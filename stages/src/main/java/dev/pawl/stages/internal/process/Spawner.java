// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages.internal.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Starts processes that do not outlive this one.
 *
 * <p>A process gets a session of its own, so that Ctrl-C in the worker's terminal is not for it, and asks the kernel for
 * SIGKILL when its parent dies. That parent is the thread that started it: hence one thread, which never ends. What the
 * process starts in turn is ended by the {@link Guard}.
 */
public final class Spawner {

    private static final ExecutorService THREAD = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("pawl-spawner").factory());

    private static final int PROBE_SECONDS = 5;

    private Spawner() {}

    /** Starts what the builder says, its command beginning with an absolute path. */
    public static Process start(ProcessBuilder builder) throws IOException {
        Future<Process> started = THREAD.submit(() -> {
            List<String> command = new ArrayList<>(Tools.PREFIX);
            command.addAll(builder.command());
            Process process = builder.command(command).start();
            boolean watched = false;
            try {
                if (Tools.SESSIONS) {
                    Guard.watch(process.pid());
                }
                watched = true;
                return process;
            } finally {
                if (!watched) {
                    process.destroyForcibly(); // nobody gets to know it
                }
            }
        });
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return started.get();
                } catch (InterruptedException e) {
                    interrupted = true; // it is being started, and somebody has to know it
                } catch (ExecutionException e) {
                    throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** To be called when a process and all it started have ended. */
    public static void ended(Process process) {
        if (Tools.SESSIONS) {
            Guard.forget(process.pid());
        }
    }

    /** What this machine has to offer; looked up when the first process is started. */
    private static final class Tools {
        private static final List<String> PREFIX = new ArrayList<>();
        private static final boolean SESSIONS;

        static {
            add("setpriv", "--pdeathsig", "KILL");
            SESSIONS = add("setsid");
        }

        private static boolean add(String name, String... options) {
            List<String> words = new ArrayList<>();
            Executables.tool(name).map(Path::toString).ifPresent(words::add);
            words.addAll(List.of(options));
            boolean works = Executables.tool(name).isPresent() && works(words);
            if (works) {
                PREFIX.addAll(words);
            }
            return works;
        }

        private static boolean works(List<String> words) {
            List<String> probe = new ArrayList<>(words);
            probe.add("true");
            try {
                Process process = new ProcessBuilder(probe)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
                return process.waitFor(PROBE_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
            } catch (IOException e) {
                return false;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
    }
}
