// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.journal;

import dev.pawl.spi.StoreException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A journal that cannot be read as a whole. */
public final class DamagedException extends StoreException {

    private static final long serialVersionUID = 1;

    private final String what;

    /**
     * Of one entry.
     *
     * @param seq the first entry that cannot be read
     * @param why a clause, without its full stop
     */
    DamagedException(UUID run, int seq, String why, @Nullable Throwable cause) {
        super(
                Kind.BROKEN,
                "entry " + seq + " of run " + run + " " + why,
                "Restore the database from a backup, or delete the run",
                cause);
        this.what = "entry " + seq + " of its journal " + why;
    }

    /** The same for who has named the run. */
    public String what() {
        return what;
    }
}
