// SPDX-License-Identifier: Apache-2.0
package dev.pawl.spi;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * One look at the workers: facts, and no judgement.
 *
 * @param observer the unbroken session that looked; where it is another than at the last look, anything may have been meanwhile
 * @param now the database's clock
 * @param up since when this start of the database is known; leases could not be renewed before, so none ends earlier than that
 *     and its length
 * @param workers those that are not declared dead, newest first
 */
public record Sightings(UUID observer, Instant now, Instant up, List<Sighting> workers) {

    public Sightings {
        workers = List.copyOf(workers);
    }
}
