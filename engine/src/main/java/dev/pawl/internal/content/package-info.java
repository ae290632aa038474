// SPDX-License-Identifier: Apache-2.0
/** Values by content: checked, hashed, small ones in the journal, large ones beside it. */
@NullMarked
package dev.pawl.internal.content;

import org.jspecify.annotations.NullMarked;
