// SPDX-License-Identifier: Apache-2.0
package dev.pawl.spi;

import dev.pawl.Pawl;
import dev.pawl.PawlOptions;
import dev.pawl.internal.engine.Opening;

/** Puts an engine on a store that was made elsewhere: for tests, and for stores that want more than a URL. */
public final class Assembly {

    private Assembly() {}

    /** An engine on that store, which it closes with itself. The URL in the options is not looked at. */
    public static Pawl open(PawlOptions options, RunStore store) {
        return Opening.open(options, store);
    }
}
