// SPDX-License-Identifier: Apache-2.0
package dev.pawl.chaos;

import org.jspecify.annotations.Nullable;

/**
 * A fault as it happened.
 *
 * @param worker whom it hit, or null where it hit the database
 * @param from when it began, in milliseconds
 * @param until when it was mended
 */
record Hit(Fault fault, @Nullable String worker, long from, long until) {

    /** Who could not renew a lease may lose it some time after all is well again. */
    private static final long AFTERMATH = 20_000;

    /** Whether that worker may be taken for dead at that time for it. */
    boolean explains(@Nullable String name, long at) {
        return worker != null && worker.equals(name) && from <= at && (fault.isEnd() || at <= until + AFTERMATH);
    }
}
