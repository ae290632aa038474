// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.attempt;

import dev.pawl.core.Action.StopCause;
import dev.pawl.core.Attempt;
import dev.pawl.core.World.Executing;
import dev.pawl.core.World.Phase;
import dev.pawl.core.World.Work;
import dev.pawl.spi.AttemptExecutor.Running;
import dev.pawl.spi.Env;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An attempt that executes here, or something else that is at work for it. Changed only on its run's turn; its progress may be read by anyone. */
public final class LiveAttempt {

    private final Attempt attempt;
    private final int epoch;
    private final Work work;
    private final Env env;
    private final Elapsed.Moment since;
    private final Duration heartbeat;
    private final Progress progress;
    private final Kept kept;
    private final Running running;
    private volatile Phase phase = Phase.RUNNING;
    private volatile @Nullable StopCause stopCause;

    LiveAttempt(
            Attempt attempt,
            int epoch,
            Work work,
            Env env,
            Elapsed.Moment since,
            Duration heartbeat,
            Progress progress,
            Kept kept,
            Running running) {
        this.attempt = attempt;
        this.epoch = epoch;
        this.work = work;
        this.env = env;
        this.since = since;
        this.heartbeat = heartbeat;
        this.progress = progress;
        this.kept = kept;
        this.running = running;
    }

    public Attempt attempt() {
        return attempt;
    }

    public int epoch() {
        return epoch;
    }

    /** What of it is at work. */
    public Work work() {
        return work;
    }

    public Progress progress() {
        return progress;
    }

    /** How often a sign of life is written down. */
    public Duration heartbeat() {
        return heartbeat;
    }

    /** A result in hand is never one of an attempt that would not stop, however long the database takes to store it. */
    public Phase phase() {
        boolean settled = phase == Phase.ABANDONED || phase == Phase.REPORTED;
        return !settled && progress.codeHasReturned() ? Phase.FINISHED : phase;
    }

    /** Why it was asked to stop, or null. */
    public @Nullable StopCause stopCause() {
        return stopCause;
    }

    /** What a checkpoint of a stage, or of an item of it, is kept under. */
    public static final String OF_ITEM = "/";

    /** The same for an item of it. */
    public static String place(String stage, int item) {
        return item == Attempt.NO_ITEM ? stage : stage + OF_ITEM + item;
    }

    /** What its checkpoint is kept under. */
    public String place() {
        return place(attempt.stage(), attempt.item());
    }

    /** Whether it may have left a checkpoint. */
    public boolean checkpointed() {
        return kept.any();
    }

    public void stop(StopCause cause) {
        phase = Phase.STOPPING;
        stopCause = cause;
        running.stop();
    }

    /** What came of it is stored, and reported to its run. */
    public void reported() {
        phase = Phase.REPORTED;
    }

    public void abandon() {
        phase = Phase.ABANDONED;
        kept.fence();
    }

    /** Times in it are as the clock stands now: a step of the clock makes nothing late, and nothing early. */
    public Executing executing() {
        Instant from = Elapsed.since(since.at(), since.nanos(), env.now(), env.elapsedNanos());
        return new Executing(attempt, epoch, phase(), from, progress.lastSign(), work);
    }
}
