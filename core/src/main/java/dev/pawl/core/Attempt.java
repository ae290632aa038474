// SPDX-License-Identifier: Apache-2.0
package dev.pawl.core;

import java.util.UUID;

/**
 * One try of a stage, or of one item of a map. An interruption does not make a new one: the same attempt is executed again
 * under a later epoch.
 *
 * @param run the run
 * @param stage id of the stage
 * @param generation raised each time a person or a validator has the stage run again, from 0
 * @param number raised by each automatic retry, from 1
 * @param item index of the item, from 0; {@link #NO_ITEM} for the stage as a whole
 */
public record Attempt(UUID run, String stage, int generation, int number, int item) {

    /** It is about the stage as a whole. */
    public static final int NO_ITEM = -1;

    /** An attempt of a stage as a whole. */
    public Attempt(UUID run, String stage, int generation, int number) {
        this(run, stage, generation, number, NO_ITEM);
    }

    public boolean ofItem() {
        return item != NO_ITEM;
    }

    /** {@code run/stage/generation/number[/item]}: deterministic, an idempotency key. */
    public String id() {
        String whole = run + "/" + stage + "/" + generation + "/" + number;
        return ofItem() ? whole + "/" + item : whole;
    }

    /** A well-mixed number that depends on nothing but this attempt (SplitMix64's finaliser). */
    long hash() {
        long h = run.getMostSignificantBits() * 31 + run.getLeastSignificantBits();
        h = ((h * 31 + stage.hashCode()) * 31 + generation) * 31 + number;
        h = ofItem() ? h * 31 + item : h;
        h = (h ^ (h >>> 30)) * 0xBF58476D1CE4E5B9L;
        h = (h ^ (h >>> 27)) * 0x94D049BB133111EBL;
        return h ^ (h >>> 31);
    }
}
