// SPDX-License-Identifier: Apache-2.0
package dev.pawl.spi;

import java.time.Instant;

/** Whether a run may begin, as far as the limits of its pipeline go. */
public sealed interface Admission {

    /** It may begin, and counts; see {@link WorkerSession#admit}. */
    record Admitted() implements Admission {}

    /**
     * As many run as may.
     *
     * @param running how many that are
     */
    record Full(int running) implements Admission {}

    /**
     * As many began as may within the window.
     *
     * @param again when the next one may, on the database's clock
     */
    record TooSoon(Instant again) implements Admission {}
}
