// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.view;

import org.jspecify.annotations.Nullable;

/**
 * What keeps a run that has ended from going on, as another goes on that took it up, or that it takes up.
 *
 * @param resuming why it may not be resumed, or null
 * @param retrying why it may not be taken up, from whatever stage; or null
 */
public record Beside(@Nullable String resuming, @Nullable String retrying) {

    /** Nothing. */
    public static final Beside NONE = new Beside(null, null);
}
