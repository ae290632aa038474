// SPDX-License-Identifier: Apache-2.0
/** A few runs of each workload, so that none rots. */
@NullMarked
package dev.pawl.benchmarks.peers;

import org.jspecify.annotations.NullMarked;
