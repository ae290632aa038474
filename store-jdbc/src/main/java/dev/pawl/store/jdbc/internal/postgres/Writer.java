// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.postgres;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who appends.
 *
 * @param worker the worker it is, or null
 * @param handle the name by which it knows its own notifications
 */
record Writer(@Nullable UUID worker, String handle) {}
