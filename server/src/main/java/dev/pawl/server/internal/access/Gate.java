// SPDX-License-Identifier: Apache-2.0
package dev.pawl.server.internal.access;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/** Says who asks. Thread-safe. */
@FunctionalInterface
public interface Gate {

    /** Everybody who can reach the server, which is this machine only, may do all. */
    Gate OPEN = request -> Caller.LOCAL;

    /** Null where nobody may ask so. */
    @Nullable
    Caller caller(HttpServletRequest request);
}
