// SPDX-License-Identifier: Apache-2.0
package dev.pawl.engine;

import dev.pawl.Pawl;
import dev.pawl.Pipeline;
import dev.pawl.Submission;
import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/** A worker in a process of its own, in the middle of a stage, that can be killed. */
record DyingWorker(Process process, UUID run) implements AutoCloseable {

    static DyingWorker start(Path folder) throws IOException {
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        DyingWorker.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        return new DyingWorker(process, UUID.fromString(process.inputReader().readLine()));
    }

    /** The pipeline it executes, for others whose code comes to an end. */
    static Pipeline<String> pipeline(Runnable code) {
        return Pipeline.named("vision", String.class)
                .stage(
                        "detect",
                        Integer.class,
                        s -> s.run(c -> {
                            code.run();
                            return 1;
                        }))
                .build();
    }

    /** As kill -9 does. */
    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    @Override
    public void close() {
        kill();
    }

    public static void main(String[] args) {
        Thread main = Thread.currentThread();
        Pipeline<String> pipeline = pipeline(() -> {
            LockSupport.unpark(main);
            while (true) {
                LockSupport.park();
            }
        });
        Pawl pawl = Pawl.open(Path.of(args[0])).register(pipeline).start();
        UUID run = pawl.submit(pipeline, "", Submission.plain()).id();
        LockSupport.park();
        System.out.println(run);
        while (true) {
            LockSupport.park();
        }
    }
}
