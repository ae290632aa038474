// SPDX-License-Identifier: Apache-2.0
package dev.pawl.core;

/** What executing a stage does to the world outside, which decides when it may start and what an interruption means. */
public enum Effect {
    /** Nothing: it may start while the append before it is on its way. */
    PURE,
    /** Executing it twice under one attempt id is as good as once. */
    IDEMPOTENT,
    /** Executing it twice does harm: interrupted, it is in doubt. */
    EXTERNAL
}
