// SPDX-License-Identifier: Apache-2.0
package dev.pawl;

/** What becomes of a run that is submitted while another one of its key is active. */
public enum OnConflict {
    /** It is refused, and none is made; the refusal names the active one. */
    REJECT,
    /** None is made: what is submitted is the active one, as {@link RunHandle#attached} says. */
    ATTACH,
    /** The one that has the key is asked to cancel, and this one waits in line until the key is free. */
    SUPERSEDE,
    /** It waits in line until those before it have ended. Runs in line begin in the order submitted. */
    QUEUE
}
