// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli.text;

import dev.pawl.RunView;
import dev.pawl.StageView;
import dev.pawl.StageView.Heartbeat;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/** How fast stages get on, from what was seen of them so far. Not thread-safe. */
public final class Rates {

    private static final Duration LEAST = Duration.ofSeconds(1);

    private final Map<String, First> firsts = new LinkedHashMap<>();
    private final Map<String, Double> perSecond = new LinkedHashMap<>();

    /** Takes a look at the run. */
    public void observe(RunView run) {
        for (StageView stage : run.stages()) {
            Heartbeat beat = stage.heartbeat();
            if (beat == null) {
                continue;
            }
            String attempt = stage.generation() + "/" + stage.attempt();
            First first = firsts.get(stage.id());
            if (first == null || !first.attempt.equals(attempt) || beat.done() < first.beat.done()) {
                firsts.put(stage.id(), new First(attempt, beat));
                perSecond.remove(stage.id());
                continue;
            }
            Duration past = Duration.between(first.beat.at(), beat.at());
            if (past.compareTo(LEAST) >= 0 && beat.done() > first.beat.done()) {
                perSecond.put(stage.id(), (beat.done() - first.beat.done()) * 1000.0 / past.toMillis());
            }
        }
    }

    /** Elements a second; empty where too little was seen. */
    OptionalDouble perSecond(String stage) {
        Double rate = perSecond.get(stage);
        return rate == null ? OptionalDouble.empty() : OptionalDouble.of(rate);
    }

    /** The first heartbeat seen of an attempt. */
    private record First(String attempt, Heartbeat beat) {}
}
