// SPDX-License-Identifier: Apache-2.0
package dev.pawl.core;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Something that happened to a run. A run is the fold of its events; only {@link Decider#accept} and the driver make them. */
public sealed interface Event {

    /** When it happened. Never earlier than the event before it in the same run. */
    Instant at();

    /** An event about one stage. */
    sealed interface OfStage extends Event {
        String stage();
    }

    /**
     * The run exists. Always the first event.
     *
     * @param definition the definition it was started with
     * @param stages ids of its stages, in the order declared
     * @param key what the run is about; one active run for each pipeline and key
     * @param user the user it runs for
     * @param lineage the run it takes up, or null
     * @param interactive whether it stays open until a person closes it
     */
    record Created(
            Instant at,
            String pipeline,
            int version,
            Content definition,
            List<String> stages,
            Content input,
            @Nullable String key,
            @Nullable String user,
            Map<String, String> labels,
            Queueing queueing,
            @Nullable Lineage lineage,
            boolean interactive)
            implements Event {
        public Created {
            stages = List.copyOf(stages);
            labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
        }

        /** One that begins at its beginning, and ends by itself. */
        public Created(
                Instant at,
                String pipeline,
                int version,
                Content definition,
                List<String> stages,
                Content input,
                @Nullable String key,
                @Nullable String user,
                Map<String, String> labels,
                Queueing queueing) {
            this(at, pipeline, version, definition, stages, input, key, user, labels, queueing, null, false);
        }

        /** One that ends by itself. */
        public Created(
                Instant at,
                String pipeline,
                int version,
                Content definition,
                List<String> stages,
                Content input,
                @Nullable String key,
                @Nullable String user,
                Map<String, String> labels,
                Queueing queueing,
                @Nullable Lineage lineage) {
            this(at, pipeline, version, definition, stages, input, key, user, labels, queueing, lineage, false);
        }
    }

    /**
     * The stage is as another run left it, and does not run.
     *
     * @param status succeeded, degraded or skipped
     * @param output null exactly where it was skipped
     * @param degraded why the output deserves a look, exactly where it is degraded
     * @param run the run that executed it
     * @param artifacts the files it made
     * @param reads hashes of what it was made of, by the id of the stage, where that is not what is taken over of it; null where
     *     that was nothing, or is no longer known
     * @param answeredFor whether a person answers for it, who knew what was stale further up
     */
    record Reused(
            Instant at,
            String stage,
            StageStatus status,
            @Nullable Content output,
            @Nullable String degraded,
            UUID run,
            List<Artifact> artifacts,
            Map<String, @Nullable String> reads,
            boolean answeredFor)
            implements OfStage {
        public Reused {
            artifacts = List.copyOf(artifacts);
            reads = Collections.unmodifiableMap(new TreeMap<>(reads));
            if (!status.done()
                    || (output == null) != (status == StageStatus.SKIPPED)
                    || (degraded == null) != (status != StageStatus.DEGRADED)) {
                throw new IllegalArgumentException(
                        "what is taken over is done, and has what belongs to that: " + stage + " " + status);
            }
        }

        /** It is as fresh as it was. */
        public Reused(
                Instant at,
                String stage,
                StageStatus status,
                @Nullable Content output,
                @Nullable String degraded,
                UUID run,
                List<Artifact> artifacts) {
            this(at, stage, status, output, degraded, run, artifacts, Map.of(), false);
        }

        /** It made no files. */
        public Reused(
                Instant at,
                String stage,
                StageStatus status,
                @Nullable Content output,
                @Nullable String degraded,
                UUID run) {
            this(at, stage, status, output, degraded, run, List.of());
        }
    }

    /**
     * A worker owns the run from here on, under an epoch of its own.
     *
     * @param strike whether the owner before died while it executed this run, with nothing to show for it since its claim
     */
    record Claimed(Instant at, UUID worker, int epoch, boolean strike) implements Event {
        /** Nobody died over it. */
        public Claimed(Instant at, UUID worker, int epoch) {
            this(at, worker, epoch, false);
        }
    }

    /**
     * The owner gave the run back with its work stopped, for a worker to claim.
     *
     * @param rests whether there is nothing to do until a person acts: no worker need claim it before
     */
    record Released(Instant at, String reason, boolean rests) implements Event {
        /** There is something to do. */
        public Released(Instant at, String reason) {
            this(at, reason, false);
        }
    }

    /** An attempt may execute under {@code epoch}. The same attempt starts again after an interruption. */
    record AttemptStarted(Instant at, String stage, int generation, int number, int epoch) implements OfStage {}

    /**
     * The stage has its output.
     *
     * @param degraded why the output deserves a look, or null
     * @param artifacts the files it made
     */
    record AttemptSucceeded(
            Instant at,
            String stage,
            Content output,
            @Nullable String degraded,
            List<Artifact> artifacts) implements OfStage {
        public AttemptSucceeded {
            artifacts = List.copyOf(artifacts);
        }

        /** It made no files. */
        public AttemptSucceeded(Instant at, String stage, Content output, @Nullable String degraded) {
            this(at, stage, output, degraded, List.of());
        }
    }

    /**
     * An attempt failed.
     *
     * @param retryAt when the next attempt is due, or null where the stage has failed for good
     * @param partial what it had put out before it failed
     */
    record AttemptFailed(
            Instant at,
            String stage,
            Failure failure,
            @Nullable Instant retryAt,
            @Nullable Content partial) implements OfStage {}

    /**
     * An external attempt was stopped mid-way, by a crash or by its time-out: whether its effect happened is for a person to
     * say.
     *
     * @param failure why it was stopped, or null where its worker was lost
     * @param partial what it had put out before
     */
    record Doubted(
            Instant at,
            String stage,
            @Nullable Failure failure,
            @Nullable Content partial) implements OfStage {
        /** Its worker was lost. */
        public Doubted(Instant at, String stage) {
            this(at, stage, null, null);
        }
    }

    /**
     * A person said what became of a stage in doubt.
     *
     * @param output the output, where settled as {@link SettleAs#DONE}
     */
    record Settled(
            Instant at,
            String stage,
            SettleAs as,
            @Nullable Content output,
            @Nullable String by) implements OfStage {}

    /** Its condition was evaluated. Where it does not hold, the stage is skipped. */
    record ConditionEvaluated(Instant at, String stage, boolean holds) implements OfStage {}

    /** Its condition could not be evaluated, or what it requires is missing. */
    record ConditionFailed(Instant at, String stage, Failure failure) implements OfStage {}

    /** A suspect has the worker to itself, and its condition is about to be evaluated: should the worker die, it is of this. */
    record ConditionAsked(Instant at, String stage, int epoch) implements OfStage {}

    /**
     * It waits for a person's output.
     *
     * @param until when their time is up, or null
     */
    record StageWaits(Instant at, String stage, @Nullable Instant until) implements OfStage {}

    /** A person gave its output, where it waited for that or had another. */
    record Edited(
            Instant at,
            String stage,
            Content output,
            @Nullable String by) implements OfStage {}

    /** A person had it start, or run again. */
    record Pressed(Instant at, String stage, @Nullable String by) implements OfStage {}

    /**
     * A person took its output back.
     *
     * @param version number of the output that is there again
     */
    record Undone(
            Instant at, String stage, int version, @Nullable String by) implements OfStage {}

    /**
     * A person took a result that came too late as its output.
     *
     * @param artifacts the files that came with it
     */
    record Adopted(
            Instant at,
            String stage,
            Content output,
            List<Artifact> artifacts,
            @Nullable String by) implements OfStage {
        public Adopted {
            artifacts = List.copyOf(artifacts);
        }
    }

    /** A person knows that its output is stale, and is not to be told until that changes. */
    record StaleDismissed(
            Instant at, String stage, @Nullable String by) implements OfStage {}

    /** A person takes its output as current. */
    record StaleAccepted(Instant at, String stage, @Nullable String by) implements OfStage {}

    /**
     * What is stale is to run again, one after the other.
     *
     * @param stages those that are
     */
    record RefreshAsked(
            Instant at, List<String> stages, @Nullable String by) implements Event {
        public RefreshAsked {
            stages = List.copyOf(stages);
        }
    }

    /** It was to run again, and need not: what it was made of is there again. */
    record Kept(Instant at, String stage) implements OfStage {}

    /** A person closed the document. */
    record Closed(Instant at, @Nullable String by) implements Event {}

    /**
     * It was put back, and waits to be pressed; its attempt no longer counts, its finished items do.
     *
     * @param by who put it back, or null where its worker was lost and the stage says so
     */
    record Reset(Instant at, String stage, @Nullable String by) implements OfStage {}

    /**
     * The items of a map are known.
     *
     * @param list the array of their values
     * @param keys the array of their names, where they have names of their own
     */
    record ItemsListed(
            Instant at,
            String stage,
            int count,
            Content list,
            @Nullable Content keys) implements OfStage {}

    /** An item may execute, whose effect must not happen twice. */
    record ItemStarted(Instant at, String stage, int item) implements OfStage {}

    /**
     * An item has its output.
     *
     * @param degraded why the output deserves a look, or null
     * @param artifacts the files it made, which are its stage's once that has succeeded
     */
    record ItemSucceeded(
            Instant at,
            String stage,
            int item,
            Content output,
            @Nullable String degraded,
            List<Artifact> artifacts) implements OfStage {
        public ItemSucceeded {
            artifacts = List.copyOf(artifacts);
        }

        /** It made no files. */
        public ItemSucceeded(Instant at, String stage, int item, Content output, @Nullable String degraded) {
            this(at, stage, item, output, degraded, List.of());
        }
    }

    /**
     * An attempt of an item failed.
     *
     * @param retryAt when its next attempt is due, or null where the item has failed for good
     */
    record ItemFailed(
            Instant at,
            String stage,
            int item,
            Failure failure,
            @Nullable Instant retryAt) implements OfStage {}

    /** An item was stopped mid-way, and nobody knows what it did outside. */
    record ItemDoubted(Instant at, String stage, int item, Failure failure) implements OfStage {}

    /**
     * A validator does not accept the work. Where another had sent it back a moment before, this validator is sent back too
     * and no longer runs: then only what it says is added to what the other said.
     *
     * @param stage the validator
     * @param validates the stage whose work it is
     * @param feedback what it says of it
     * @param reopened stages that run again in a new generation; none where it may not send the work back any more, and fails,
     *     nor where the work was sent back already
     */
    record Rejected(Instant at, String stage, String validates, Content feedback, List<String> reopened)
            implements OfStage {
        public Rejected {
            reopened = List.copyOf(reopened);
        }
    }

    record CancelRequested(
            Instant at, @Nullable String by, @Nullable String reason) implements Event {}

    /**
     * A failed run goes on.
     *
     * @param reopened stages that run again in a new generation: those that failed; or all that a validator that used up its
     *     rounds would have sent back, of which nothing is kept
     */
    record Resumed(Instant at, @Nullable String by, List<String> reopened) implements Event {
        public Resumed {
            reopened = List.copyOf(reopened);
        }
    }

    /**
     * The result of an attempt that no longer counts, kept for a person. Changes no status.
     *
     * @param item index of the item, or {@link Attempt#NO_ITEM}
     * @param artifacts the files that came with it
     */
    record LateResult(
            Instant at,
            String stage,
            int generation,
            int number,
            int item,
            int epoch,
            Content output,
            List<Artifact> artifacts)
            implements OfStage {
        public LateResult {
            artifacts = List.copyOf(artifacts);
        }

        /** Without files. */
        public LateResult(Instant at, String stage, int generation, int number, int item, int epoch, Content output) {
            this(at, stage, generation, number, item, epoch, output, List.of());
        }

        /** Of a stage as a whole, without files. */
        public LateResult(Instant at, String stage, int generation, int number, int epoch, Content output) {
            this(at, stage, generation, number, Attempt.NO_ITEM, epoch, output);
        }
    }

    /**
     * The run is over, or rests where it failed.
     *
     * @param status succeeded, failed or cancelled
     */
    record Ended(Instant at, RunStatus status, @Nullable Failure failure) implements Event {
        public Ended {
            if (status.active()) {
                throw new IllegalArgumentException("a run does not end as " + status);
            }
        }
    }
}
