// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli.text;

import dev.pawl.HistoryEntry;
import dev.pawl.RunView;
import dev.pawl.StageView;
import dev.pawl.core.Event;
import dev.pawl.core.StageStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What validators say of the work of others, and which items failed: what only the journal knows. Not thread-safe. */
final class Remarks {

    /** Failed items of a map that are named. */
    private static final int SOME = 3;

    private final Map<String, Integer> rounds = new HashMap<>();
    private final Map<String, Integer> named = new HashMap<>();
    private String known = "";
    private int read;

    /** One of them. */
    record Finding(Instant at, String stage, String text) {}

    /** What is new. */
    List<Finding> news(RunView run, Records records) {
        String now = signature(run);
        if (now.equals(known)) {
            return List.of();
        }
        known = now;
        List<Finding> news = new ArrayList<>();
        List<HistoryEntry> page = records.after(read);
        while (!page.isEmpty()) {
            for (HistoryEntry entry : page) {
                entry.events().forEach(event -> note(run, event, records, news));
                read = entry.seq();
            }
            page = records.after(read);
        }
        return news;
    }

    /** How many failed items of a stage were not named. */
    int unnamed(StageView stage) {
        return stage.items() == null ? 0 : stage.items().failed() - named.getOrDefault(stage.id(), 0);
    }

    /** Differs where there may be something new; empty where there is nothing. */
    private static String signature(RunView run) {
        StringBuilder signature = new StringBuilder();
        for (StageView stage : run.stages()) {
            boolean failed = stage.kind().equals("validator") && stage.status() == StageStatus.FAILED;
            int items = stage.items() == null ? 0 : Math.min(SOME, stage.items().failed());
            if (stage.rounds() > 0 || failed || items > 0) {
                signature
                        .append(stage.id())
                        .append(stage.generation())
                        .append(failed)
                        .append(stage.rounds() + items)
                        .append(' ');
            }
        }
        return signature.toString();
    }

    private void note(RunView run, Event event, Records records, List<Finding> news) {
        if (event instanceof Event.Rejected e) {
            news.add(new Finding(e.at(), e.stage(), rejected(run, e, records)));
        } else if (event instanceof Event.Resumed e) {
            e.reopened().forEach(rounds::remove);
            e.reopened().forEach(named::remove);
        } else if (event instanceof Event.ItemFailed e && e.retryAt() == null) {
            if (named.getOrDefault(e.stage(), 0) < SOME) {
                named.merge(e.stage(), 1, Integer::sum);
                String key = records.item(e.stage(), e.item());
                news.add(new Finding(
                        e.at(),
                        e.stage(),
                        "item " + e.item() + (key.isEmpty() ? "" : " (" + key + ")") + " failed: "
                                + Cells.line(e.failure().message())));
            }
        }
    }

    private String rejected(RunView run, Event.Rejected e, Records records) {
        int most = run.stages().stream()
                .filter(stage -> stage.id().equals(e.stage()))
                .mapToInt(StageView::maxRounds)
                .findFirst()
                .orElse(0);
        String feedback = records.value(e.feedback());
        if (e.reopened().isEmpty()) {
            return "rejects " + e.validates() + ", and "
                    + (most == 0
                            ? "may not send it back"
                            : most == 1 ? "its one round is used up" : "all " + most + " rounds are used up")
                    + (feedback.isEmpty() ? "" : "; it says: " + feedback);
        }
        e.reopened().forEach(named::remove);
        int round = rounds.merge(e.stage(), 1, Integer::sum);
        return "sends " + e.validates() + " back (round " + round + (most == 0 ? "" : " of " + most) + ")"
                + (feedback.isEmpty() ? "" : ": " + feedback);
    }
}
