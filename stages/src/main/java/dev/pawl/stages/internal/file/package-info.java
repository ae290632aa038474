// SPDX-License-Identifier: Apache-2.0
/** Reads the pipeline file, and says everything that is wrong with it. */
@NullMarked
package dev.pawl.stages.internal.file;

import org.jspecify.annotations.NullMarked;
