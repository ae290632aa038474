// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli.text;

import static dev.pawl.cli.text.Views.seconds;

import dev.pawl.HistoryEntry;
import dev.pawl.RunView;
import dev.pawl.core.Content;
import dev.pawl.core.Event;
import dev.pawl.core.Failure;
import dev.pawl.core.FailureKind;
import dev.pawl.core.Queueing;
import dev.pawl.core.RunStatus;
import dev.pawl.core.SettleAs;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What happened to a run, told in short: {@code 12 start detect}. */
final class Histories {

    private static final Content NONE = new Content("0".repeat(64), 2);
    private static final Failure FAILURE = new Failure(FailureKind.ERROR, "exit code 3");

    private Histories() {}

    /** The time line of a run of which that happened, after it was made. */
    static TimeLine line(RunView run, String story, Look look) {
        List<HistoryEntry> entries = new ArrayList<>();
        List<String> ids = run.stages().stream().map(stage -> stage.id()).toList();
        Event created =
                new Event.Created(Views.NOON, run.pipeline(), 1, NONE, ids, NONE, null, null, Map.of(), Queueing.NONE);
        entries.add(new HistoryEntry(1, Views.NOON, 0, List.of(created)));
        for (String line : story.lines().toList()) {
            Event event = event(line.strip().split(" ", -1));
            entries.add(new HistoryEntry(entries.size() + 1, event.at(), 1, List.of(event)));
        }
        return TimeLine.of(run, entries, look.now());
    }

    private static Event event(String[] words) {
        Instant at = seconds(Integer.parseInt(words[0]));
        String stage = words.length > 2 ? words[2] : "";
        return switch (words[1]) {
            case "claim" -> new Event.Claimed(at, Views.ID, 1);
            case "release" -> new Event.Released(at, "drained");
            case "start" -> new Event.AttemptStarted(at, stage, 0, 1, 1);
            case "ok" -> new Event.AttemptSucceeded(at, stage, NONE, null);
            case "fail" -> new Event.AttemptFailed(at, stage, FAILURE, null, null);
            case "retry" -> new Event.AttemptFailed(at, stage, FAILURE, at.plusSeconds(5), null);
            case "doubt" -> new Event.Doubted(at, stage);
            case "skip" -> new Event.ConditionEvaluated(at, stage, false);
            case "ask" -> new Event.StageWaits(at, stage, null);
            case "settle" -> new Event.Settled(at, stage, SettleAs.RERUN, null, null);
            case "resume" -> new Event.Resumed(at, null, stage.isEmpty() ? List.of() : List.of(stage));
            case "end" -> new Event.Ended(at, RunStatus.valueOf(stage), null);
            default -> throw new IllegalArgumentException(words[1]);
        };
    }
}
