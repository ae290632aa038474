// SPDX-License-Identifier: Apache-2.0
/** The Java API: pipelines, stages, runs. */
@NullMarked
package dev.pawl;

import org.jspecify.annotations.NullMarked;
