// SPDX-License-Identifier: Apache-2.0
/** Processes of stages: none is left behind, whatever becomes of the worker. */
@NullMarked
package dev.pawl.stages.internal.process;

import org.jspecify.annotations.NullMarked;
