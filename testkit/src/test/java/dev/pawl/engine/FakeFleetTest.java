// SPDX-License-Identifier: Apache-2.0
package dev.pawl.engine;

import static dev.pawl.core.RunStatus.SUCCEEDED;
import static dev.pawl.engine.Bench.end;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.Limits;
import dev.pawl.Pawl;
import dev.pawl.PawlOptions;
import dev.pawl.Pipeline;
import dev.pawl.RecoveryAction;
import dev.pawl.RunHandle;
import dev.pawl.Submission;
import dev.pawl.testkit.FakeDatabase;
import dev.pawl.testkit.FakeStore;
import dev.pawl.testkit.SettableClock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** On the store in memory with several workers; and what needs its clock to stand still. */
@Timeout(60)
class FakeFleetTest implements SlotsContract, LimitsContract {

    private final FakeDatabase many = FakeDatabase.forManyWorkers(InstantSource.system());
    private final Bench bench = new Bench(() -> new FakeStore(many, Runnable::run));
    private final SettableClock clock = new SettableClock();
    private final FakeDatabase still = FakeDatabase.forManyWorkers(clock);
    private final Bench stillBench = new Bench(() -> new FakeStore(still, Runnable::run));

    @Override
    public Bench bench() {
        return bench;
    }

    @Override
    public boolean severalWorkers() {
        return true;
    }

    @AfterEach
    void close() {
        bench.close();
        stillBench.close();
    }

    @Test
    @Tag("B7")
    void noMoreBeginThanMayWithinAnyWindow() throws Exception {
        Tally tally = new Tally();
        Pipeline<String> paced = Pipeline.named("paced", String.class)
                .limits(Limits.NONE.rate(3, Duration.ofSeconds(10)))
                .stage("a", Integer.class, s -> s.run(c -> tally.count("begun")))
                .build();
        PawlOptions options = Bench.options().clock(clock);
        Pawl one = stillBench.start(options, paced);
        Pawl two = stillBench.start(options, paced);
        List<RunHandle> runs = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            runs.add((i % 2 == 0 ? one : two).submit(paced, "", Submission.plain()));
        }
        Bench.until(() -> runs.stream().filter(run -> run.view().ended()).count() == 3);
        RunHandle fourth =
                runs.stream().filter(run -> !run.view().ended()).findFirst().orElseThrow();
        String words = "3 runs of paced began within the last 10s; the next may begin at 2026-01-01 00:00:10 UTC";
        Bench.until(() -> fourth.view().sentence().startsWith("Waiting in the queue: " + words));
        clock.advance(Duration.ofMillis(9_999));
        one.recover(RecoveryAction.RESUME, null, Duration.ZERO);
        assertThat(tally.of("begun")).isEqualTo(3);
        clock.advance(Duration.ofMillis(1));
        end(fourth, SUCCEEDED);
    }
}
