// SPDX-License-Identifier: Apache-2.0
/** Metrics and traces of runs, made from what is durable. */
@NullMarked
package dev.pawl.telemetry;

import org.jspecify.annotations.NullMarked;
