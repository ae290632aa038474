// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages.internal.file;

import dev.pawl.RefusedException;
import dev.pawl.stages.internal.expression.Template;
import dev.pawl.stages.internal.yaml.Place;
import dev.pawl.stages.internal.yaml.Problems;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Looks whether the runs that a schedule makes could be submitted at all. */
final class ScheduleCheck {

    private final Place place;
    private final boolean userRequired;
    private final List<String> requires;
    private final @Nullable Template key;
    private final Problems problems;

    /** One that complains there. */
    ScheduleCheck(Place place, boolean userRequired, List<String> requires, @Nullable Template key, Problems problems) {
        this.place = place;
        this.userRequired = userRequired;
        this.requires = requires;
        this.key = key;
        this.problems = problems;
    }

    void input(JsonNode input) {
        if (userRequired) {
            problems.add(
                    place,
                    "a run must name its user, and those of a schedule have none",
                    "leave out `schedule` or `user`");
        }
        orSay(() -> new InputCheck(requires).check(input));
        if (key != null && problems.none()) {
            KeyOf made = new KeyOf(key);
            orSay(() -> made.of(input));
        }
    }

    private void orSay(Runnable check) {
        try {
            check.run();
        } catch (RefusedException e) {
            problems.add(place, "no run can be made by the `schedule`: " + e.problem(), e.remedy());
        }
    }
}
