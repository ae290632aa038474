// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

import dev.pawl.Pawl;
import dev.pawl.RefusedException;
import dev.pawl.RunView;
import dev.pawl.StageView;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** What runs are called that others have taken outputs over from: by their numbers, as people type them. */
final class RunNames {

    private final Map<UUID, String> names = new HashMap<>();

    /** Asks for those that are not known, once each. */
    void learn(Pawl pawl, RunView run) {
        run.stages().stream()
                .map(StageView::reusedFrom)
                .filter(Objects::nonNull)
                .forEach(from -> names.computeIfAbsent(from.run(), id -> name(pawl, id)));
    }

    private static String name(Pawl pawl, UUID run) {
        try {
            return "run " + pawl.run(run).view().number();
        } catch (RefusedException gone) {
            return "run " + run + ", which was deleted";
        }
    }

    String of(UUID run) {
        return names.getOrDefault(run, "run " + run);
    }
}
