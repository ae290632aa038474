// SPDX-License-Identifier: Apache-2.0
package dev.pawl.server;

import dev.pawl.Profile;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * How a server is. Immutable.
 *
 * @param longestBody of a request, in bytes
 * @param mostClients streams that are open at once
 * @param recoverAfter of what age runs are given up by a recovery that fails them, where nothing else is said
 * @param refresh makes pipelines known that have changed, and says what is wrong with others, one line each; called often
 */
public record ServerOptions(long longestBody, int mostClients, Duration recoverAfter, Supplier<List<String>> refresh) {

    private static final long LONGEST_BODY = 64L << 20;
    private static final int MOST_CLIENTS = 5_000;

    /** Every setting at its default. */
    public static ServerOptions usual() {
        return new ServerOptions(LONGEST_BODY, MOST_CLIENTS, Profile.DEV.recoverAfter(), List::of);
    }

    /** In bytes. */
    public ServerOptions longestBody(long value) {
        return new ServerOptions(value, mostClients, recoverAfter, refresh);
    }

    public ServerOptions mostClients(int value) {
        return new ServerOptions(longestBody, value, recoverAfter, refresh);
    }

    public ServerOptions recoverAfter(Duration value) {
        return new ServerOptions(longestBody, mostClients, value, refresh);
    }

    public ServerOptions refresh(Supplier<List<String>> value) {
        return new ServerOptions(longestBody, mostClients, recoverAfter, value);
    }
}
