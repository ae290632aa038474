// SPDX-License-Identifier: Apache-2.0
/** What tests of stores and of pipelines are built from. */
@NullMarked
package dev.pawl.testkit;

import org.jspecify.annotations.NullMarked;
