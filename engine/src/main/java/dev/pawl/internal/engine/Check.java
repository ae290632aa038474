// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.engine;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One check of the active runs: who makes it, and what for.
 *
 * @param here what executes runs here, or null where this process does not
 * @param pipeline only runs of that one, or null for all
 * @param all also those that are executed, which are noted and go no further; else only those this worker is to take
 * @param findings what it finds and does
 */
record Check(@Nullable Worker here, @Nullable String pipeline, boolean all, Findings findings) {

    /** What to do with a run that nobody executes; a reason to leave it is noted by whoever decides. */
    @FunctionalInterface
    interface Settling {
        void settle(Standing run, Known known);
    }

    /** The worker that checks, or null. */
    @Nullable
    UUID me() {
        return here == null ? null : here.session().worker().id();
    }

    /** Whether nothing is to be settled any more. */
    boolean over() {
        return here != null && here.closing();
    }
}
