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
import dev.pawl.core.World.Work;
import dev.pawl.internal.attempt.Question;
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
import org.jspecify.annotations.Nullable;

/**
 * What a plan asks for that takes a while beside the code of stages: evaluations, lists of items, outputs to gather. Each is at
 * work as an attempt is, and answered with a fact. Used on the run's turn only.
 */
final class Errands {

    private static final Duration HEAL = Duration.ofSeconds(1);

    private final Host host;
    private final Pipeline<?> pipeline;
    private final Executions executions;
    private final Consumer<Runnable> turn;
    private final Consumer<Command> report;
    private final Set<Action> asked = new HashSet<>();

    /**
     * None yet.
     *
     * @param executions where they are at work
     * @param turn runs something on the run's turn
     * @param report takes a fact, on the run's turn
     */
    Errands(Host host, Pipeline<?> pipeline, Executions executions, Consumer<Runnable> turn, Consumer<Command> report) {
        this.host = host;
        this.pipeline = pipeline;
        this.executions = executions;
        this.turn = turn;
        this.report = report;
    }

    /** What was asked for and is not answered. */
    Set<Action> asked() {
        return asked;
    }

    boolean mayStart(Action.Evaluate action, Run run, long number, InlineValues values) {
        Questions.About<?> about = about(pipeline, run, number, values, action.attempt(), action.epoch());
        return go(
                action,
                action.attempt(),
                action.epoch(),
                Work.CONDITION,
                host.questions().mayStart(about));
    }

    boolean items(Action.ListItems action, Run run, long number, InlineValues values) {
        Questions.About<?> about = about(pipeline, run, number, values, action.attempt(), action.epoch());
        return go(
                action,
                action.attempt(),
                action.epoch(),
                Work.LIST,
                host.questions().items(about));
    }

    /** Asked for once every item's result is durable: it is read from the journal. */
    boolean gather(Action.Gather action, Run run, InlineValues values) {
        Attempt attempt = action.attempt();
        Items items = run.stage(attempt.stage()).items();
        return go(action, attempt, action.epoch(), Work.GATHERING, new Question(() -> {
            if (items == null) {
                throw new IllegalStateException("stage " + attempt.stage() + " has no items to gather");
            }
            try (ItemOutputs outputs = ItemOutputs.read(host.store(), run.id(), attempt.stage(), items, values)) {
                return new Command.Done(
                        attempt,
                        action.epoch(),
                        values.add(host.values().take(outputs)),
                        null,
                        outputs.artifacts(host.values().limit()));
            } catch (IOException | OutOfMemoryError e) {
                Failure failure = new Failure(
                        FailureKind.UNSTORABLE, Brief.of("the items' outputs cannot be stored: " + e.getMessage()));
                return new Command.Fail(attempt, action.epoch(), failure, null);
            }
        }));
    }

    private static <I> Questions.About<I> about(
            Pipeline<I> pipeline, Run run, long number, InlineValues values, Attempt attempt, int epoch) {
        return new Questions.About<>(pipeline, run, number, values, attempt, epoch);
    }

    /**
     * Where the database does not answer, the same is tried again until it does.
     *
     * @return false where there is no room: it is to be asked for again once there is
     */
    private boolean go(Action action, Attempt attempt, int epoch, Work work, Question question) {
        asked.add(action);
        if (!executions.ask(attempt, epoch, work, question, (fact, error) -> answered(action, fact, error))) {
            asked.remove(action);
            return false;
        }
        return true;
    }

    private void answered(Action action, Command.@Nullable Fact fact, @Nullable Throwable error) {
        if (error instanceof StoreException trouble && trouble.kind() != StoreException.Kind.BROKEN) {
            host.env().schedule(HEAL, () -> turn.accept(() -> asked.remove(action)));
            return;
        }
        asked.remove(action);
        if (error != null) {
            throw error instanceof RuntimeException known ? known : new IllegalStateException(error);
        }
        if (fact != null) {
            report.accept(fact);
        }
    }
}
