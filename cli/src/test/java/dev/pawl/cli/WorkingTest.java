// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.Pawl;
import dev.pawl.PawlOptions;
import dev.pawl.Pipeline;
import dev.pawl.Submission;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a worker says it is doing. */
@Timeout(60)
class WorkingTest {

    @TempDir
    private Path folder;

    @Test
    void what_it_no_longer_executes_is_not_counted_though_it_heard_of_no_end() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        Semaphore heard = new Semaphore(0);
        Semaphore ended = new Semaphore(0);
        Pipeline<String> pipeline = Pipeline.named("p", String.class)
                .stage(
                        "a",
                        String.class,
                        s -> s.run(c -> {
                            if (c.input().equals("waits")) {
                                gate.await();
                            }
                            return c.input();
                        }))
                .build();
        PrintStream nowhere = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        Working working = new Working(new WorkerCommand(Shell.terminal(nowhere, nowhere, StandardCharsets.UTF_8)));
        try (Pawl pawl = PawlOptions.in(folder).open()) {
            pawl.register(pipeline)
                    .listen((after, entry) -> {
                        if (after.ended()) {
                            ended.release();
                        } else {
                            working.onEntry(after, entry);
                            heard.release();
                        }
                    })
                    .start();
            pawl.submit(pipeline, "waits", Submission.plain());
            heard.acquire();
            for (int i = 0; i < 3; i++) {
                pawl.submit(pipeline, "quick", Submission.plain());
            }
            ended.acquire(3);
            assertThat(working.stopping()).contains("4 runs are given back");
            for (int i = 0; i < 4; i++) {
                working.look(pawl);
            }
            assertThat(working.stopping()).contains("1 run is given back");
            gate.countDown();
            ended.acquire();
            working.look(pawl);
            assertThat(working.stopping()).doesNotContain("given back");
        }
    }
}
