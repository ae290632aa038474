// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.sql;

/** A value in one row is not as it was written. The message says which; the other rows are none the worse. */
public final class UnreadableException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public UnreadableException(String problem) {
        super(problem);
    }
}
