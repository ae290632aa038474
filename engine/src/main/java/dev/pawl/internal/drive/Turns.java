// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.drive;

import dev.pawl.core.Action;
import dev.pawl.core.CheckpointPolicy;
import dev.pawl.core.Decider;
import dev.pawl.core.Effect;
import dev.pawl.core.PipelineSpec;
import dev.pawl.core.Plan;
import dev.pawl.core.Reason;
import dev.pawl.core.World;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Plans what should be happening and sees to it, until nothing is missing. Used on the run's turn only. */
final class Turns {

    /** More plans in one turn than any graph needs: a decision that never comes to rest must not take the worker along. */
    private static final int MOST_PLANS = 100_000;

    private final RunDriver driver;
    private final Host host;
    private final PipelineSpec pipeline;
    private final Ledger ledger;
    private final Hands hands;
    private final Journaling journaling;
    private final Alarm alarm;
    /** Whether any stage may start once what it stands on is on its way. */
    private final boolean runsAhead;

    private volatile List<Reason> reasons = List.of();
    private boolean draining;

    Turns(RunDriver driver, PipelineSpec pipeline, Ledger ledger, Hands hands, Journaling journaling) {
        this.driver = driver;
        this.host = driver.host();
        this.pipeline = pipeline;
        this.ledger = ledger;
        this.hands = hands;
        this.journaling = journaling;
        this.alarm = new Alarm(host.env(), this::wake);
        this.runsAhead = pipeline.checkpoint() == CheckpointPolicy.ON_FAILURE
                || pipeline.stages().stream().anyMatch(stage -> stage.effect() == Effect.PURE);
    }

    /** Why nothing more is happening. May be read by anyone. */
    List<Reason> reasons() {
        return reasons;
    }

    /** From now on the work is stopped and the run given back. */
    void drain() {
        draining = true;
    }

    /** Nobody is to be woken any more. */
    void stop() {
        alarm.set(null);
    }

    private void wake() {
        driver.tell(alarm::rang);
    }

    void planUntilAtRest() {
        for (int plans = 0; plans < MOST_PLANS; plans++) {
            Instant now = driver.now();
            long acked = ledger.durable().run().ordinal();
            World world = hands.world(acked, ahead(acked), draining);
            Plan plan = Decider.next(pipeline, ledger.tip(), world, now);
            boolean changed = false;
            for (Action action : plan.actions()) {
                changed |= hands.carryOut(action, ledger, driver.published().number());
            }
            boolean moreCanStart = !changed && journaling.flush(now, draining || isAwaited(plan)) && runsAhead;
            if (!changed && !moreCanStart) {
                reasons = plan.reasons();
                hands.atRest(reasons);
                alarm.set(earlier(plan.wakeAt(), HoldBack.until(pipeline, ledger, now)));
                return;
            }
        }
        throw new IllegalStateException("run " + driver.id() + " does not come to rest: " + ledger.waitingEvents());
    }

    private long ahead(long acked) {
        boolean claimed = ledger.durable().run().epoch() == ledger.tip().epoch();
        if (!claimed || host.committer().slow()) {
            return acked;
        }
        return pipeline.checkpoint() == CheckpointPolicy.ON_FAILURE
                ? ledger.tip().ordinal()
                : ledger.sent();
    }

    private static boolean isAwaited(Plan plan) {
        for (Reason reason : plan.reasons()) {
            if (reason.code() == Reason.Code.NOT_DURABLE) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable Instant earlier(@Nullable Instant a, @Nullable Instant b) {
        return a == null || (b != null && b.isBefore(a)) ? b : a;
    }
}
