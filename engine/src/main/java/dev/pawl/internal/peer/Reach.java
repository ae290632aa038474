// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.peer;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a worker is reached, as it says in the database: who may read there may ask it. Names are not looked up here: that can
 * take long, and can mean another machine than it does there.
 *
 * @param uri where it listens: an address and a port
 * @param key what both sides seal their messages with; not for any eye
 */
record Reach(URI uri, String key) {

    private static final Pattern ADDRESS = Pattern.compile("\\[.+]|\\d+\\.\\d+\\.\\d+\\.\\d+");

    /** A port of this machine. */
    static Reach of(InetSocketAddress listens, String key) {
        String address = listens.getAddress().getHostAddress();
        String literal = address.contains(":") ? "[" + address + "]" : address;
        return new Reach(URI.create("http://" + literal + ":" + listens.getPort()), key);
    }

    /** As a worker's row has it; null where it says nothing of the kind. */
    static @Nullable Reach read(@Nullable String address) {
        if (address == null) {
            return null;
        }
        int blank = address.indexOf(' ');
        try {
            URI uri = URI.create(address.substring(0, Math.max(0, blank)));
            String host = uri.getHost();
            return host != null && ADDRESS.matcher(host).matches()
                    ? new Reach(uri, address.substring(blank + 1))
                    : null;
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
