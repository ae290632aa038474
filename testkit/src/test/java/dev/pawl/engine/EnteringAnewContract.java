// SPDX-License-Identifier: Apache-2.0
package dev.pawl.engine;

import static dev.pawl.core.RunStatus.FAILED;
import static dev.pawl.core.RunStatus.SUCCEEDED;
import static dev.pawl.engine.Bench.end;
import static dev.pawl.engine.Bench.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.Pawl;
import dev.pawl.Pipeline;
import dev.pawl.RunHandle;
import dev.pawl.Submission;
import dev.pawl.spi.DriverPresentException;
import dev.pawl.spi.StoreException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A process whose worker was declared dead is another worker from there on, and the dead one does nothing more. */
interface EnteringAnewContract extends OnABench {

    @Test
    @Tag("S5")
    default void theDeadWorkerTakesNothingAgain() throws Exception {
        Gate first = bench().gate();
        Gate second = bench().gate();
        second.open();
        Tally tally = new Tally();
        Pipeline<String> pipeline = Pipeline.named("anew", String.class)
                .stage(
                        "a",
                        Integer.class,
                        // it rests in the new worker for longer than the dead one waits before it takes it again
                        s -> s.retry(FailingContract.retries(1, 3000)).run(c -> {
                            int n = tally.count("a");
                            if (n == 1) {
                                first.pass();
                            } else if (n == 2) {
                                second.pass();
                                throw new IllegalStateException("again");
                            }
                            return n;
                        }))
                .build();
        Pawl pawl = bench().start(pipeline);
        RunHandle run = pawl.submit(pipeline, "", Submission.plain());
        first.awaitReached();
        bench().storeOf(pawl).declareDead();
        second.awaitReached();
        end(run, SUCCEEDED);
        assertThat(tally.of("a")).isEqualTo(3);
    }

    @Test
    @Tag("S6")
    default void aResumeIsRefusedWhileNoWorkerEntersAndEveryReasonIsTriedAgain() throws Exception {
        Tally tally = new Tally();
        Pipeline<String> pipeline = Pipeline.named("anew", String.class)
                .stage(
                        "a",
                        Integer.class,
                        s -> s.run(c -> {
                            if (tally.count("a") == 1) {
                                throw new IllegalStateException("no");
                            }
                            return 1;
                        }))
                .build();
        Pawl pawl = bench().start(pipeline);
        RunHandle run = pawl.submit(pipeline, "", Submission.plain());
        end(run, FAILED);
        WatchedStore store = bench().storeOf(pawl);
        store.refuseEntry(new DriverPresentException(pawl.workers().getFirst().worker(), "a database of one worker"));
        store.declareDead();
        until(() -> store.refusedEntries() > 0);
        CompletableFuture<Void> resume = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                pawl.resume(run.id(), null);
                resume.complete(null);
            } catch (RuntimeException e) {
                resume.completeExceptionally(e);
            }
        });
        assertThatThrownBy(() -> resume.get(10, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("enters anew");
        store.letIn();
        until(() -> {
            try {
                pawl.resume(run.id(), null);
                return true;
            } catch (StoreException e) {
                return false;
            }
        });
        end(run, SUCCEEDED);
    }
}
