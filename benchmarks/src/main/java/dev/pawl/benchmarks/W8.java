// SPDX-License-Identifier: Apache-2.0
package dev.pawl.benchmarks;

import dev.pawl.Pawl;
import dev.pawl.PawlOptions;
import dev.pawl.Pipeline;
import dev.pawl.RunHandle;
import dev.pawl.Submission;
import dev.pawl.core.CheckpointPolicy;
import dev.pawl.core.Effect;
import dev.pawl.store.jdbc.JdbcStoreProvider;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;

/** How many transactions one good run of ten stages costs, and how many reads the status of a live one. */
final class W8 {

    private static final int LOOKS = 1000;

    private W8() {}

    /** Figures of one run each. */
    record Counts(int everyStage, int onFailure, int readsForStatus) {}

    static Counts count(Path folder) throws Exception {
        String url = "jdbc:sqlite:" + folder.resolve("pawl.db");
        CountingStore store = new CountingStore(new JdbcStoreProvider().open(url, InstantSource.system()));
        try (Pawl pawl = PawlOptions.in(folder).open(store).start()) {
            return new Counts(
                    writes(pawl, store, CheckpointPolicy.EVERY_STAGE),
                    writes(pawl, store, CheckpointPolicy.ON_FAILURE),
                    readsForStatus(pawl, store));
        }
    }

    /** The first run of a pipeline also stores its definition, once: that one is not counted. */
    private static int writes(Pawl pawl, CountingStore store, CheckpointPolicy policy) throws Exception {
        Pipeline<Integer> pipeline = TenStages.with(Effect.IDEMPOTENT, policy);
        pawl.submit(pipeline, 0, Submission.plain()).await(Duration.ofMinutes(1));
        int before = store.writes.get();
        pawl.submit(pipeline, 1, Submission.plain()).await(Duration.ofMinutes(1));
        return store.writes.get() - before;
    }

    private static int readsForStatus(Pawl pawl, CountingStore store) throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Pipeline<Integer> waiting = Pipeline.named("waiting", Integer.class)
                .stage(
                        "wait",
                        Integer.class,
                        s -> s.run(c -> {
                            started.countDown();
                            go.await();
                            return 1;
                        }))
                .build();
        RunHandle run = pawl.submit(waiting, 1, Submission.plain());
        started.await();
        int before = store.reads.get();
        for (int i = 0; i < LOOKS; i++) {
            run.view();
        }
        int reads = store.reads.get() - before;
        go.countDown();
        run.await(Duration.ofMinutes(1));
        return reads;
    }
}
