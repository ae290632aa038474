// SPDX-License-Identifier: Apache-2.0
package dev.pawl;

/** Whether something that should be going on is. */
public enum Health {
    HEALTHY,
    /** Nobody executes it. */
    INTERRUPTED
}
