// SPDX-License-Identifier: Apache-2.0
/** The Java API: declare pipelines, submit runs, look at them. */
@NullMarked
package dev.pawl;

import org.jspecify.annotations.NullMarked;
