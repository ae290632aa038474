// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.journal;

import dev.pawl.core.ItemStatus;
import dev.pawl.core.Items;
import dev.pawl.core.StageState;
import dev.pawl.core.Version;
import dev.pawl.core.Versions;
import dev.pawl.internal.content.InlineValues;
import org.jspecify.annotations.Nullable;

/**
 * About how much memory a run takes, from what there is many of: small values, stages, items, and outputs of before. An estimate on
 * the safe side, for objects of a 64-bit machine; a hash in hexadecimal alone takes 104 bytes.
 */
final class Weights {

    /** A run with nothing in it, its key and its labels. */
    static final int RUN = 2_000;

    /** A small value beside its bytes: its hash, and a place in a table. */
    static final int VALUE = 200;

    /** A stage beside its items and outputs: its state, its id, the output and the failure it is at. */
    static final int STAGE = 1_000;

    /** A place in an array, for an item of which nothing is known. */
    static final int OPEN_ITEM = 8;

    /** An item with an output: its state and a hash. */
    static final int ITEM = 250;

    /** One that failed: its state, and a message of usual length. */
    static final int FAILED_ITEM = 600;

    /** An output of before, without its files and what it was made of. */
    static final int VERSION = 350;

    /** A file of one of them, or a hash of what it was made of. */
    static final int PART = 250;

    private Weights() {}

    /** In bytes. */
    static long of(Replay replay) {
        InlineValues values = replay.values();
        long bytes = RUN + values.bytes() + (long) VALUE * values.shas().size();
        for (StageState stage : replay.run().stages()) {
            bytes += STAGE + (long) PART * stage.artifacts().size() + of(stage.items());
            for (Versions at = stage.past().versions(); at != null; at = at.older()) {
                Version one = at.latest();
                bytes += VERSION
                        + (long) PART * (one.artifacts().size() + one.reads().size());
            }
        }
        return bytes;
    }

    private static long of(@Nullable Items items) {
        if (items == null) {
            return 0;
        }
        long open = items.count(ItemStatus.OPEN);
        long failed = (long) items.count(ItemStatus.FAILED)
                + items.count(ItemStatus.BACK_OFF)
                + items.count(ItemStatus.DOUBT);
        return OPEN_ITEM * open + FAILED_ITEM * failed + ITEM * (items.size() - open - failed);
    }
}
