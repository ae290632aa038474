// SPDX-License-Identifier: Apache-2.0
package dev.pawl.core;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What should be happening right now.
 *
 * @param actions in the order to carry them out; after {@link Action.Journal}s the run is another and wants a new plan
 * @param wakeAt when to ask again although nothing happened, or null
 * @param reasons why nothing more is happening
 */
public record Plan(List<Action> actions, @Nullable Instant wakeAt, List<Reason> reasons) {

    public Plan {
        actions = List.copyOf(actions);
        reasons = List.copyOf(reasons);
    }
}
