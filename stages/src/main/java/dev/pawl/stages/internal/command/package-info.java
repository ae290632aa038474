// SPDX-License-Identifier: Apache-2.0
/** Stages that run a command. */
@NullMarked
package dev.pawl.stages.internal.command;

import org.jspecify.annotations.NullMarked;
