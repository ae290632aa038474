// SPDX-License-Identifier: Apache-2.0
package dev.pawl.spi;

import java.util.UUID;

/**
 * What the row of a run says that takes another one up. Fixed by its first append, but for who holds the place.
 *
 * @param root the first run of all
 * @param parent the run it takes up, which may be there no more
 * @param from the stage it begins at
 * @param depth how many runs are before it, at least 1
 * @param holds whether no other run may take that one up at that stage; an active one that does not hold it waits in line
 */
public record RetryRow(UUID root, UUID parent, String from, int depth, boolean holds) {}
