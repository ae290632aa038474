// SPDX-License-Identifier: Apache-2.0
package dev.pawl;

import dev.pawl.internal.engine.Opening;
import dev.pawl.spi.RunStore;
import dev.pawl.spi.StoreException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * How a database is opened. Immutable.
 *
 * @param url JDBC URL of the database
 * @param folder where logs are kept, or null to keep none
 * @param clock wall time
 * @param workerName name of this process among the workers; null for the host's name
 * @param grace how long stage code may take to stop when asked to
 * @param maxPayload longest input or output in bytes
 * @param maxItems most items of one map
 * @param pulse how often progress is written down for other processes
 */
public record PawlOptions(
        String url,
        @Nullable Path folder,
        InstantSource clock,
        @Nullable String workerName,
        Duration grace,
        long maxPayload,
        int maxItems,
        Duration pulse) {

    /** An SQLite file in that folder, and every setting at its default. */
    public static PawlOptions in(Path folder) {
        return new PawlOptions(
                "jdbc:sqlite:" + folder.resolve("pawl.db"),
                folder,
                InstantSource.system(),
                null,
                Duration.ofSeconds(10),
                64L << 20,
                100_000,
                Duration.ofSeconds(10));
    }

    public PawlOptions clock(InstantSource value) {
        return new PawlOptions(url, folder, value, workerName, grace, maxPayload, maxItems, pulse);
    }

    public PawlOptions workerName(String value) {
        return new PawlOptions(url, folder, clock, value, grace, maxPayload, maxItems, pulse);
    }

    public PawlOptions grace(Duration value) {
        return new PawlOptions(url, folder, clock, workerName, value, maxPayload, maxItems, pulse);
    }

    /** In bytes. */
    public PawlOptions maxPayload(long value) {
        return new PawlOptions(url, folder, clock, workerName, grace, value, maxItems, pulse);
    }

    public PawlOptions maxItems(int value) {
        return new PawlOptions(url, folder, clock, workerName, grace, maxPayload, value, pulse);
    }

    public PawlOptions pulse(Duration value) {
        return new PawlOptions(url, folder, clock, workerName, grace, maxPayload, maxItems, value);
    }

    /**
     * Opens it. Nothing is executed before {@link Pawl#start}.
     *
     * @throws StoreException where that fails
     */
    public Pawl open() {
        return Opening.open(this);
    }

    /** An engine on a store that was made elsewhere, which it closes with itself. The URL is not looked at. */
    public Pawl open(RunStore store) {
        return Opening.open(this, store);
    }
}
