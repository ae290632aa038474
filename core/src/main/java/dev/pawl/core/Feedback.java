// SPDX-License-Identifier: Apache-2.0
package dev.pawl.core;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What validators said of one output of a stage.
 *
 * @param generation of the stage when it put that out
 * @param said by the id of the validator, at least one
 */
public record Feedback(int generation, SortedMap<String, Content> said) {

    public Feedback {
        said = Collections.unmodifiableSortedMap(new TreeMap<>(said));
    }

    /** With that verdict too; what was said of an earlier output is forgotten. */
    static Feedback with(@Nullable Feedback before, int generation, String validator, Content verdict) {
        SortedMap<String, Content> said = new TreeMap<>();
        if (before != null && before.generation == generation) {
            said.putAll(before.said);
        }
        said.put(validator, verdict);
        return new Feedback(generation, said);
    }
}
