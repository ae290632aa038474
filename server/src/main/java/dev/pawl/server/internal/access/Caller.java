// SPDX-License-Identifier: Apache-2.0
package dev.pawl.server.internal.access;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who asks.
 *
 * @param name for the history of runs, or null where nobody said
 * @param user the only user whose runs it sees and starts, or null for any
 * @param run the only run it may ask about, or null for any
 */
public record Caller(
        @Nullable String name,
        Role role,
        @Nullable String user,
        @Nullable UUID run) {

    /** Somebody on this machine, where there is no login. */
    public static final Caller LOCAL = new Caller(null, Role.ADMIN, null, null);

    /** Whether it may say for which user a run is. */
    public boolean namesUsers() {
        return role == Role.ADMIN && user == null;
    }

    /** Whether a run of that user and id concerns it. */
    public boolean sees(UUID id, @Nullable String of) {
        return (run == null || run.equals(id)) && (user == null || user.equals(of));
    }
}
