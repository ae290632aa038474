// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

/** The command cannot go on. The message is for a person; the code is what the process ends with. */
final class ExitException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int code;

    ExitException(int code, String message) {
        super(message);
        this.code = code;
    }

    int code() {
        return code;
    }
}
