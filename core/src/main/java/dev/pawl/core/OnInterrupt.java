// SPDX-License-Identifier: Apache-2.0
package dev.pawl.core;

/** What becomes of an attempt whose worker was lost in the middle of it. */
public enum OnInterrupt {
    /** It is executed again and finds its last checkpoint. */
    RESUME,
    /** It is executed again from its beginning; items of a map that are done stay done. */
    RESTART,
    /** It is put back, until a person presses it. */
    IDLE,
    /** It has failed. */
    FAIL
}
