// SPDX-License-Identifier: Apache-2.0
package dev.pawl.core;

/** What a waiting stage waits for. */
public enum WaitFor {
    /** The time of its next attempt, {@link StageState#until()}. */
    BACK_OFF,
    /** A person who settles whether its external effect happened. */
    DOUBT,
    /** A person who gives its output, {@link StageState#until()} at the latest. */
    PERSON
}
