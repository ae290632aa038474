// SPDX-License-Identifier: Apache-2.0
/** The one place where a process writes to journals. */
@NullMarked
package dev.pawl.internal.commit;

import org.jspecify.annotations.NullMarked;
