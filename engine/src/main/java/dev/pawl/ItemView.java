// SPDX-License-Identifier: Apache-2.0
package dev.pawl;

import dev.pawl.core.ItemStatus;
import org.jspecify.annotations.Nullable;

/**
 * An item of a map at one moment.
 *
 * @param index its place in the list, from 0
 * @param key the name of its own, where items have one
 * @param value its value as JSON text, cut where it is long; null where it is not asked for
 * @param attempts how often it was tried; of an open one, how often that failed
 * @param error why its latest attempt failed
 */
public record ItemView(
        int index,
        @Nullable String key,
        @Nullable String value,
        ItemStatus status,
        int attempts,
        @Nullable String error) {}
