// SPDX-License-Identifier: Apache-2.0
/** Expressions in pipeline files: checked when the file is read, evaluated at each attempt. */
@NullMarked
package dev.pawl.stages.internal.expression;

import org.jspecify.annotations.NullMarked;
