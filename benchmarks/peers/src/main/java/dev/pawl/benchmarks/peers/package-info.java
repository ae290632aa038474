// SPDX-License-Identifier: Apache-2.0
/** Pawl and other systems, each in its best reasonable configuration, on one PostgreSQL. */
@NullMarked
package dev.pawl.benchmarks.peers;

import org.jspecify.annotations.NullMarked;
