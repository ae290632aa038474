// SPDX-License-Identifier: Apache-2.0
package dev.pawl.server.internal.access;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/** Says who asks. Thread-safe. */
@FunctionalInterface
public interface Gate {

    /** There is no login: whoever is on this machine may do all, and pages of others nothing. */
    Gate LOCAL = new Local();

    /** Null where nobody may ask so. */
    @Nullable
    Caller caller(HttpServletRequest request);
}
