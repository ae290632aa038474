// SPDX-License-Identifier: Apache-2.0
/** What a store and an executor of attempts provide to the engine. */
@NullMarked
package dev.pawl.spi;

import org.jspecify.annotations.NullMarked;
