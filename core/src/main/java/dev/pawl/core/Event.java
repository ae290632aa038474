// SPDX-License-Identifier: Apache-2.0
package dev.pawl.core;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
            Map<String, String> labels)
            implements Event {
        public Created {
            stages = List.copyOf(stages);
            labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
        }
    }

    /** A worker owns the run from here on, under an epoch of its own. */
    record Claimed(Instant at, UUID worker, int epoch) implements Event {}

    /** The owner gave the run back with its work stopped, for a worker to claim. */
    record Released(Instant at, String reason) implements Event {}

    /** An attempt may execute under {@code epoch}. The same attempt starts again after an interruption. */
    record AttemptStarted(Instant at, String stage, int generation, int number, int epoch) implements OfStage {}

    /**
     * The stage has its output.
     *
     * @param degraded why the output deserves a look, or null
     */
    record AttemptSucceeded(
            Instant at,
            String stage,
            Content output,
            @Nullable String degraded) implements OfStage {}

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

    record CancelRequested(
            Instant at, @Nullable String by, @Nullable String reason) implements Event {}

    /**
     * A failed run goes on.
     *
     * @param reopened the failed stages, which run again in a new generation
     */
    record Resumed(Instant at, @Nullable String by, List<String> reopened) implements Event {
        public Resumed {
            reopened = List.copyOf(reopened);
        }
    }

    /** The result of an attempt that no longer counts, kept for a person. Changes nothing. */
    record LateResult(Instant at, String stage, int generation, int number, int epoch, Content output)
            implements OfStage {}

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
