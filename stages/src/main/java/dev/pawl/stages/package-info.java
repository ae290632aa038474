// SPDX-License-Identifier: Apache-2.0
/** The pipeline file and its stage kinds. */
@NullMarked
package dev.pawl.stages;

import org.jspecify.annotations.NullMarked;
