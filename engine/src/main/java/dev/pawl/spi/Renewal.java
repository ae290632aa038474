// SPDX-License-Identifier: Apache-2.0
package dev.pawl.spi;

import java.time.Instant;

/** What became of a worker's wish to live on. */
public sealed interface Renewal {

    /**
     * It lives by its lease. How long that is here is reckoned from before the renewal was sent: {@code until - now}.
     *
     * @param now the database's clock
     * @param until the end of the lease on that clock
     */
    record Renewed(Instant now, Instant until) implements Renewal {}

    /** It was declared dead, or has left. Its runs may be executed by others; it never lives again. */
    record Gone() implements Renewal {}
}
