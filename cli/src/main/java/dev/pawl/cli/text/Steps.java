// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli.text;

import dev.pawl.Choices;
import dev.pawl.Diagnosis.Code;
import dev.pawl.Diagnosis.Help;
import dev.pawl.RunView;
import dev.pawl.StageView;
import dev.pawl.core.RunStatus;
import dev.pawl.core.StageStatus;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What a person may do next with a run, as commands to type. */
public final class Steps {

    /** Failed stages that are named one by one. */
    private static final int SOME = 3;

    /** Stages that wait for a person, and are named one by one. */
    private static final int CHOICES = 5;

    /** Whoever shows them puts so many columns before them. */
    private static final int INDENT = 2;

    private static final int GAP = 2;
    private static final int BELOW = 4;

    private Steps() {}

    /** Commands, and what each does; {@code wrote} tells of which stages there is something to read. */
    public static List<String> lines(RunView run, Look look, Predicate<String> wrote) {
        Map<String, String> steps = new LinkedHashMap<>();
        String number = Long.toString(run.number());
        if (!Words.interrupted(run)) {
            choices(run, look, steps);
        }
        if (run.status() == RunStatus.FAILED) {
            steps.put(
                    look.command("resume " + number),
                    run.interactive()
                            ? "open it again; what failed runs again"
                            : "go on at what failed; what is finished stays");
        } else if (Words.interrupted(run)) {
            steps.put(look.command("resume " + number), "go on where it was");
            choices(run, look, steps);
        } else if (run.status() == RunStatus.QUEUED && run.owner() == null) {
            boolean served = look.served().getAsBoolean();
            if (!served) {
                steps.put(look.command("resume " + number), "execute it here");
            }
            steps.put(
                    look.command("watch " + number),
                    served ? "follow it; a worker is there to execute it" : "follow it, whoever executes it");
        } else if (run.status().active()) {
            steps.put(look.command("watch " + number), "follow it to its end");
        }
        if (run.status().active()) {
            stale(run, look, steps);
            again(run, look, steps);
        }
        retryable(run).ifPresent(stage -> retry(number, stage, look, steps));
        List<String> failed = run.stages().stream()
                .filter(s -> s.status() == StageStatus.FAILED)
                .map(StageView::id)
                .filter(wrote)
                .toList();
        failed.stream()
                .limit(SOME)
                .forEach(id -> steps.put(look.command("logs " + number + " " + id), "read what " + id + " wrote"));
        if (failed.size() > SOME) {
            steps.put(look.command("logs " + number), "and " + (failed.size() - SOME) + " more that failed");
        }
        if (run.actions().stream().anyMatch(can -> can.name().equals("close") && can.enabled())) {
            steps.put(
                    look.command("close " + number),
                    run.stages().stream().anyMatch(stage -> stage.status() == StageStatus.FAILED)
                            ? "end it as failed; what was put back before does not count"
                            : "end it as it is; it changes no more");
        }
        if (run.status().active() && run.status() != RunStatus.CANCELLING) {
            steps.put(look.command("cancel " + number), "end it without its result");
        }
        if (run.status() == RunStatus.SUCCEEDED) {
            lastOutput(run)
                    .ifPresent(s -> steps.put(
                            look.command("show " + number + " --output " + s.id()),
                            "read its last output (" + Words.size(size(s)) + ")"));
        }
        return table(steps, look);
    }

    /** Where a new run may begin: at the first stage that did not end well, and has before it what it needs. */
    private static Optional<StageView> retryable(RunView run) {
        Set<String> open = open(run);
        return run.stages().stream()
                .filter(stage -> run.ended() && stage.reusedFrom() == null)
                .filter(stage -> switch (stage.status()) {
                    case DEGRADED -> true;
                    case FAILED -> run.status() != RunStatus.SUCCEEDED;
                    case CANCELLED -> stage.attempt() > 0;
                    case IDLE, WAITING, RUNNING, SUCCEEDED, SKIPPED -> false;
                })
                .filter(stage -> Collections.disjoint(stage.after(), open))
                .findFirst();
    }

    /** Stages that are not done, and what stands on those: of a document also what is done. */
    private static Set<String> open(RunView run) {
        Set<String> open = new HashSet<>();
        for (boolean more = true; more; ) {
            more = false;
            for (StageView stage : run.stages()) {
                more |= (!stage.status().done() || !Collections.disjoint(stage.after(), open)) && open.add(stage.id());
            }
        }
        return open;
    }

    private static void retry(String number, StageView stage, Look look, Map<String, String> steps) {
        boolean items = stage.items() != null && stage.items().failed() > 0;
        steps.put(
                look.command("retry " + number + " --from-stage " + stage.id() + (items ? " --only-failed-items" : "")),
                "begin a new run there; "
                        + (items ? "items that succeeded are taken over" : "what is before it is taken over"));
    }

    /** What waits for a person. */
    private static void choices(RunView run, Look look, Map<String, String> steps) {
        Map<String, List<Help>> all = Choices.of(run).stream()
                .collect(Collectors.groupingBy(Help::stage, LinkedHashMap::new, Collectors.toList()));
        all.values().stream().limit(CHOICES).forEach(helps -> put(helps, look, steps));
        if (all.size() > CHOICES) {
            steps.put(
                    look.command("diagnose " + run.number()),
                    "and " + (all.size() - CHOICES) + " more wait for a person");
        }
    }

    /** What a person gave is not made again, nor what stands on it, until that person has looked. */
    private static void stale(RunView run, Look look, Map<String, String> steps) {
        Set<String> waiting = new HashSet<>();
        boolean more = false;
        for (StageView stage : run.stages()) {
            boolean stale = !stage.stale().isEmpty();
            if (stale && stage.status().done() && stage.kind().equals("input")) {
                waiting.add(stage.id());
                steps.put(
                        look.command("stage accept-stale " + run.number() + " " + stage.id()),
                        "take what a person gave as it is: what stands on it is made again only then");
            } else if (!Collections.disjoint(stage.after(), waiting)) {
                waiting.add(stage.id());
            } else {
                more |= stale && !stage.staleDismissed();
            }
        }
        if (more) {
            steps.put(look.command("refresh-stale " + run.number()), "have what is stale made again");
        }
    }

    /** A document does not end where a stage of it failed. */
    private static void again(RunView run, Look look, Map<String, String> steps) {
        run.stages().stream()
                .filter(stage -> run.interactive() && stage.status() == StageStatus.FAILED)
                .limit(SOME)
                .forEach(stage -> steps.put(
                        look.command("stage run " + run.number() + " " + stage.id()),
                        "run it again, once what it failed on is mended"));
    }

    private static void put(List<Help> helps, Look look, Map<String, String> steps) {
        helps.forEach(help -> steps.put(look.command(Objects.requireNonNull(help.command())), help.words()));
    }

    /** What ends a stage's waiting for a person, one command for each answer, and what each means. */
    static List<String> asked(RunView run, StageView stage, Look look) {
        Map<String, String> steps = new LinkedHashMap<>();
        put(Choices.of(run.number(), stage), look, steps);
        return table(steps, look);
    }

    /** The same of a stage that waits for a person, in one line: the first answer, and that there are others. */
    static String answer(RunView run, StageView stage, Look look) {
        Help first = Choices.of(run.number(), stage).getFirst();
        return look.command(Objects.requireNonNull(first.command()))
                + (first.code() == Code.DOUBT ? " (or rerun, or failed)" : "");
    }

    /** Beside each other where they fit, else what a command does below it; a command stays in one piece, to be copied. */
    private static List<String> table(Map<String, String> steps, Look look) {
        int width = steps.keySet().stream().mapToInt(Cells::width).max().orElse(0);
        int does = steps.values().stream().mapToInt(Cells::width).max().orElse(0);
        boolean beside = INDENT + width + GAP + does <= look.width();
        List<String> lines = new ArrayList<>();
        steps.forEach((command, text) -> {
            if (beside) {
                lines.add(Cells.pad(command, width) + "  " + look.dim(text));
            } else {
                lines.add(command);
                Cells.wrap(text, look.width() - INDENT - BELOW)
                        .forEach(line -> lines.add(" ".repeat(BELOW) + look.dim(line)));
            }
        });
        return lines;
    }

    /** The stage that finished last of those that have an output. */
    public static Optional<StageView> lastOutput(RunView run) {
        return run.stages().stream()
                .filter(s -> s.status().done() && s.outputSize() != null && s.finishedAt() != null)
                .max(Comparator.comparing(StageView::finishedAt));
    }

    public static long size(StageView stage) {
        Long size = stage.outputSize();
        return size == null ? 0 : size;
    }
}
