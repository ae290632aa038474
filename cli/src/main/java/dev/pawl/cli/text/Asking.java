// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli.text;

import dev.pawl.Choices;
import dev.pawl.RunView;
import dev.pawl.StageView;
import dev.pawl.WaitFor;
import dev.pawl.core.RunStatus;
import dev.pawl.core.StageStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * That a run waits for a person: whole once, and then in short now and again, as nothing else would tell it from one that
 * hangs. Not thread-safe.
 */
final class Asking {

    private static final Duration AGAIN = Duration.ofMinutes(1);

    private List<String> of = List.of();
    private @Nullable Instant since;
    private @Nullable Instant asked;

    /** Whether a person can have a stage go on, and nobody else. */
    static boolean asks(RunView run, StageView stage) {
        return run.status().active()
                && !Words.interrupted(run)
                && !Choices.of(run.number(), stage).isEmpty();
    }

    /** What is to be said of it now. */
    List<String> lines(RunView run, Look look) {
        List<StageView> stages =
                run.stages().stream().filter(stage -> asks(run, stage)).toList();
        if (run.status() != RunStatus.WAITING || Words.held(run) || stages.isEmpty()) {
            asked = null;
            since = null;
            return List.of();
        }
        String clock = Times.clock(look.now(), look.zone()) + "  ";
        List<String> ids = stages.stream().map(StageView::id).toList();
        if (since == null || !ids.equals(of)) {
            since = since == null ? look.now() : since;
            of = ids;
            asked = look.now();
            List<String> lines = new ArrayList<>();
            lines.add(clock + Cells.line(run.sentence()));
            stages.forEach(stage -> Steps.asked(run, stage, look).forEach(step -> lines.add("  " + step)));
            return lines;
        }
        if (asked == null || Duration.between(asked, look.now()).compareTo(AGAIN) < 0) {
            return List.of();
        }
        asked = look.now();
        return List.of(clock + "still waiting for a person to " + what(stages) + ", for "
                + Times.whole(Duration.between(since, look.now())));
    }

    private static String what(List<StageView> stages) {
        return StageWords.join(
                "; or to ",
                some("settle ", stages, Words::inDoubt),
                some("give the output of ", stages, stage -> stage.waitsFor() == WaitFor.PERSON),
                some("press ", stages, stage -> stage.status() == StageStatus.IDLE));
    }

    private static String some(String verb, List<StageView> stages, Predicate<StageView> which) {
        List<String> ids = stages.stream().filter(which).map(StageView::id).toList();
        return ids.isEmpty() ? "" : verb + String.join(", ", ids);
    }
}
