// SPDX-License-Identifier: Apache-2.0
package dev.pawl.core;

/** When the results of stages become durable. */
public enum CheckpointPolicy {
    /** Each result before the next stage that depends on it starts. */
    EVERY_STAGE,
    /** Results are kept in memory and written together; a killed worker executes the unwritten stages again. */
    ON_FAILURE
}
