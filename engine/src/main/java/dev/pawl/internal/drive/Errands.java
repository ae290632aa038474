// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.drive;

import dev.pawl.Pipeline;
import dev.pawl.core.Action;
import dev.pawl.core.Attempt;
import dev.pawl.core.Command;
import dev.pawl.core.Failure;
import dev.pawl.core.FailureKind;
import dev.pawl.core.Items;
import dev.pawl.core.Run;
import dev.pawl.internal.attempt.Questions;
import dev.pawl.internal.content.Brief;
import dev.pawl.internal.content.InlineValues;
import dev.pawl.internal.journal.ItemOutputs;
import dev.pawl.spi.StoreException;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What a plan asks for that takes a while: evaluations, lists of items, outputs to gather. Each is done on a thread that may
 * block, and answered with a fact. Used on the run's turn only.
 */
final class Errands {

    private static final Duration HEAL = Duration.ofSeconds(1);

    private final Host host;
    private final Pipeline<?> pipeline;
    private final Consumer<Runnable> turn;
    private final Consumer<Command> report;
    private final Set<Action> asked = new HashSet<>();

    /**
     * None yet.
     *
     * @param turn runs something on the run's turn
     * @param report takes a fact, on the run's turn
     */
    Errands(Host host, Pipeline<?> pipeline, Consumer<Runnable> turn, Consumer<Command> report) {
        this.host = host;
        this.pipeline = pipeline;
        this.turn = turn;
        this.report = report;
    }

    /** What was asked for and is not answered. */
    Set<Action> asked() {
        return asked;
    }

    void mayStart(Action.Evaluate action, Run run, long number, InlineValues values) {
        go(
                action,
                () -> host.questions()
                        .mayStart(about(pipeline, run, number, values, action.attempt(), action.epoch())));
    }

    void items(Action.ListItems action, Run run, long number, InlineValues values) {
        go(
                action,
                () -> host.questions().items(about(pipeline, run, number, values, action.attempt(), action.epoch())));
    }

    /** Asked for once every item's result is durable: it is read from the journal. */
    void gather(Action.Gather action, Run run, InlineValues values) {
        Attempt attempt = action.attempt();
        Items items = run.stage(attempt.stage()).items();
        go(action, () -> {
            if (items == null) {
                throw new IllegalStateException("stage " + attempt.stage() + " has no items to gather");
            }
            try (ItemOutputs outputs = ItemOutputs.read(host.store(), run.id(), attempt.stage(), items, values)) {
                return new Command.Done(
                        attempt, action.epoch(), values.add(host.values().take(outputs)), null);
            } catch (IOException | OutOfMemoryError e) {
                Failure failure = new Failure(
                        FailureKind.UNSTORABLE, Brief.of("the items' outputs cannot be stored: " + e.getMessage()));
                return new Command.Fail(attempt, action.epoch(), failure, null);
            }
        });
    }

    private static <I> Questions.About<I> about(
            Pipeline<I> pipeline, Run run, long number, InlineValues values, Attempt attempt, int epoch) {
        return new Questions.About<>(pipeline, run, number, values, attempt, epoch);
    }

    /** Where the database does not answer, the same is tried again until it does. */
    private void go(Action action, Supplier<Command.Fact> answer) {
        asked.add(action);
        host.env().blocking().execute(() -> {
            try {
                Command.Fact fact = answer.get();
                turn.accept(() -> {
                    asked.remove(action);
                    report.accept(fact);
                });
            } catch (StoreException e) {
                if (e.kind() == StoreException.Kind.BROKEN) {
                    turn.accept(() -> {
                        throw e;
                    });
                } else {
                    host.env().schedule(HEAL, () -> turn.accept(() -> asked.remove(action)));
                }
            } catch (Throwable e) {
                turn.accept(() -> {
                    throw e instanceof RuntimeException known ? known : new IllegalStateException(e);
                });
            }
        });
    }
}
