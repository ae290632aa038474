// SPDX-License-Identifier: Apache-2.0
package dev.pawl.spi;

import java.time.InstantSource;

/** A clock that also says how much time has passed, whatever it was set to meanwhile. Thread-safe. */
public interface ElapsingClock extends InstantSource {

    /** In nanoseconds, from an arbitrary origin; never less than before. */
    long elapsedNanos();
}
