// SPDX-License-Identifier: Apache-2.0
/** Plays the engine on simulated time, network and database, from a seed, and looks for what must never be. */
@NullMarked
package dev.pawl.simulator;

import org.jspecify.annotations.NullMarked;
