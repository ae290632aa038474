// SPDX-License-Identifier: Apache-2.0
package dev.pawl.core;

import dev.pawl.core.Transitions.Transition;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Draws {@link Transitions#ALL} for people. */
final class TransitionsPage {

    private static final String COMMAND = "./mvnw -pl core test -Dtest=TransitionsTest -Dpawl.regenerate=true";

    private TransitionsPage() {}

    static String diagram() {
        StringBuilder out = new StringBuilder("%% Drawn from Transitions.ALL by " + COMMAND + "\n");
        out.append("stateDiagram-v2\n    direction LR\n    [*] --> idle\n");
        for (Transition row : Transitions.ALL) {
            out.append("    %s --> %s : %s\n"
                    .formatted(
                            word(row.from()),
                            word(row.to()),
                            row.trigger().label().replace(":", ",")));
        }
        Set<StageStatus> ends = new TreeSet<>(Set.of(StageStatus.values()));
        Transitions.ALL.forEach(row -> ends.remove(row.from()));
        ends.forEach(end -> out.append("    %s --> [*]\n".formatted(word(end))));
        return out.toString();
    }

    static String reference() {
        StringBuilder out = new StringBuilder();
        out.append("<!-- Drawn from Transitions.ALL by ").append(COMMAND).append(" -->\n");
        out.append("# How stages and runs move\n\n");
        out.append("A stage moves as this table says and in no other way: the fold follows the table, the tests visit"
                + " every row.\n\n");
        out.append("```mermaid\n").append(diagram()).append("```\n\n");
        out.append("| from | when | to |\n|---|---|---|\n");
        for (Transition row : Transitions.ALL) {
            out.append("| %s | %s | %s |\n"
                    .formatted(word(row.from()), row.trigger().label(), word(row.to())));
        }
        out.append("\n## The status of a run\n\n");
        out.append("It is not stored and does not move: it is read off the events of the run.\n\n");
        out.append("| status | when | active | terminal |\n|---|---|---|---|\n");
        for (RunStatus status : RunStatus.values()) {
            out.append("| %s | %s | %s | %s |\n"
                    .formatted(word(status), when(status), yes(status.active()), yes(status.terminal())));
        }
        out.append(
                "\nA failed run is neither active nor terminal: it rests, its key is free, and it can be resumed.\n");
        return out.toString();
    }

    private static String when(RunStatus status) {
        return switch (status) {
            case QUEUED -> "no worker owns it: created, given back or resumed, it waits to be claimed";
            case RUNNING -> "a worker owns it";
            case WAITING ->
                "a worker owns it, a stage waits and none runs: a back-off, or a person; or it is a document at rest,"
                        + " which no worker owns";
            case CANCELLING -> "a cancel is acknowledged and the work is being stopped";
            case SUCCEEDED -> "it ended: every stage succeeded, some perhaps degraded";
            case FAILED -> "it ended: a stage failed, and nothing that does not depend on it is left to do";
            case CANCELLED -> "it ended: a cancel was asked for, and the work has stopped or its owner is dead";
        };
    }

    private static String yes(boolean is) {
        return is ? "yes" : "";
    }

    private static String word(Enum<?> status) {
        return status.name().toLowerCase(Locale.ROOT);
    }
}
