// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.journal;

import dev.pawl.spi.StoreException;

/** A journal that a newer version of the program wrote: nothing is wrong with it, and nothing is to be done to it here. */
public final class NewerException extends StoreException {

    private static final long serialVersionUID = 1;

    NewerException(String what) {
        super(Kind.BROKEN, what + "; use the newer version that wrote it", null);
    }
}
