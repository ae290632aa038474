// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.content;

import dev.pawl.core.Content;

/**
 * A value that can be named in an event.
 *
 * @param inline its bytes, where they go into the journal; else null
 */
public record Stored(Content content, byte @org.jspecify.annotations.Nullable [] inline) {}
