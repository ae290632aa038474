// SPDX-License-Identifier: Apache-2.0
package dev.pawl.server.internal.access;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may ask a server without a login: programs of this machine, and pages that it sent itself. A page from elsewhere that a browser
 * of this machine shows can send requests too; the browser says where it is from, and by which name it reached the server.
 */
final class Local implements Gate {

    private static final Set<String> NAMES = Set.of("localhost", "127.0.0.1", "[::1]");

    /** Where a browser says that a request is from: the same origin, or typed by a person. */
    private static final Set<String> OURS = Set.of("same-origin", "none");

    @Override
    public @Nullable Caller caller(HttpServletRequest request) {
        return NAMES.contains(host(request.getHeader("Host"))) && isOurs(request) ? Caller.LOCAL : null;
    }

    private static boolean isOurs(HttpServletRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        String origin = request.getHeader("Origin");
        return (site == null || OURS.contains(site)) && (origin == null || isSame(origin, request.getHeader("Host")));
    }

    private static boolean isSame(String origin, String host) {
        try {
            return host.equals(URI.create(origin).getAuthority());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Without its port. */
    private static String host(@Nullable String header) {
        return header == null ? "" : header.replaceFirst(":\\d+$", "");
    }
}
