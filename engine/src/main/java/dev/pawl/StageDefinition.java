// SPDX-License-Identifier: Apache-2.0
package dev.pawl;

import dev.pawl.core.StageSpec;
import java.time.Duration;

/**
 * A stage of a built pipeline.
 *
 * @param spec what decides when it runs
 * @param heartbeat how often a sign of life is written down
 * @param code what it does
 */
public record StageDefinition<I>(StageSpec spec, Duration heartbeat, StageCode<I, ?> code) {}
