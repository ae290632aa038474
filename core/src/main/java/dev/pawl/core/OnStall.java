// SPDX-License-Identifier: Apache-2.0
package dev.pawl.core;

/** What becomes of an attempt that gives no sign of life for too long. */
public enum OnStall {
    /** It goes on, and people are told. */
    WARN,
    /** It is stopped and fails as stalled, which may be retried. */
    RESTART,
    /** It is stopped and fails for good. */
    FAIL
}
