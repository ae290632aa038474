// SPDX-License-Identifier: Apache-2.0
package dev.pawl.core;

import java.util.UUID;

/**
 * One try of a stage. An interruption does not make a new one: the same attempt is executed again under a later epoch.
 *
 * @param run the run
 * @param stage id of the stage
 * @param generation raised each time a person has the stage run again, from 0
 * @param number raised by each automatic retry, from 1
 */
public record Attempt(UUID run, String stage, int generation, int number) {

    /** {@code run/stage/generation/number}: deterministic, an idempotency key. */
    public String id() {
        return run + "/" + stage + "/" + generation + "/" + number;
    }

    /** A well-mixed number that depends on nothing but this attempt (SplitMix64's finaliser). */
    long hash() {
        long h = run.getMostSignificantBits() * 31 + run.getLeastSignificantBits();
        h = ((h * 31 + stage.hashCode()) * 31 + generation) * 31 + number;
        h = (h ^ (h >>> 30)) * 0xBF58476D1CE4E5B9L;
        h = (h ^ (h >>> 27)) * 0x94D049BB133111EBL;
        return h ^ (h >>> 31);
    }
}
