// SPDX-License-Identifier: Apache-2.0
package dev.pawl.spi;

import java.time.Instant;
import java.util.UUID;

/** A process that executes runs. The id is used once: a process that starts again is another worker. */
public record WorkerInfo(UUID id, String name, String host, long pid, Instant since) {}
