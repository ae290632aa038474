// SPDX-License-Identifier: Apache-2.0
package dev.pawl;

/** What a waiting stage waits for. */
public enum WaitFor {
    /** The time of its next attempt. */
    BACK_OFF,
    /** A person who settles whether its external effect happened. */
    DOUBT,
    /** A person who gives its output. */
    PERSON,
    /** A slot of its named limit, or room on its worker. */
    CAPACITY,
    /** A worker whose pipeline has this stage. */
    VERSION
}
