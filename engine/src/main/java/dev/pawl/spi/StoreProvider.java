// SPDX-License-Identifier: Apache-2.0
package dev.pawl.spi;

import java.time.InstantSource;

/** Opens stores; found by {@link java.util.ServiceLoader}. */
public interface StoreProvider {

    /** Whether it can open that JDBC URL. */
    boolean accepts(String url);

    /**
     * Opens the store, making or upgrading its tables where they are behind.
     *
     * @throws StoreException where that fails; the message is for a person
     */
    RunStore open(String url, InstantSource clock);
}
