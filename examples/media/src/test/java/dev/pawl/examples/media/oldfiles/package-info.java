// SPDX-License-Identifier: Apache-2.0
/** The old files follow the runs. */
@NullMarked
package dev.pawl.examples.media.oldfiles;

import org.jspecify.annotations.NullMarked;
