// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages.internal.process;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Finds what a command names, so that it can be said before a process is started that it is not there. */
public final class Executables {

    private Executables() {}

    /**
     * The file to execute: in the folder where the name has a slash, else along the {@code PATH}.
     *
     * @throws MissingException where there is none
     */
    public static Path find(String name, Path folder, Map<String, String> env) throws MissingException {
        if (name.contains("/")) {
            Path file = folder.resolve(name).normalize();
            if (!Files.isRegularFile(file)) {
                throw new MissingException("there is no file " + file + "; put it there, or name another command");
            }
            if (!Files.isExecutable(file)) {
                throw new MissingException(file + " is not executable; run: chmod +x " + file);
            }
            return file;
        }
        String path = env.getOrDefault("PATH", "");
        return alongPath(name, folder, path).orElseThrow(() -> {
            String hint = Files.isRegularFile(folder.resolve(name)) ? ", or write ./" + name : "";
            return new MissingException("there is no command `" + name + "`, looked for in " + path.replace(":", ", ")
                    + "; install it where the worker runs" + hint);
        });
    }

    /** A tool of this machine. */
    static Optional<Path> tool(String name) {
        return alongPath(name, Path.of("/"), System.getenv().getOrDefault("PATH", "/usr/bin:/bin"));
    }

    private static Optional<Path> alongPath(String name, Path folder, String path) {
        for (String entry : path.split(File.pathSeparator, -1)) {
            Path file = folder.resolve(entry).resolve(name);
            if (!name.isBlank() && Files.isRegularFile(file) && Files.isExecutable(file)) {
                return Optional.of(file);
            }
        }
        return Optional.empty();
    }

    /** There is nothing to execute. */
    public static final class MissingException extends Exception {
        private static final long serialVersionUID = 1;

        MissingException(String message) {
            super(message);
        }
    }
}
