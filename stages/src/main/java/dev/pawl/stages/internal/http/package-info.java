// SPDX-License-Identifier: Apache-2.0
/** Stages that make an HTTP call. */
@NullMarked
package dev.pawl.stages.internal.http;

import org.jspecify.annotations.NullMarked;
