// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.engine;

import dev.pawl.internal.journal.Replay;

/**
 * What a check knows of a run beside how it stands.
 *
 * @param replay its journal
 * @param crew the workers; its owner is among them
 */
record Known(Replay replay, Crew crew) {}
