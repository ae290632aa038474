// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.attempt;

import dev.pawl.RejectedException;
import dev.pawl.StageFailedException;
import dev.pawl.core.FailureKind;
import dev.pawl.spi.AttemptExecutor;
import dev.pawl.spi.AttemptOutcome;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** Executes each attempt on a thread of its own; asks it to stop by an interrupt, once. */
public final class ThreadExecutor implements AttemptExecutor {

    private final Executor threads;

    /**
     * Executes with these.
     *
     * @param threads gives each task a thread that may block
     */
    public ThreadExecutor(Executor threads) {
        this.threads = threads;
    }

    @Override
    public <I> Running start(Call<I> call, Consumer<AttemptOutcome> done) {
        Interruptible code = new Interruptible();
        threads.execute(() -> {
            code.begin();
            AttemptOutcome outcome = execute(call);
            code.end();
            done.accept(outcome);
        });
        return code::stop;
    }

    @SuppressWarnings("ThreadPropagatesErrors") // an error of stage code is the stage's failure, not the worker's
    private static <I> AttemptOutcome execute(Call<I> call) {
        try {
            return new AttemptOutcome.Returned(call.stage().code().run(call.context()));
        } catch (RejectedException e) {
            return new AttemptOutcome.Rejected(e.feedback());
        } catch (StageFailedException e) {
            FailureKind kind = switch (e.retry()) {
                case AFTER_PAUSE -> FailureKind.ERROR;
                case AT_ONCE -> FailureKind.ERROR_RETRY_NOW;
                case NEVER -> FailureKind.ERROR_FINAL;
                case CUT_SHORT -> FailureKind.CUT_SHORT;
            };
            return new AttemptOutcome.Threw(kind, String.valueOf(e.getMessage()), e.partial());
        } catch (Throwable e) {
            return new AttemptOutcome.Threw(FailureKind.ERROR, words(e), null);
        }
    }

    private static String words(Throwable e) {
        String message = e.getMessage();
        String name = e.getClass().getSimpleName();
        return message == null || message.isBlank() ? name : name + ": " + message;
    }
}
