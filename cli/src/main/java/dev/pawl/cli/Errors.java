// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Objects;

/** Errors of the system in words; what the JDK says of them is often only the name of the file. */
final class Errors {

    private Errors() {}

    static String words(IOException error) {
        return switch (error) {
            case NoSuchFileException e -> "there is no file " + e.getFile();
            case AccessDeniedException e -> "access to " + e.getFile() + " is denied";
            case FileAlreadyExistsException e -> e.getFile() + " is a file, not a folder";
            case NotDirectoryException e -> e.getFile() + " is not a folder";
            case FileSystemException e ->
                e.getFile() + ": " + Objects.requireNonNullElse(e.getReason(), "input or output failed");
            default ->
                Objects.requireNonNullElse(error.getMessage(), error.getClass().getSimpleName());
        };
    }
}
