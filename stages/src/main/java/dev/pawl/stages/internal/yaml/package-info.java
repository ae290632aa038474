// SPDX-License-Identifier: Apache-2.0
/** YAML as a tree that knows where everything stands. */
@NullMarked
package dev.pawl.stages.internal.yaml;

import org.jspecify.annotations.NullMarked;
