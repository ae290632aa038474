// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.content;

import java.io.IOException;

/** A value that cannot be taken. The message says why, for a person. */
public final class BadValueException extends IOException {

    private static final long serialVersionUID = 1;

    private final boolean tooLarge;

    BadValueException(String message, boolean tooLarge) {
        super(message);
        this.tooLarge = tooLarge;
    }

    /** Whether it is valid, but over a limit: the same again would be so again. */
    public boolean tooLarge() {
        return tooLarge;
    }
}
