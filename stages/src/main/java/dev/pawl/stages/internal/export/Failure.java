// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages.internal.export;

import dev.pawl.StageFailedException;
import dev.pawl.StageFailedException.Retry;
import dev.pawl.spi.StoreException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A file that cannot be made, in the words of a person: what libraries say of it are often names of their classes. */
final class Failure extends RuntimeException {

    private static final long serialVersionUID = 1;
    private static final int DEEPEST = 20;

    /** Names of classes and packages, and of settings of Java. */
    private static final Pattern FOR_PROGRAMMERS =
            Pattern.compile("\\b[a-z]\\w*(\\.\\w+)+|\\w*(Exception|Error)\\b|\\bJAXP\\d*|\\b[A-Z][a-z]+[A-Z]\\w*");

    /** Of pages, which a library makes. */
    Failure(String what, Throwable cause) {
        super(
                what + " cannot be made: " + reason(cause)
                        + "; make that part of the text simpler, or leave `pdf` out of `formats`",
                cause);
    }

    /** The same again ends the same, but where a disk was full. */
    StageFailedException outcome() {
        return of(String.valueOf(getMessage()), io(getCause()) == null ? Retry.NEVER : Retry.AFTER_PAUSE, this);
    }

    /** Of files that could not be read or written, or not be kept. */
    static StageFailedException of(Exception error) {
        return of(
                "the files cannot be made: " + reason(error)
                        + "; look whether the disks of the worker and of the store have space and can be written, and retry",
                Retry.AFTER_PAUSE,
                error);
    }

    private static StageFailedException of(String message, Retry retry, Throwable cause) {
        StageFailedException failed = new StageFailedException(message, retry, null);
        failed.initCause(cause);
        return failed;
    }

    private static String reason(Throwable thrown) {
        IOException io = io(thrown);
        if (io instanceof FileSystemException e) {
            return e.getFile() + ": " + Objects.requireNonNullElse(e.getReason(), "input or output failed");
        }
        String said = (thrown instanceof StoreException ? thrown : io == null ? deepest(thrown) : io).getMessage();
        if (said != null && !said.isBlank() && !FOR_PROGRAMMERS.matcher(said).find()) {
            return said.strip();
        }
        return io == null && !(thrown instanceof StoreException)
                ? "its pages cannot be laid out"
                : "input or output failed";
    }

    private static Throwable deepest(Throwable thrown) {
        Throwable at = thrown;
        for (int depth = 0; depth < DEEPEST && at.getCause() != null; depth++) {
            at = at.getCause();
        }
        return at;
    }

    private static @Nullable IOException io(@Nullable Throwable thrown) {
        Throwable at = thrown;
        for (int depth = 0; depth < DEEPEST && at != null; depth++) {
            if (at instanceof IOException e) {
                return e;
            }
            at = at.getCause();
        }
        return null;
    }
}
