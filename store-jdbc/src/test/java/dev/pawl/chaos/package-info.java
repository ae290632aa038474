// SPDX-License-Identifier: Apache-2.0
/** Real workers on a real PostgreSQL while processes, cables, the database and its disk fail; what must hold is counted by side effects. */
@NullMarked
package dev.pawl.chaos;

import org.jspecify.annotations.NullMarked;
