// SPDX-License-Identifier: Apache-2.0
/** The released format of journals: events as JSON, entries as bodies, runs as rows. */
@NullMarked
package dev.pawl.internal.journal;

import org.jspecify.annotations.NullMarked;
