// SPDX-License-Identifier: Apache-2.0
/** How pipeline files are read and their stages carried out. */
@NullMarked
package dev.pawl.stages.internal;

import org.jspecify.annotations.NullMarked;
