// SPDX-License-Identifier: Apache-2.0
package dev.pawl.engine;

/** A test with a bench of its own. */
interface OnABench {

    Bench bench();

    /** Whether several workers may execute runs of the database at the same time. */
    default boolean severalWorkers() {
        return false;
    }
}
