// SPDX-License-Identifier: Apache-2.0
/** Values by their content: in compressed chunks, checked by their hash. */
@NullMarked
package dev.pawl.store.jdbc.internal.value;

import org.jspecify.annotations.NullMarked;
