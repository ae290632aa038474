// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Kills a server, and starts it again on what is left, as it was started. */
final class Crash implements AutoCloseable {

    private final Path data;
    private Process again;

    Crash(Server server) {
        this.data = Path.of(
                Server.list(server.url("postgres"), "SHOW data_directory").getFirst());
    }

    void killAndStartAgain() throws IOException, InterruptedException {
        ProcessHandle postmaster = postmaster();
        Path proc = Path.of("/proc/" + postmaster.pid());
        Path program = Files.readSymbolicLink(proc.resolve("exe"));
        String line = Files.readString(proc.resolve("cmdline"), StandardCharsets.UTF_8);
        List<String> command = new ArrayList<>(List.of(line.split("\0")));
        command.set(0, program.toString());
        if ("root".equals(System.getProperty("user.name"))) {
            command.addAll(0, List.of("unshare", "-U"));
        }
        List<ProcessHandle> all = new ArrayList<>(postmaster.descendants().toList());
        all.add(postmaster);
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(one -> one.onExit().join());
        Files.deleteIfExists(data.resolve("postmaster.pid"));
        again = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private ProcessHandle postmaster() throws IOException {
        long pid = Long.parseLong(
                Files.readAllLines(data.resolve("postmaster.pid")).getFirst());
        return ProcessHandle.of(pid).orElseThrow();
    }

    @Override
    public void close() {
        if (again != null) {
            again.descendants().forEach(ProcessHandle::destroyForcibly);
            again.destroyForcibly();
        }
    }
}
