// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.engine;

import dev.pawl.ArtifactView;
import dev.pawl.RefusedException;
import dev.pawl.core.Artifact;
import dev.pawl.core.Run;
import dev.pawl.core.StageState;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * A finished file of a run.
 *
 * @param stage the stage that made it
 * @param state how that stands
 * @param stale whether it would make something else now
 */
record Offered(String stage, StageState state, Artifact artifact, boolean stale) {

    /**
     * All of a run, in the order of its stages.
     *
     * @param stale whether a stage would make something else now
     */
    static List<Offered> of(Run run, Predicate<String> stale) {
        return run.created().stages().stream()
                .flatMap(stage -> run.stage(stage).artifacts().stream()
                        .map(file -> new Offered(stage, run.stage(stage), file, stale.test(stage))))
                .toList();
    }

    /** The one of that name, which may begin with that of its stage. */
    static Offered named(List<Offered> all, UUID run, String name) {
        List<Offered> found =
                all.stream().filter(file -> file.artifact.name().equals(name)).toList();
        if (found.isEmpty()) {
            found = all.stream().filter(file -> file.inFull().equals(name)).toList();
        }
        if (found.size() > 1) {
            throw new RefusedException(
                    "AMBIGUOUS_ARTIFACT",
                    found.size() + " stages of run " + run + " made a file " + name,
                    "name one of " + names(found),
                    null);
        }
        return found.stream().findFirst().orElseThrow(() -> none(run, name, all));
    }

    private static RefusedException none(UUID run, String name, List<Offered> all) {
        return new RefusedException(
                "NO_ARTIFACT",
                "run " + run + " has no finished file " + name,
                all.isEmpty() ? "wait until a stage that makes it has succeeded" : "name one of " + names(all),
                null);
    }

    private static String names(List<Offered> files) {
        return String.join(", ", files.stream().limit(10).map(Offered::inFull).toList())
                + (files.size() > 10 ? " …" : "");
    }

    private String inFull() {
        return stage + "/" + artifact.name();
    }

    ArtifactView view() {
        return new ArtifactView(
                stage,
                artifact.name(),
                artifact.type(),
                artifact.content().size(),
                artifact.content().sha(),
                state.finishedAt(),
                stale);
    }
}
