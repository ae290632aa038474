// SPDX-License-Identifier: Apache-2.0
package dev.pawl.engine;

/** A test with a bench of its own. */
interface OnABench {

    Bench bench();
}
