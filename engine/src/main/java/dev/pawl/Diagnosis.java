// SPDX-License-Identifier: Apache-2.0
package dev.pawl;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Why a run is where it is, how that is known, and what helps. Facts and helps name the reason they belong to by its code and
 * stage.
 *
 * @param number the run's
 * @param health as in {@link RunView#health}
 * @param sentence how it stands, in words
 * @param source where the answer comes from
 * @param asOfSeq the latest entry of the journal it knows
 * @param asOf when the worker that executes it wrote down how far it is, where that was not asked; null where it was, or where
 *     nobody executes it
 * @param reasons none where all is as it should be; stages that only wait for others come last
 * @param evidence the facts behind each reason
 * @param actions what helps
 */
public record Diagnosis(
        long number,
        @Nullable Health health,
        String sentence,
        RunView.Source source,
        int asOfSeq,
        @Nullable Instant asOf,
        List<Cause> reasons,
        List<Fact> evidence,
        List<Help> actions) {

    public Diagnosis {
        reasons = List.copyOf(reasons);
        evidence = List.copyOf(evidence);
        actions = List.copyOf(actions);
    }

    /** What is the matter, for programs. */
    public enum Code {
        /** What the stage is after is not done. */
        UNMET,
        /** An attempt failed, and the time of the next has not come. */
        BACK_OFF,
        /** A person gives its output. */
        PERSON,
        /** A person presses it. */
        MANUAL,
        /** It was put back, and a person presses it. */
        HELD,
        /** It missed two of its signs of life. */
        LATE,
        /** It has given no sign of life for longer than it may. */
        STALLED,
        /** Not even the first sign of life it promised has come. */
        NO_FIRST_SIGN,
        /** The worker that had it is gone. */
        INTERRUPTED,
        /** No worker has taken it yet. */
        QUEUED,
        /** No worker has the pipeline. */
        PIPELINE,
        /** No worker has the version it was started with, or a stage of that, or can read its definition. */
        VERSION,
        /** Its journal cannot be read. */
        DAMAGED,
        /** The worker that tried to execute it failed, not the run. */
        FAULT,
        /** A worker died while it executed the run. */
        STRIKE,
        /** So many did that it is to execute alone. */
        SUSPECT,
        /** A suspect run executes alone, or is about to. */
        CLOSED,
        /** All slots of its named limit are taken, or as many runs of its pipeline run, or began, as may. */
        LIMIT,
        /** The database takes no writes. */
        STORAGE,
        /** A result came after its run had gone to another worker, and was refused. */
        LATE_RESULT,
        /** Nobody knows whether its external effect happened. */
        DOUBT,
        /** Its code was asked to stop and has not yet. */
        STOPPING,
        /** Its code would not stop and was fenced off. */
        ABANDONED,
        /** Nobody gave its output in time. */
        DEADLINE,
        /** Its condition, or the list of its items, could not be evaluated. */
        CONDITION,
        /** A key is missing that it requires, or should have put out. */
        MISSING,
        /** It failed otherwise. */
        FAILED,
        /** Its output would be another one now. */
        STALE
    }

    /**
     * One reason.
     *
     * @param stage the stage it is about, or null for the run as a whole
     * @param words what is the matter
     */
    public record Cause(Code code, @Nullable String stage, String words) {}

    /**
     * One fact.
     *
     * @param name what it tells of, in words
     * @param value a text, a number, a time
     */
    public record Fact(Code code, @Nullable String stage, String name, Object value) {}

    /**
     * Something that helps.
     *
     * @param name what is done, as in {@link RunView#actions}, or another word
     * @param command what to type after {@code pawl}; null where no command does it
     * @param words what to do and what comes of it
     */
    public record Help(
            Code code,
            @Nullable String stage,
            String name,
            @Nullable String command,
            String words) {}

    /** The facts behind one reason. */
    public List<Fact> evidence(Cause of) {
        return evidence.stream()
                .filter(fact -> fact.code == of.code && Objects.equals(fact.stage, of.stage))
                .toList();
    }

    /** What helps against one reason. */
    public List<Help> actions(Cause of) {
        return actions.stream()
                .filter(help -> help.code == of.code && Objects.equals(help.stage, of.stage))
                .toList();
    }
}
