// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.drive;

/** The driver is done with its run; a command to the run goes another way. */
public final class DriverLeftException extends RuntimeException {

    private static final long serialVersionUID = 1;

    DriverLeftException() {
        super("the run is no longer driven here");
    }
}
