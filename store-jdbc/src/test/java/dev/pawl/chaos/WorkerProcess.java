// SPDX-License-Identifier: Apache-2.0
package dev.pawl.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A worker, in a process of its own. */
record WorkerProcess(String name, Process process, Path log) {

    static WorkerProcess start(Path folder, String name, int port, int version) throws IOException {
        Path log = folder.resolve(name + ".log");
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xshare:auto",
                        "-Xmx256m",
                        "-Dslf4j.provider=" + StoryLog.class.getName(),
                        "-Dslf4j.internal.verbosity=WARN",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ChaosWorker.class.getName(),
                        Database.url(port),
                        effects(folder).toString(),
                        name,
                        Integer.toString(version))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        return new WorkerProcess(name, process, log);
    }

    /** Where all workers of that folder leave their marks. */
    static Path effects(Path folder) {
        return folder.resolve("effects");
    }

    boolean hasStarted() throws IOException {
        return Files.readString(log).contains("started\n");
    }

    void kill() {
        process.destroyForcibly().onExit().join();
    }

    void signal(String signal) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    /** Asks it to end; whether it does in that time. */
    boolean end(Duration limit) throws IOException, InterruptedException {
        signal("TERM");
        return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    }
}
