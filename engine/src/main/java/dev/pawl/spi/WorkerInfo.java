// SPDX-License-Identifier: Apache-2.0
package dev.pawl.spi;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A process that executes runs. The id is used once: a process that starts again is another worker.
 *
 * @param process what tells the process apart on its machine, or null where the machine does not say
 * @param address where other processes reach it, a blank, and the key they need for that; or null
 */
public record WorkerInfo(
        UUID id,
        String name,
        String host,
        long pid,
        Instant since,
        @Nullable ProcessMark process,
        @Nullable String address) {

    /** One of which no more is known. */
    public WorkerInfo(UUID id, String name, String host, long pid, Instant since) {
        this(id, name, host, pid, since, null, null);
    }

    /** For every eye: without the key. */
    public WorkerInfo withoutKey() {
        return address == null
                ? this
                : new WorkerInfo(id, name, host, pid, since, process, address.replaceFirst(" .*", ""));
    }

    /** Without the key. */
    @Override
    public String toString() {
        return name + " (" + id + ", process " + pid + " on " + host + ")";
    }
}
