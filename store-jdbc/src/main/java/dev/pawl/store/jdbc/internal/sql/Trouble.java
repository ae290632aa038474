// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.sql;

import dev.pawl.spi.StoreException;

/** What the failures of one database mean. */
public interface Trouble {

    /** To whoever asked. */
    StoreException of(Throwable failure);

    /** To whoever asks too late. */
    StoreException closed();

    /** Whether its session is of no use any more: the same is tried on a new one, where it was not new itself. */
    boolean endsSession(Throwable failure);
}
