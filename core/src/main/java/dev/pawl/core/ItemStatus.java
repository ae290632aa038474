// SPDX-License-Identifier: Apache-2.0
package dev.pawl.core;

/** Where an item of a map stands. */
public enum ItemStatus {
    /** It is to be executed, or is at work: which is known where it executes. */
    OPEN,
    /** Its start was written down, which is done where executing it twice would do harm. */
    STARTED,
    /** The time of its next attempt has not come. */
    BACK_OFF,
    /** Nobody knows what its attempt did outside. */
    DOUBT,
    SUCCEEDED,
    FAILED
}
