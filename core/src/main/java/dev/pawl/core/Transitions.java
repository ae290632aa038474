// SPDX-License-Identifier: Apache-2.0
package dev.pawl.core;

import static dev.pawl.core.StageStatus.CANCELLED;
import static dev.pawl.core.StageStatus.DEGRADED;
import static dev.pawl.core.StageStatus.FAILED;
import static dev.pawl.core.StageStatus.IDLE;
import static dev.pawl.core.StageStatus.RUNNING;
import static dev.pawl.core.StageStatus.SKIPPED;
import static dev.pawl.core.StageStatus.SUCCEEDED;
import static dev.pawl.core.StageStatus.WAITING;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a stage moves. The one table: the fold follows it, the tests visit every row, the diagram is drawn from it. */
public final class Transitions {

    /** What can happen to a stage. */
    public enum Trigger {
        REUSED("taken over from another run"),
        REUSED_DEGRADED("taken over, degraded"),
        REUSED_SKIPPED("taken over, skipped"),
        STARTED("attempt started"),
        STARTED_AGAIN("interrupted, same attempt again"),
        RESULT("succeeded"),
        RESULT_DEGRADED("succeeded, degraded"),
        RETRY("failed, retries left"),
        FAILURE("failed"),
        INTERRUPTED_EXTERNAL("interrupted or timed out, external"),
        SETTLED_RERUN("settled: run again"),
        SETTLED_DONE("settled: done"),
        SETTLED_FAILED("settled: failed"),
        SETTLED_ITEMS("items settled"),
        CONDITION_FALSE("condition does not hold"),
        CONDITION_FAILED("condition cannot be evaluated"),
        ASKED("a person is asked"),
        ANSWERED("a person gave the output"),
        REJECTS("rejects once too often"),
        SENT_BACK("sent back by a validator"),
        PUT_BACK("put back"),
        REOPENED("run resumed"),
        RUN_CANCELLED("run cancelled");

        private final String label;

        Trigger(String label) {
            this.label = label;
        }

        /** In words, for the diagram. */
        public String label() {
            return label;
        }
    }

    /** One row. */
    public record Transition(StageStatus from, Trigger trigger, StageStatus to) {}

    /** Every move there is. */
    public static final List<Transition> ALL = List.of(
            new Transition(IDLE, Trigger.REUSED, SUCCEEDED),
            new Transition(IDLE, Trigger.REUSED_DEGRADED, DEGRADED),
            new Transition(IDLE, Trigger.REUSED_SKIPPED, SKIPPED),
            new Transition(IDLE, Trigger.STARTED, RUNNING),
            new Transition(RUNNING, Trigger.STARTED_AGAIN, RUNNING),
            new Transition(RUNNING, Trigger.RESULT, SUCCEEDED),
            new Transition(RUNNING, Trigger.RESULT_DEGRADED, DEGRADED),
            new Transition(RUNNING, Trigger.RETRY, WAITING),
            new Transition(RUNNING, Trigger.FAILURE, FAILED),
            new Transition(RUNNING, Trigger.INTERRUPTED_EXTERNAL, WAITING),
            new Transition(RUNNING, Trigger.RUN_CANCELLED, CANCELLED),
            new Transition(WAITING, Trigger.STARTED, RUNNING),
            new Transition(WAITING, Trigger.SETTLED_RERUN, IDLE),
            new Transition(WAITING, Trigger.SETTLED_DONE, SUCCEEDED),
            new Transition(WAITING, Trigger.SETTLED_FAILED, FAILED),
            new Transition(WAITING, Trigger.RUN_CANCELLED, CANCELLED),
            new Transition(WAITING, Trigger.SETTLED_ITEMS, IDLE),
            new Transition(IDLE, Trigger.CONDITION_FALSE, SKIPPED),
            new Transition(IDLE, Trigger.CONDITION_FAILED, FAILED),
            new Transition(IDLE, Trigger.ASKED, WAITING),
            new Transition(WAITING, Trigger.ANSWERED, SUCCEEDED),
            new Transition(WAITING, Trigger.FAILURE, FAILED),
            new Transition(RUNNING, Trigger.REJECTS, FAILED),
            new Transition(IDLE, Trigger.SENT_BACK, IDLE),
            new Transition(WAITING, Trigger.SENT_BACK, IDLE),
            new Transition(RUNNING, Trigger.SENT_BACK, IDLE),
            new Transition(SUCCEEDED, Trigger.SENT_BACK, IDLE),
            new Transition(DEGRADED, Trigger.SENT_BACK, IDLE),
            new Transition(SKIPPED, Trigger.SENT_BACK, IDLE),
            new Transition(FAILED, Trigger.SENT_BACK, IDLE),
            new Transition(WAITING, Trigger.PUT_BACK, IDLE),
            new Transition(RUNNING, Trigger.PUT_BACK, IDLE),
            new Transition(FAILED, Trigger.PUT_BACK, IDLE),
            new Transition(IDLE, Trigger.REOPENED, IDLE),
            new Transition(FAILED, Trigger.REOPENED, IDLE),
            new Transition(SUCCEEDED, Trigger.REOPENED, IDLE),
            new Transition(DEGRADED, Trigger.REOPENED, IDLE),
            new Transition(SKIPPED, Trigger.REOPENED, IDLE));

    private static final Map<StageStatus, Map<Trigger, StageStatus>> TABLE = new EnumMap<>(StageStatus.class);

    static {
        for (Transition row : ALL) {
            TABLE.computeIfAbsent(row.from(), from -> new EnumMap<>(Trigger.class))
                    .put(row.trigger(), row.to());
        }
    }

    private Transitions() {}

    /** Where the trigger leads from there, or null where it does not apply. */
    static @Nullable StageStatus to(StageStatus from, Trigger trigger) {
        Map<Trigger, StageStatus> row = TABLE.get(from);
        return row == null ? null : row.get(trigger);
    }
}
