// SPDX-License-Identifier: Apache-2.0
package dev.pawl.core;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When a new run may begin, and before which others.
 *
 * @param priority higher ones are taken first; 0 where nothing else is said
 * @param notBefore no worker takes it earlier; or null
 * @param inLine whether it waits while another run of its key is active, instead of being refused: it holds its key from its
 *     first claim on
 */
public record Queueing(int priority, @Nullable Instant notBefore, boolean inLine) {

    /** At once, like most. */
    public static final Queueing NONE = new Queueing(0, null, false);
}
