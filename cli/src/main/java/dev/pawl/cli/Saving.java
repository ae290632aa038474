// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

import dev.pawl.ArtifactBody;
import dev.pawl.ArtifactView;
import dev.pawl.Pawl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/** Writes files of a run to a folder, each whole or not at all. */
record Saving(Pawl pawl, UUID run, Path folder) {

    /** Whether a file can be there, as far as can be seen before anything is written. */
    void check(String place) {
        Path root = root();
        Path file = root.resolve(place).normalize();
        if (!file.startsWith(root) || file.equals(root)) {
            throw new ExitException(Exit.REFUSED, "file " + place + " would be written outside of " + root);
        }
        if (Files.isDirectory(file)) {
            throw inTheWay(place, file, "a folder");
        }
        for (Path at = file.getParent(); at != null; at = at.getParent()) {
            if (Files.exists(at) && !Files.isDirectory(at)) {
                throw inTheWay(place, at, "a file");
            }
        }
    }

    private static ExitException inTheWay(String place, Path at, String what) {
        return new ExitException(
                Exit.REFUSED,
                "file " + place + " cannot be written: " + at + " is " + what
                        + "; move that away, or name another folder with --to");
    }

    private Path root() {
        return folder.toAbsolutePath().normalize();
    }

    Path save(String place, ArtifactView about) {
        Path root = root();
        Path file = root.resolve(place).normalize();
        Path parent = file.getParent() == null ? root : file.getParent();
        try {
            Files.createDirectories(parent);
            Path part = Files.createTempFile(parent, ".pawl-", ".part");
            try (ArtifactBody body = pawl.artifact(run, about.stage() + "/" + about.name())) {
                Files.copy(body.body(), part, StandardCopyOption.REPLACE_EXISTING);
                Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(part);
            }
            return folder.resolve(place);
        } catch (IOException e) {
            throw new ExitException(
                    Exit.FAILED,
                    "file " + place + " cannot be written to " + root + ": " + Errors.words(e)
                            + "; see to that, or name another folder with --to, and give the command again");
        }
    }
}
