// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli.text;

import dev.pawl.Health;
import dev.pawl.RunView;
import dev.pawl.StageView;
import dev.pawl.WaitFor;
import dev.pawl.core.RunStatus;
import dev.pawl.core.StageStatus;
import java.util.Locale;

/** Symbols and words for how things stand. */
public final class Words {

    private Words() {}

    /** How a run stands, in one word; active ones that nobody executes are interrupted. */
    public static String status(RunView run) {
        if (interrupted(run)) {
            return "interrupted";
        }
        return run.status() == RunStatus.SUCCEEDED && run.degraded() ? "degraded" : name(run.status());
    }

    public static boolean interrupted(RunView run) {
        return run.status().active() && run.health() == Health.INTERRUPTED;
    }

    /** Whether nothing can be written down for now, so that what finishes meanwhile may be lost. */
    public static boolean held(RunView run) {
        return run.held();
    }

    /** Whether a person has to say what became of it. */
    public static boolean inDoubt(StageView stage) {
        return stage.status() == StageStatus.WAITING && stage.waitsFor() == WaitFor.DOUBT;
    }

    /** Whether nothing happens until a person acts: what waits for a time or for capacity goes on by itself. */
    public static boolean waitsForAPerson(RunView run) {
        return run.status() == RunStatus.WAITING
                && !interrupted(run)
                && run.stages().stream()
                        .filter(stage -> stage.status() == StageStatus.WAITING)
                        .noneMatch(
                                stage -> stage.waitsFor() == WaitFor.BACK_OFF || stage.waitsFor() == WaitFor.CAPACITY);
    }

    static String painted(RunView run, String text, Look look) {
        return switch (run.status()) {
            case SUCCEEDED -> run.degraded() ? look.yellow(text) : look.green(text);
            case FAILED -> look.red(text);
            case CANCELLED -> look.dim(text);
            case WAITING, CANCELLING -> look.yellow(text);
            case QUEUED, RUNNING -> interrupted(run) || held(run) ? look.yellow(text) : look.cyan(text);
        };
    }

    static String symbol(RunView run) {
        return switch (run.status()) {
            case SUCCEEDED -> run.degraded() ? "!" : "✓";
            case FAILED -> "✗";
            case CANCELLED, CANCELLING -> "■";
            case WAITING -> "?";
            case QUEUED, RUNNING -> interrupted(run) ? "!" : "●";
        };
    }

    static String symbol(StageView stage, Look look) {
        return switch (stage.status()) {
            case IDLE -> look.dim("○");
            case WAITING -> look.yellow(inDoubt(stage) ? "?" : "◌");
            case RUNNING -> stage.health() == Health.INTERRUPTED ? look.yellow("!") : look.cyan("●");
            case SUCCEEDED -> look.green("✓");
            case DEGRADED -> look.yellow("!");
            case FAILED -> look.red("✗");
            case CANCELLED -> look.dim("■");
            case SKIPPED -> look.dim("–");
        };
    }

    public static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** A count in groups of three digits. */
    static String count(long n) {
        return String.format(Locale.ROOT, "%,d", n);
    }

    /** A size, rounded, with its unit. */
    public static String size(long bytes) {
        if (bytes < 1_000) {
            return bytes + " B";
        }
        return bytes < 1_000_000
                ? String.format(Locale.ROOT, "%.1f kB", bytes / 1e3)
                : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }

    /** Whether something of a run goes on without a person. */
    public static boolean moves(RunView view) {
        return !view.ended()
                && view.stages().stream().anyMatch(stage -> switch (stage.status()) {
                    case RUNNING -> true;
                    case IDLE ->
                        stage.trigger().equals("auto")
                                && !stage.held()
                                && (stage.after().isEmpty() || stage.depsMet());
                    case WAITING -> stage.waitsFor() == WaitFor.CAPACITY || stage.waitsFor() == WaitFor.BACK_OFF;
                    case SUCCEEDED, DEGRADED, FAILED, CANCELLED, SKIPPED -> false;
                });
    }
}
