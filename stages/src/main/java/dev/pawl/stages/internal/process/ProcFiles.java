// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages.internal.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What Linux tells of processes. Elsewhere it tells nothing. */
final class ProcFiles {

    private static final Path PROC = Path.of("/proc");
    private static final boolean THERE = Files.isReadable(PROC.resolve("self/stat"));

    private ProcFiles() {}

    /** Whether it was started with that variable in its environment, which all it starts inherits. */
    static boolean hasVariable(long pid, String nameAndValue) {
        return THERE && ('\0' + read(pid, "environ")).contains('\0' + nameAndValue + '\0');
    }

    /** Whether it has ended, and only waits for its parent to take notice. */
    static boolean zombie(long pid) {
        if (!THERE) {
            return false;
        }
        String stat = read(pid, "stat");
        int name = stat.lastIndexOf(')');
        return name > 0 && stat.length() > name + 2 && "ZX".indexOf(stat.charAt(name + 2)) >= 0;
    }

    private static String read(long pid, String file) {
        try {
            return Files.readString(PROC.resolve(Long.toString(pid)).resolve(file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return ""; // it has gone, or belongs to someone else
        }
    }
}
