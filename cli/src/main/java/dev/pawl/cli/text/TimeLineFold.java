// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli.text;

import dev.pawl.RunView;
import dev.pawl.StageView;
import dev.pawl.cli.text.Span.Kind;
import dev.pawl.core.Event;
import dev.pawl.core.SettleAs;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes a {@link TimeLine} of events. */
final class TimeLineFold {

    private final RunView run;
    private final Map<String, List<Span>> spans = new LinkedHashMap<>();
    private final Map<String, Instant> attempts = new LinkedHashMap<>();
    private final Map<String, Instant> queued = new LinkedHashMap<>();
    private final Map<String, Instant> asked = new LinkedHashMap<>();
    private final Map<String, String> givenBy = new LinkedHashMap<>();
    private final Set<String> done = new HashSet<>();
    private final List<Span> idle = new ArrayList<>();
    private Instant last;
    private @Nullable Instant idleSince;
    private boolean owned;
    private boolean over;

    TimeLineFold(RunView run) {
        this.run = run;
        this.last = run.createdAt();
    }

    void add(Event event) {
        Instant at = event.at();
        switch (event) {
            case Event.Created e -> ready(at);
            case Event.Reused e -> {
                queued.remove(e.stage()); // it never waited
                done(e.stage(), at);
            }
            case Event.Claimed e -> {
                if (owned) {
                    cutOff(last); // it is not known when the worker was lost
                    idleSince = last;
                }
                goesOn(at);
                owned = true;
            }
            case Event.Released e -> {
                cutOff(at);
                owned = false;
                idleSince = at;
            }
            case Event.AttemptStarted e -> {
                end(queued, e.stage(), at, Kind.QUEUED);
                attempts.put(e.stage(), at);
            }
            case Event.AttemptSucceeded e -> {
                end(attempts, e.stage(), at, Kind.WORKED);
                done(e.stage(), at);
            }
            case Event.AttemptFailed e -> {
                end(attempts, e.stage(), at, Kind.FAILED);
                if (e.retryAt() != null) {
                    queued.put(e.stage(), at);
                }
            }
            case Event.Doubted e -> {
                end(attempts, e.stage(), at, Kind.LOST);
                asked.put(e.stage(), at);
            }
            case Event.Settled e -> {
                end(asked, e.stage(), at, Kind.ASKED);
                if (e.as() == SettleAs.DONE) {
                    done(e.stage(), at);
                } else if (e.as() == SettleAs.RERUN) {
                    queued.put(e.stage(), at);
                }
            }
            case Event.Resumed e -> {
                goesOn(at);
                over = false;
                e.reopened().forEach(stage -> queued.put(stage, at));
            }
            case Event.Ended e -> {
                cutOff(at);
                queued.clear();
                asked.clear();
                over = true;
                owned = false;
                idleSince = at;
            }
            case Event.Rejected e -> {
                end(attempts, e.stage(), at, Kind.FAILED);
                e.reopened().forEach(stage -> {
                    end(attempts, stage, at, Kind.LOST);
                    queued.put(stage, at);
                });
            }
            case Event.StageWaits e -> asked.put(e.stage(), at);
            case Event.Edited e -> given(e.stage(), at, e.by());
            case Event.Reset e -> {
                end(attempts, e.stage(), at, Kind.LOST);
                asked.put(e.stage(), at);
            }
            case Event.Pressed e -> {
                end(asked, e.stage(), at, Kind.ASKED);
                queued.put(e.stage(), at);
            }
            case Event.ConditionEvaluated e -> {
                if (!e.holds()) {
                    end(queued, e.stage(), at, Kind.QUEUED);
                    spans.computeIfAbsent(e.stage(), id -> new ArrayList<>()).add(new Span(at, at, Kind.SKIPPED));
                    done(e.stage(), at);
                }
            }
            case Event.ConditionFailed e -> end(queued, e.stage(), at, Kind.FAILED);
            case Event.ConditionAsked e -> {}
            case Event.ItemsListed e -> {}
            case Event.ItemStarted e -> {}
            case Event.ItemSucceeded e -> {}
            case Event.ItemFailed e -> {}
            case Event.ItemDoubted e -> {}
            case Event.CancelRequested e -> {}
            case Event.LateResult e -> {}
            case Event.Undone e -> given(e.stage(), at, e.by());
            case Event.Adopted e -> given(e.stage(), at, e.by());
            case Event.StaleDismissed e -> {}
            case Event.StaleAccepted e -> {}
            case Event.RefreshAsked e -> {}
            case Event.Kept e -> {}
            case Event.Closed e -> {}
        }
        last = at;
    }

    private void given(String stage, Instant at, @Nullable String by) {
        end(asked, stage, at, Kind.ASKED);
        queued.remove(stage);
        done(stage, at);
        if (by != null) {
            givenBy.put(stage, by);
        }
    }

    TimeLine until(Instant now) {
        boolean lost = !over && Words.interrupted(run);
        Instant sign = run.lastHeartbeatAt();
        if (lost && owned) {
            idleSince = sign != null && sign.isAfter(last) ? sign : last;
            cutOff(idleSince);
        }
        Instant to = over || now.isBefore(last) ? last : now;
        Instant since = over ? null : idleSince;
        if (since != null) {
            idle.add(new Span(since, to, Kind.QUEUED));
        }
        Map<String, Instant> waits = new LinkedHashMap<>(queued);
        waits.putAll(asked);
        List.copyOf(attempts.keySet()).forEach(stage -> end(attempts, stage, to, Kind.WORKED));
        List.copyOf(queued.keySet()).forEach(stage -> end(queued, stage, to, Kind.QUEUED));
        List.copyOf(asked.keySet()).forEach(stage -> end(asked, stage, to, Kind.ASKED));
        return new TimeLine(run.createdAt(), to, spans, idle, waits, since, givenBy);
    }

    private void cutOff(Instant at) {
        List.copyOf(attempts.keySet()).forEach(stage -> end(attempts, stage, at, Kind.LOST));
    }

    private void goesOn(Instant at) {
        if (idleSince != null) {
            idle.add(new Span(idleSince, at, Kind.QUEUED));
            idleSince = null;
        }
    }

    private void end(Map<String, Instant> open, String stage, Instant at, Kind kind) {
        Instant from = open.remove(stage);
        if (from != null) {
            spans.computeIfAbsent(stage, id -> new ArrayList<>()).add(new Span(from, at, kind));
        }
    }

    private void done(String stage, Instant at) {
        givenBy.remove(stage);
        done.add(stage);
        ready(at);
    }

    /** What has all it needs, and has not begun, waits from now on. */
    private void ready(Instant at) {
        for (StageView stage : run.stages()) {
            boolean begun = spans.containsKey(stage.id()) || attempts.containsKey(stage.id());
            if (!begun && !done.contains(stage.id()) && done.containsAll(stage.after())) {
                queued.putIfAbsent(stage.id(), at);
            }
        }
    }
}
