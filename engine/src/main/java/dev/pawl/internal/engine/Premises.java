// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.engine;

/** What the engine gives each of its workers to work with. */
record Premises(
        Parts parts,
        Pipelines pipelines,
        Signals signals,
        Listeners listeners,
        Desk desk,
        Sights sights,
        Recovery recovery) {}
