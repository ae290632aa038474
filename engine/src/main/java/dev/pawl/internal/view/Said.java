// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.view;

import dev.pawl.Choices;
import dev.pawl.Diagnosis;
import dev.pawl.Diagnosis.Cause;
import dev.pawl.Diagnosis.Code;
import dev.pawl.Diagnosis.Fact;
import dev.pawl.Diagnosis.Help;
import dev.pawl.RunView;
import dev.pawl.StageView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A diagnosis while it is being made. Used by one. */
final class Said {

    private final List<Cause> causes = new ArrayList<>();
    private final List<Fact> facts = new ArrayList<>();
    private final List<Help> helps = new ArrayList<>();

    /** A reason; what is said next belongs to it. */
    Said cause(Code code, @Nullable String stage, String words) {
        causes.add(new Cause(code, stage, words));
        return this;
    }

    /** Whether nothing is the matter so far. */
    boolean none() {
        return causes.isEmpty();
    }

    /** A fact behind the latest reason, where it is known. */
    Said fact(String name, @Nullable Object value) {
        if (value != null) {
            Cause cause = causes.getLast();
            facts.add(new Fact(cause.code(), cause.stage(), name, value));
        }
        return this;
    }

    /** Something that helps against the latest reason. */
    Said help(String name, @Nullable String command, String words) {
        Cause cause = causes.getLast();
        helps.add(new Help(cause.code(), cause.stage(), name, command, words));
        return this;
    }

    /** What a person may do with the stage of the latest reason. */
    Said choices(long run, StageView stage) {
        helps.addAll(Choices.of(run, stage));
        return this;
    }

    /** What helps the other stage helps here. */
    void helpAsFor(String stage) {
        for (Help help : List.copyOf(helps)) {
            if (stage.equals(help.stage())) {
                help(help.name(), help.command(), stage + ": " + help.words());
            }
        }
    }

    Diagnosis diagnosis(RunView view, @Nullable Instant asOf) {
        return new Diagnosis(
                view.number(),
                view.health(),
                view.sentence(),
                view.source(),
                view.asOfSeq(),
                asOf,
                causes,
                facts,
                helps);
    }
}
