// SPDX-License-Identifier: Apache-2.0
package dev.pawl.chaos;

import dev.pawl.core.Event;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whether anything was executed again whose result was acknowledged. Whoever claims a run knows its journal up to there: what is
 * done by then is not executed under that epoch, whatever the clocks say, and everything else once at most.
 */
final class Again {

    private final Story story;
    private final Map<Integer, Integer> claims = new HashMap<>();
    private final Map<String, Integer> done = new HashMap<>();
    private final Map<String, Integer> failed = new HashMap<>();
    private final Set<String> once = new HashSet<>();

    private Again(Story story) {
        this.story = story;
    }

    /** Tells the story of what is wrong. */
    static void check(Story story, Journal journal, List<Mark> marks) {
        Again again = new Again(story);
        journal.steps().forEach(again::learn);
        marks.stream().filter(Mark::began).forEach(again::check);
    }

    private void learn(Journal.Step step) {
        int seq = step.entry().seq();
        String run = step.before().id().toString();
        switch (step.event()) {
            case Event.Claimed e -> claims.put(e.epoch(), seq);
            case Event.AttemptSucceeded e -> done.put(Mark.subject(run, e.stage(), -1), seq);
            case Event.ItemSucceeded e -> done.put(Mark.subject(run, e.stage(), e.item()), seq);
            case Event.AttemptFailed e ->
                failed.put(step.before().attempt(e.stage()).id(), seq);
            default -> {} // no result
        }
    }

    private void check(Mark mark) {
        Integer known = claims.get(mark.epoch());
        if (known == null) {
            story.wrong("%s was executed under an epoch that never was", mark);
        } else if (done.getOrDefault(mark.subject(), Integer.MAX_VALUE) <= known) {
            story.wrong("%s was executed, and acknowledged before", mark);
        } else if (failed.getOrDefault(mark.attempt(), Integer.MAX_VALUE) <= known) {
            story.wrong("%s was executed, and had failed before", mark);
        }
        if (!once.add(mark.attempt() + "@" + mark.epoch())) {
            story.wrong("%s was executed twice under one epoch", mark);
        }
    }
}
