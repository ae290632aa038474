// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.sqlite;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A small disk in memory. Tests that need one are skipped where it cannot be mounted. */
public record Tmpfs(Path path) implements AutoCloseable {

    public static Tmpfs mount(Path path, int megabytes) throws IOException {
        Tmpfs mounted = mountIfPossible(path, megabytes);
        assumeTrue(mounted != null, "a tmpfs cannot be mounted: not root");
        return mounted;
    }

    /** The same, or null where it cannot be mounted. */
    public static @Nullable Tmpfs mountIfPossible(Path path, int megabytes) throws IOException {
        Files.createDirectories(path);
        return run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "pawl", path.toString())
                ? new Tmpfs(path)
                : null;
    }

    void readOnly() throws IOException {
        if (!run("mount", "-o", "remount,ro", path.toString())) {
            throw new IOException("the disk could not be made read-only");
        }
    }

    /** The same disk at another place, where it can only be read. */
    View view(Path other) throws IOException {
        Files.createDirectories(other);
        if (!run("mount", "--bind", path.toString(), other.toString())
                || !run("mount", "-o", "remount,ro,bind", other.toString())) {
            throw new IOException("the disk could not be shown at another place");
        }
        return new View(other);
    }

    /** Of a disk that is written to elsewhere. */
    record View(Path path) implements AutoCloseable {
        @Override
        public void close() {
            run("umount", "-l", path.toString());
        }
    }

    @Override
    public void close() {
        run("umount", "-l", path.toString());
    }

    private static boolean run(String... command) {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .onExit()
                            .join()
                            .exitValue()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
