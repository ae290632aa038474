// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.engine;

import dev.pawl.Pawl;
import dev.pawl.PawlOptions;

/** Opens databases. */
public final class Engine {

    private Engine() {}

    public static Pawl open(PawlOptions options) {
        if (!options.url().isEmpty()) {
            throw new UnsupportedOperationException("on its way: " + options);
        }
        throw new IllegalStateException("no url");
    }
}
