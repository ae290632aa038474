// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli.text;

import dev.pawl.RunView;
import dev.pawl.RunView.Owner;
import dev.pawl.StageView;
import dev.pawl.WaitFor;
import dev.pawl.core.RunStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Everything about one run, to be read: how it stands in a sentence, what it waits for, its stages, what can be done. */
public final class RunPage {

    private static final int NAMES = 14;

    private final RunView run;
    private final TimeLine time;
    private final Look look;
    private final List<String> lines = new ArrayList<>();

    private RunPage(RunView run, TimeLine time, Look look) {
        this.run = run;
        this.time = time;
        this.look = look;
    }

    public static List<String> lines(RunView run, TimeLine time, Look look, Predicate<String> wrote) {
        RunPage page = new RunPage(run, time, look);
        page.head();
        page.waits();
        page.facts();
        page.lines.add("");
        page.lines.addAll(StageLines.of(run, time, look));
        page.next(wrote);
        return page.lines;
    }

    private void head() {
        String name = "Run " + run.number() + " of " + run.pipeline() + " v" + run.version();
        String sentence = run.ended() ? ended() : name + ": " + Cells.line(run.sentence());
        boolean first = true;
        for (String line : Cells.phrases(sentence, look.width() - 2)) {
            lines.add(
                    first
                            ? Words.painted(run, Words.symbol(run), look) + " " + look.bold(line)
                            : "  " + look.bold(line));
            first = false;
        }
        if (run.status() == RunStatus.CANCELLED && run.error() != null) { // a failed stage says its own below
            Cells.wrap(run.error(), look.width() - 2).forEach(line -> lines.add("  " + look.yellow(line)));
        }
        lines.add("");
    }

    /** As the engine says it, but with the time it was not seen to left out of the work. */
    private String ended() {
        String failed = run.stages().stream()
                .filter(stage -> stage.error() != null && run.status() == RunStatus.FAILED)
                .map(StageView::id)
                .findFirst()
                .map(stage -> " at " + stage)
                .orElse("");
        return "Run " + run.number() + " of " + run.pipeline() + " v" + run.version() + " " + Words.status(run) + failed
                + " after " + time.took();
    }

    private void waits() {
        if (run.ended()) {
            return;
        }
        Instant idle = time.idleSince();
        if (Words.interrupted(run) && idle != null) {
            fact("waits for", "somebody to resume it, " + since(idle));
        } else if (run.status() == RunStatus.QUEUED && run.owner() == null) {
            fact("waits for", "a worker, " + since(run.createdAt()));
        }
        for (StageView stage : run.stages()) {
            Instant since = time.waits().get(stage.id());
            if (since != null && stage.waitsFor() == WaitFor.DOUBT) {
                fact("waits for", "a person to settle " + stage.id() + ", " + since(since));
            } else if (since != null && stage.waitsFor() == WaitFor.PERSON) {
                fact(
                        "waits for",
                        "a person to give the output of " + stage.id() + deadline(stage) + ", " + since(since));
            } else if (since != null && stage.waitsFor() == WaitFor.BACK_OFF) {
                fact("waits for", "the next attempt of " + stage.id() + due(stage) + ", " + since(since));
            }
        }
    }

    private String due(StageView stage) {
        Instant at = stage.retryAt();
        return at == null || !at.isAfter(look.now())
                ? ", which is due"
                : ", due in " + Times.whole(Duration.between(look.now(), at));
    }

    private String deadline(StageView stage) {
        Instant until = stage.until();
        return until == null ? "" : " until " + Times.date(until, look.zone());
    }

    private String since(Instant then) {
        return "since " + Times.clock(then, look.zone()) + " (" + Times.whole(Duration.between(then, look.now())) + ")";
    }

    private void facts() {
        fact("id", run.id().toString());
        fact("key", run.key());
        fact("user", run.user());
        StringJoiner labels = new StringJoiner(" ");
        run.labels().forEach((name, value) -> labels.add(name + "=" + value));
        fact("labels", labels.toString());
        fact("submitted", Times.ago(run.createdAt(), look.now()) + ", " + Times.date(run.createdAt(), look.zone()));
        if (!run.ended() && run.startedAt() != null) {
            fact("so far", time.took());
        }
        Owner owner = run.owner();
        if (owner != null) {
            fact(
                    Words.interrupted(run) ? "last run by" : "run by",
                    owner.name() + ", process " + owner.pid() + " on " + owner.host() + " since "
                            + Times.clock(owner.since(), look.zone()) + ", epoch " + owner.epoch());
        }
        if (run.status() == RunStatus.FAILED && run.stages().stream().allMatch(stage -> stage.error() == null)) {
            fact("because", run.error());
        }
        if (run.recoveries() > 0) {
            fact("recovered", run.recoveries() == 1 ? "once" : run.recoveries() + " times");
        }
    }

    private void fact(String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            String head = "  " + look.dim(Cells.pad(name, NAMES - 3)) + " ";
            for (String line : Cells.phrases(Cells.line(value), look.width() - NAMES)) {
                lines.add(head + line);
                head = " ".repeat(NAMES);
            }
        }
    }

    private void next(Predicate<String> wrote) {
        List<String> steps = Steps.lines(run, look, wrote);
        if (!steps.isEmpty()) {
            lines.add("");
            steps.forEach(step -> lines.add("  " + step));
        }
    }
}
