// SPDX-License-Identifier: Apache-2.0
package dev.pawl;

import dev.pawl.core.StageSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stage of a built pipeline.
 *
 * @param spec what decides when it runs
 * @param code what it does, with each item where it is a map; never called where a person gives the output
 * @param condition whether it is to run at all, or null for always
 * @param items where its items come from, exactly where it is a map
 * @param requires what must be in the outputs before it, each as {@code stage.key}, or {@code stage.key.key…}
 * @param produces keys its output must have
 */
public record StageDefinition<I>(
        StageSpec spec,
        StageCode<I, ?> code,
        @Nullable StageCondition<I> condition,
        @Nullable MapItems<I> items,
        List<String> requires,
        List<String> produces) {

    public StageDefinition {
        requires = List.copyOf(requires);
        produces = List.copyOf(produces);
    }
}
