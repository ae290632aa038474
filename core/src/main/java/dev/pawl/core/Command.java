// SPDX-License-Identifier: Apache-2.0
package dev.pawl.core;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What somebody wants done to a run: requests of people and workers, and facts the driver reports. */
public sealed interface Command {

    /** Makes the run. */
    record Create(
            Content definition,
            Content input,
            @Nullable String key,
            @Nullable String user,
            Map<String, String> labels,
            Queueing queueing)
            implements Command {
        /** One that may begin at once. */
        public Create(
                Content definition,
                Content input,
                @Nullable String key,
                @Nullable String user,
                Map<String, String> labels) {
            this(definition, input, key, user, labels, Queueing.NONE);
        }
    }

    /**
     * Makes a run that takes another one up at one of its stages.
     *
     * @param parent that run, as it stands
     * @param from the stage; of a validator, what it validates is meant
     * @param usePartial whether what a failed stage before that one had put out will do
     * @param items where the items that stage had finished are taken over; null where they are done again
     * @param maxDepth how many runs may be before it
     */
    record Retry(
            Create create,
            Run parent,
            String from,
            boolean usePartial,
            @Nullable DoneItems items,
            int maxDepth,
            @Nullable String reason,
            @Nullable String by)
            implements Command {}

    /**
     * Items to be taken over.
     *
     * @param executed the run that executed them: the one that is taken up, or the one that took the stage over from; without a
     *     creation where it is there no more
     * @param files those that they made, by item
     */
    record DoneItems(Run executed, Map<Integer, List<Artifact>> files) {}

    /**
     * A worker takes the run from nobody, or from {@code dead}, an owner known to be dead.
     *
     * @param drained whether that owner was ending on purpose
     * @param seen the epoch under which the run was found and allowed to be taken; once another has had it that no longer holds.
     *     Null where nothing was asked
     */
    record Claim(
            UUID worker,
            @Nullable UUID dead,
            boolean drained,
            @Nullable Integer seen) implements Command {
        /** Whoever had it meanwhile. */
        public Claim(UUID worker, @Nullable UUID dead, boolean drained) {
            this(worker, dead, drained, null);
        }
    }

    /**
     * Ends the run without its result.
     *
     * @param dead the owner that is known not to live; any other one will stop the work first
     */
    record Cancel(
            @Nullable String by,
            @Nullable String reason,
            @Nullable UUID dead) implements Command {}

    /** Lets a failed run go on; asks nothing of one that is active. */
    record Resume(@Nullable String by) implements Command {}

    /**
     * Says what became of a stage in doubt.
     *
     * @param output given exactly with {@link SettleAs#DONE}
     */
    record Settle(
            String stage,
            SettleAs as,
            @Nullable Content output,
            @Nullable String by) implements Command {}

    /**
     * Gives an input stage the output it waits for, or a stage of a document another one.
     *
     * @param version number of the output the person saw, 0 for none; null where any will do
     */
    record Edit(
            String stage,
            Content output,
            @Nullable Integer version,
            @Nullable String by) implements Command {
        /** Whatever is there now. */
        public Edit(String stage, Content output, @Nullable String by) {
            this(stage, output, null, by);
        }
    }

    /**
     * Has the output before be there again.
     *
     * @param version number of the output the person saw; null where any will do
     */
    record Undo(
            String stage,
            @Nullable Integer version,
            @Nullable String by) implements Command {}

    /** Hides that an output is stale, until that changes. */
    record Dismiss(String stage, @Nullable String by) implements Command {}

    /** Takes a stale output as current. */
    record AcceptStale(String stage, @Nullable String by) implements Command {}

    /** Takes the latest result that came too late as the stage's output. */
    record Adopt(String stage, @Nullable String by) implements Command {}

    /** Has all that is stale run again. */
    record RefreshStale(@Nullable String by) implements Command {}

    /** Ends a document. */
    record Close(@Nullable String by) implements Command {}

    /** Has a manual stage start, or one that was put back; or one of a document run again. */
    record Press(String stage, @Nullable String by) implements Command {}

    /** Puts a stage back: its attempt is stopped and no longer counts, and it waits to be pressed. */
    record Reset(String stage, @Nullable String by) implements Command {}

    /** Ends a run that nobody executes as failed; what it has finished is kept. */
    record GiveUp(String reason) implements Command {}

    /** A fact about an attempt this worker executed under {@code epoch}. */
    sealed interface Fact extends Command {
        Attempt attempt();

        int epoch();
    }

    /**
     * The attempt was handed to its code ahead of its durable start. It happened, so it is told again when the append with
     * its start loses: results stand on it.
     */
    record Started(Attempt attempt, int epoch) implements Fact {}

    /** The attempt succeeded. */
    record Done(
            Attempt attempt,
            int epoch,
            Content output,
            @Nullable String degraded,
            List<Artifact> artifacts) implements Fact {
        public Done {
            artifacts = List.copyOf(artifacts);
        }

        /** It made no files. */
        public Done(Attempt attempt, int epoch, Content output, @Nullable String degraded) {
            this(attempt, epoch, output, degraded, List.of());
        }
    }

    /** The attempt failed. */
    record Fail(
            Attempt attempt,
            int epoch,
            Failure failure,
            @Nullable Content partial) implements Fact {}

    /** A validator's attempt does not accept the work. */
    record Rejects(Attempt attempt, int epoch, Content feedback) implements Fact {}

    /** What decides whether the attempt may start was evaluated. */
    record Evaluated(Attempt attempt, int epoch, boolean holds) implements Fact {}

    /** It could not be evaluated. */
    record NotEvaluated(Attempt attempt, int epoch, Failure failure) implements Fact {}

    /**
     * The items of a map are known.
     *
     * @param list the array of their values
     * @param keys the array of their names, or null
     */
    record Listed(
            Attempt attempt,
            int epoch,
            int count,
            Content list,
            @Nullable Content keys) implements Fact {}

    /**
     * Hands over the result of an attempt that lost its run.
     *
     * @param artifacts the files it made
     */
    record HandOver(Attempt attempt, int epoch, Content output, List<Artifact> artifacts) implements Fact {
        public HandOver {
            artifacts = List.copyOf(artifacts);
        }

        /** It made no files. */
        public HandOver(Attempt attempt, int epoch, Content output) {
            this(attempt, epoch, output, List.of());
        }
    }

    /** What became of a command. */
    sealed interface Outcome {}

    /**
     * It may be done.
     *
     * @param events what it changes; none where everything is so already
     */
    record Accepted(List<Event> events) implements Outcome {
        public Accepted {
            events = List.copyOf(events);
        }

        /** Everything is so already. */
        public boolean unchanged() {
            return events.isEmpty();
        }
    }

    /**
     * It may not be done.
     *
     * @param code for programs
     * @param problem what is, and what was expected
     * @param remedy what to do instead
     * @param stages with {@link Rejection#UPSTREAM_FAILED} the one to start from, with {@link Rejection#MISSING_STATE} those
     *     whose output there is not; else none
     */
    record Rejected(Rejection code, String problem, String remedy, List<String> stages) implements Outcome {
        public Rejected {
            stages = List.copyOf(stages);
        }

        /** One that is about no other stages. */
        public Rejected(Rejection code, String problem, String remedy) {
            this(code, problem, remedy, List.of());
        }
    }

    /** Why a command was refused. */
    enum Rejection {
        /** There is such a run already. */
        EXISTS,
        /** There is no such run. */
        NO_RUN,
        /** The pipeline needs a user and none was given. */
        NO_USER,
        /** The run has ended and changes no more. */
        ENDED,
        /** The run failed and rests; it wants to be resumed first. */
        AT_REST,
        /** A living worker owns the run. */
        OWNED,
        /** The run is to begin later. */
        NOT_DUE,
        /** There is no such stage. */
        UNKNOWN_STAGE,
        /** The stage is not in doubt. */
        NOT_IN_DOUBT,
        /** A person is asked something first. */
        WAITS,
        /** The stage does not wait for a person's output. */
        NOT_WAITING,
        /** The stage cannot be pressed as it stands. */
        NOT_PRESSABLE,
        /** The stage cannot be put back as it stands. */
        NOT_RESETTABLE,
        /** An output is missing, or given where none belongs. */
        OUTPUT,
        /** Only a document can be changed so. */
        NOT_INTERACTIVE,
        /** The stage cannot be given an output as it stands. */
        NOT_EDITABLE,
        /** There is another output than the person saw. */
        EDIT_CONFLICT,
        /** There is no output to go back to. */
        NOTHING_TO_UNDO,
        /** No result came too late. */
        NO_LATE_RESULT,
        /** Something is at work that has to end first. */
        BUSY,
        /** The attempt is not the one that counts. */
        STALE_ATTEMPT,
        /** The run to be taken up is not at rest. */
        RUN_ACTIVE,
        /** That many runs took each other up already. */
        DEPTH_LIMIT,
        /** There is nothing to be done again at that stage. */
        NOT_RETRYABLE,
        /** A stage before that one has no output. */
        UPSTREAM_FAILED,
        /** A stage before that one was not part of the run to be taken up. */
        MISSING_STATE
    }
}
