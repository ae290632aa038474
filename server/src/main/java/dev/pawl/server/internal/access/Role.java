// SPDX-License-Identifier: Apache-2.0
package dev.pawl.server.internal.access;

/** What a caller may do; each may also do what those before it may. */
public enum Role {
    /** Look. */
    VIEWER,
    /** Start, steer and end runs. */
    OPERATOR,
    /** Delete, name other users, make tokens. */
    ADMIN;

    /** Whether that role is enough where this one is needed. */
    public boolean isIn(Role has) {
        return has.compareTo(this) >= 0;
    }
}
