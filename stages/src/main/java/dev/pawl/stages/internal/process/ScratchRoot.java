// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages.internal.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Where stages have their folders: one place for each user, boot and space of process ids, for what is written there of
 * processes is true only within these.
 */
final class ScratchRoot {

    /** The folder it is in; the system's folder for temporary files unless set. */
    static final String PROPERTY = "pawl.scratch";

    private ScratchRoot() {}

    static Path get() throws IOException {
        Path base = Path.of(System.getProperty(PROPERTY, System.getProperty("java.io.tmpdir")));
        String user = System.getProperty("user.name");
        Path root = base.toAbsolutePath().resolve("pawl-" + user + "-" + world());
        if (Files.isDirectory(root, LinkOption.NOFOLLOW_LINKS)) {
            if (!Files.getOwner(root).getName().equals(user)) {
                throw new IOException(
                        root + " belongs to somebody else; set -D" + PROPERTY + " to a folder of your own");
            }
            return root;
        }
        Files.createDirectories(base);
        Set<PosixFilePermission> mine = PosixFilePermissions.fromString("rwx------");
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? Files.createDirectories(root, PosixFilePermissions.asFileAttribute(mine))
                : Files.createDirectories(root);
    }

    private static String world() {
        try {
            String boot = Files.readString(Path.of("/proc/sys/kernel/random/boot_id"), StandardCharsets.US_ASCII);
            Path space = Files.readSymbolicLink(Path.of("/proc/self/ns/pid"));
            return Integer.toHexString((boot + space).hashCode());
        } catch (IOException e) {
            return "0"; // no Linux
        }
    }
}
