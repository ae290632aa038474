// SPDX-License-Identifier: Apache-2.0
package dev.pawl.chaos;

import dev.pawl.core.Attempt;
import dev.pawl.core.Content;
import dev.pawl.core.Event;
import dev.pawl.core.Failure;
import dev.pawl.core.FailureKind;
import dev.pawl.core.Run;
import dev.pawl.core.RunStatus;
import dev.pawl.spi.Entry;
import dev.pawl.spi.RunQuery;
import dev.pawl.spi.RunRow;
import dev.pawl.spi.RunStore;
import dev.pawl.spi.StoreException;
import dev.pawl.store.jdbc.internal.postgres.PostgresStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/** What must hold when all is over, by the journals and by what was really executed. */
@SuppressWarnings("AnnotateFormatMethod") // the annotation would be one library more
final class Verdict {

    private static final int PAGE = 500;

    private final Story story;
    private final People people;
    private final Watcher watcher;
    private final Takeovers takeovers;
    private final Map<UUID, List<Mark>> marks = new HashMap<>();
    private final Map<String, Mark> begun = new HashMap<>();
    private final Set<UUID> appends = new HashSet<>();
    private final Map<RunStatus, Integer> ends = new EnumMap<>(RunStatus.class);
    private int convicted;
    private int strikes;
    private int results;
    private int lateResults;

    Verdict(Story story, People people, Watcher watcher, Takeovers takeovers) {
        this.story = story;
        this.people = people;
        this.watcher = watcher;
        this.takeovers = takeovers;
        for (Mark mark : watcher.marks()) {
            marks.computeIfAbsent(mark.run(), run -> new ArrayList<>()).add(mark);
            if (mark.began()) {
                begun.put(mark.execution(), mark);
            }
        }
    }

    /** Tells the story of what is wrong. */
    void judge(String url) {
        Set<UUID> there = new HashSet<>();
        try (RunStore store = PostgresStore.open(url)) {
            RunQuery query = RunQuery.newest(PAGE);
            for (List<RunRow> page = page(store, query); !page.isEmpty(); page = page(store, query)) {
                for (RunRow row : page) {
                    there.add(row.id());
                    judge(Journal.read(store, row.id()));
                }
                query = query.olderThan(page.getLast().id());
            }
        }
        people.submitted().keySet().stream()
                .filter(run -> !there.contains(run))
                .forEach(run -> story.wrong("run %s was acknowledged, and is not there", run));
        people.pawl().check().forEach(line -> story.wrong("the store's own check: %s", line));
        keys();
        sum();
    }

    private static List<RunRow> page(RunStore store, RunQuery query) {
        return StoreException.join(store.find(query));
    }

    private void judge(Journal journal) {
        Run run = journal.run();
        chain(journal);
        ended(journal);
        Again.check(story, journal, marks.getOrDefault(run.id(), List.of()));
        Map<String, Result> done = new HashMap<>();
        for (Journal.Step step : journal.steps()) {
            switch (step.event()) {
                case Event.Claimed e -> claimed(step, e);
                case Event.AttemptSucceeded e -> {
                    Attempt attempt = step.before().attempt(e.stage());
                    if (step.before().stage(e.stage()).items() == null) {
                        result(journal, step, attempt, e.output(), done);
                    }
                }
                case Event.ItemSucceeded e -> {
                    Attempt of = step.before().attempt(e.stage());
                    result(
                            journal,
                            step,
                            new Attempt(run.id(), e.stage(), of.generation(), 1, e.item()),
                            e.output(),
                            done);
                }
                case Event.LateResult e -> lateResults++;
                default -> {} // no result
            }
        }
        if (run.status() == RunStatus.SUCCEEDED) {
            exact(journal, done);
        }
    }

    /** A result in a journal. */
    private record Result(Attempt attempt, Made made) {}

    // ---- the journal

    private void chain(Journal journal) {
        int seq = 0;
        int epoch = 0;
        for (Entry entry : journal.entries()) {
            check(entry.seq() == ++seq, "run %s: entry %s comes after %s", entry.run(), entry.seq(), seq - 1);
            check(appends.add(entry.appendId()), "run %s: append %s was written twice", entry.run(), entry.appendId());
            check(
                    entry.epoch() == epoch || entry.epoch() == epoch + 1,
                    "run %s: epoch %s comes after %s",
                    entry.run(),
                    entry.epoch(),
                    epoch);
            epoch = entry.epoch();
        }
    }

    private void ended(Journal journal) {
        Run run = journal.run();
        ends.merge(run.status(), 1, Integer::sum);
        Failure failure = run.ended() == null ? null : run.ended().failure();
        boolean convicted = failure != null && failure.kind() == FailureKind.CRASHED && struck(journal);
        this.convicted += convicted ? 1 : 0;
        boolean wanted =
                run.cancelRequested() ? run.status() == RunStatus.CANCELLED : run.status() == RunStatus.SUCCEEDED;
        check(
                wanted || convicted,
                "run %s (%s) is %s: %s",
                run.id(),
                run.created().pipeline(),
                run.status(),
                failure);
        if (people.cancelled().containsKey(run.id())) {
            check(run.status() == RunStatus.CANCELLED, "run %s was to be cancelled, and is %s", run.id(), run.status());
        }
        Long answer = people.answered().get(run.id());
        if (answer != null) {
            List<Long> kept = journal.steps().stream()
                    .map(Journal.Step::event)
                    .filter(Event.Edited.class::isInstance)
                    .map(event -> journal.value(((Event.Edited) event).output(), Long.class))
                    .toList();
            check(kept.equals(List.of(answer)), "run %s was answered %s, and has %s", run.id(), answer, kept);
        }
    }

    /** Whether so many crashes stand in its journal as convict it, and as many faults of those it was taken from explain them. */
    private boolean struck(Journal journal) {
        Set<Hit> causes = new HashSet<>();
        int strikes = 0;
        for (Journal.Step step : journal.steps()) {
            if (step.event() instanceof Event.Claimed claimed && claimed.strike()) {
                strikes++;
                String from = watcher.workers().get(step.before().owner());
                causes.addAll(takeovers.causes(from, claimed.at().toEpochMilli()));
            }
        }
        return strikes > Run.SUSPECT && causes.size() >= strikes;
    }

    private void claimed(Journal.Step step, Event.Claimed claimed) {
        strikes += claimed.strike() ? 1 : 0;
        UUID before = step.before().owner();
        if (before != null && !before.equals(claimed.worker())) {
            String name = watcher.workers().get(before);
            long since = Objects.requireNonNull(step.before().ownedSince()).toEpochMilli();
            if (!takeovers.add(name, since, claimed.at().toEpochMilli())) {
                story.wrong(
                        "run %s was taken from %s, who was well", step.before().id(), name);
            }
        }
    }

    private void result(Journal journal, Journal.Step step, Attempt attempt, Content output, Map<String, Result> done) {
        if (attempt.stage().equals("answer")) {
            return;
        }
        results++;
        Made made = journal.value(output, Made.class);
        String subject = Mark.subject(attempt.run().toString(), attempt.stage(), attempt.item());
        Result before = done.put(subject, new Result(attempt, made));
        check(before == null, "%s has two results", subject);
        Mark by = begun.get(made.by());
        check(
                by != null
                        && by.attempt().equals(attempt.id())
                        && by.epoch() == step.entry().epoch(),
                "the result of %s under epoch %s is by %s",
                attempt.id(),
                step.entry().epoch(),
                by);
    }

    // ---- what was executed

    private void exact(Journal journal, Map<String, Result> done) {
        Run run = journal.run();
        String pipeline = run.created().pipeline();
        Order order = journal.value(run.created().input(), Order.class);
        long answer = people.answered().getOrDefault(run.id(), -1L);
        String last = run.created().stages().getLast();
        Result result = done.get(Mark.subject(run.id().toString(), last, -1));
        check(result != null, "run %s has succeeded without a result", run.id());
        if (result != null && !(pipeline.equals("asked") && answer < 0)) {
            long expected = Work.expected(pipeline, order, answer);
            check(
                    result.made.value() == expected,
                    "the result of run %s is %s, and should be %s",
                    run.id(),
                    result.made.value(),
                    expected);
        }
        for (Result one : done.values()) {
            for (String read : one.made.read()) {
                check(
                        done.values().stream().anyMatch(other -> other.made.by().equals(read)),
                        "%s read what %s made, which is not the result",
                        one.attempt.id(),
                        read);
            }
        }
    }

    /** Of one key, the executions of one run follow those of the other; who was frozen meanwhile does not count. */
    private void keys() {
        Map<String, UUID> current = new HashMap<>();
        Set<UUID> over = new HashSet<>();
        Map<UUID, Integer> epochs = new HashMap<>();
        for (Mark mark : watcher.marks()) {
            if (mark.began() && !mark.key().equals(Mark.NO_KEY)) {
                boolean stale = epochs.merge(mark.run(), mark.epoch(), Math::max) > mark.epoch();
                UUID before = current.get(mark.key());
                if (!stale && !mark.run().equals(before)) {
                    check(!over.contains(mark.run()), "%s is executed, and another run had its key since", mark);
                    if (before != null) {
                        over.add(before);
                    }
                    current.put(mark.key(), mark.run());
                }
            }
        }
    }

    /** Where next to nothing happened, nothing could go wrong. */
    void plenty(Duration time) {
        long few = Math.max(1, time.toSeconds() / 4);
        check(
                people.submitted().size() >= few,
                "it was too quiet: %s runs",
                people.submitted().size());
        check(results >= few, "it was too quiet: %s results", results);
        check(watcher.looks() >= few, "it was too quiet: %s looks", watcher.looks());
    }

    private void sum() {
        Set<String> attempts = new HashSet<>();
        begun.values().forEach(mark -> attempts.add(mark.attempt()));
        story.sum("runs: %s, of which %s convicted, though nobody was guilty (strikes: %s)", ends, convicted, strikes);
        story.sum(
                "executions: %s, of them %s again what nobody had acknowledged; results: %s; late: %s handed over, %s executed"
                        + " by who was frozen",
                begun.size(), begun.size() - attempts.size(), results, lateResults, watcher.late());
        takeovers.sum(story);
    }

    private void check(boolean right, String otherwise, Object... with) {
        if (!right) {
            story.wrong(otherwise, with);
        }
    }
}
