// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.journal;

import dev.pawl.core.Decider;
import dev.pawl.core.Event;
import dev.pawl.core.Feedback;
import dev.pawl.core.Run;
import dev.pawl.core.StageState;
import java.util.ArrayList;
import java.util.List;

/** The run a journal folds to, as it stands beside the golden ones. */
final class GoldenState {

    private GoldenState() {}

    static String of(List<Body> bodies) {
        Run run = Run.empty(GoldenJournalsTest.RUN);
        for (Body body : bodies) {
            for (Event event : body.events()) {
                run = Decider.apply(run, event);
            }
        }
        List<String> lines = new ArrayList<>();
        lines.add("status " + run.status() + " owner " + run.owner() + " epoch " + run.epoch() + " started "
                + run.startedAt() + " late " + run.lateResults());
        // what a run may be queued by is younger than the first of these pages
        lines.add(Rows.project(run, 1)
                .toString()
                .replace(", retry=null]", "]")
                .replace(", priority=0, notBefore=null]", "]"));
        for (StageState stage : run.stages()) {
            lines.add(words(stage) + (run.created().interactive() ? GoldenDocuments.words(stage.past()) : ""));
        }
        StringBuilder text = new StringBuilder();
        lines.forEach(line -> text.append(line.replace("\u0000", "<NUL>").replace("\n", "<LF>"))
                .append('\n'));
        return text.toString();
    }

    /** What came later is said only where there is any, so that what was written before stays as it was. */
    private static String words(StageState s) {
        String more = (s.cleared() ? " cleared" : "")
                + (s.pressed() ? " pressed" : "")
                + (s.held() ? " held" : "")
                + (s.rounds() > 0 ? " rounds=" + s.rounds() : "")
                + (s.feedback() == null ? "" : " feedback=" + said(s.feedback()))
                + (s.items() == null ? "" : " items=" + s.items())
                + (s.reusedFrom() == null ? "" : " reusedFrom=" + s.reusedFrom())
                + (s.artifacts().isEmpty() ? "" : " artifacts=" + s.artifacts());
        return "StageState[status=" + s.status() + ", waitsFor=" + s.waitsFor() + ", generation=" + s.generation()
                + ", number=" + s.number() + ", epoch=" + s.epoch() + ", startOrdinal=" + s.startOrdinal()
                + ", startedAt=" + s.startedAt() + ", finishedAt=" + s.finishedAt() + ", retryAt=" + s.until()
                + ", output=" + s.output() + ", partial=" + s.partial() + ", degraded=" + s.degraded() + ", failure="
                + s.failure() + "]" + more;
    }

    /** As before there could be several. */
    private static String said(Feedback f) {
        return f.said().size() == 1
                ? f.said().firstEntry().getValue().toString()
                : f.said().toString();
    }
}
