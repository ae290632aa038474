// SPDX-License-Identifier: Apache-2.0
package dev.pawl.spi;

import java.time.InstantSource;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

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

    /**
     * Opens the store on connections of an application, some of which it keeps while it is open; null where it has no use for them.
     *
     * @throws StoreException where that fails; the message is for a person
     */
    default @Nullable RunStore open(DataSource source) {
        return null;
    }
}
