// SPDX-License-Identifier: Apache-2.0
package dev.pawl.core;

/** What becomes of an {@link Effect#EXTERNAL} stage whose attempt was interrupted or ran into its time-out. */
public enum OnDoubt {
    /** It waits for a person to settle it. */
    ASK,
    /** It is executed again under the same attempt id. */
    RERUN
}
