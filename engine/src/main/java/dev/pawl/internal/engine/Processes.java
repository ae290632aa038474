// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.engine;

import dev.pawl.spi.ProcessMark;
import dev.pawl.spi.WorkerInfo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The processes of this machine, as Linux tells of them; of other systems nothing is known. */
final class Processes {

    private static final Path PROC = Path.of("/proc");
    /** Of the fields after the name, which may have blanks and brackets in it. */
    private static final int START = 19;

    private Processes() {}

    /** Whether it ran on this machine, among the processes that can be seen here, and does not run any more. */
    static boolean isGone(WorkerInfo worker) {
        ProcessMark was = worker.process();
        ProcessMark me = was == null ? null : mark(ProcessHandle.current().pid());
        return was != null
                && me != null
                && me.boot().equals(was.boot())
                && me.space().equals(was.space())
                && !was.equals(mark(worker.pid()));
    }

    /** What tells a running process apart; null where it does not run, or the machine does not say. */
    static @Nullable ProcessMark mark(long pid) {
        try {
            String boot = Files.readString(PROC.resolve("sys/kernel/random/boot_id"), StandardCharsets.US_ASCII);
            String space = Files.readSymbolicLink(PROC.resolve("self/ns/pid")).toString();
            String stat = Files.readString(PROC.resolve(pid + "/stat"), StandardCharsets.ISO_8859_1);
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return new ProcessMark(boot.strip(), space, Long.parseLong(fields[START]));
        } catch (IOException | RuntimeException e) {
            return null;
        }
    }
}
