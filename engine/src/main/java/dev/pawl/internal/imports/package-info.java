// SPDX-License-Identifier: Apache-2.0
/** Records of other systems, read and told again as journals. */
@NullMarked
package dev.pawl.internal.imports;

import org.jspecify.annotations.NullMarked;
