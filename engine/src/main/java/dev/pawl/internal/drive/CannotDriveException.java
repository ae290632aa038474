// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.drive;

import dev.pawl.spi.StoreException;
import java.util.UUID;

/** Something is wrong with the code that drives runs, or with one that it drives. */
public final class CannotDriveException extends StoreException {

    private static final long serialVersionUID = 1;

    CannotDriveException(UUID run, Throwable why) {
        super(Kind.BROKEN, "run " + run + " cannot be driven: " + why, why);
    }
}
