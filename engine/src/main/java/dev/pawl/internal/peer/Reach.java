// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.peer;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/**
 * How a worker is reached, as it says in the database: who may read there may ask it.
 *
 * @param uri where it listens
 * @param key what both sides seal their messages with; not for any eye
 */
record Reach(URI uri, String key) {

    /** As a worker's row has it; null where it says nothing of the kind. */
    static @Nullable Reach read(@Nullable String address) {
        if (address == null) {
            return null;
        }
        int blank = address.indexOf(' ');
        try {
            return blank < 0 ? null : new Reach(URI.create(address.substring(0, blank)), address.substring(blank + 1));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    String written() {
        return uri + " " + key;
    }

    /** Whether nobody but its own machine reaches it. */
    boolean local() {
        try {
            return InetAddress.getByName(uri.getHost()).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** Without the key. */
    @Override
    public String toString() {
        return uri.toString();
    }
}
