// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.Pawl;
import dev.pawl.PawlOptions;
import dev.pawl.Pipeline;
import dev.pawl.RunHandle;
import dev.pawl.Submission;
import dev.pawl.core.RunStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Code that stops for nobody, in a run that is cancelled from another terminal. */
@Tag("E6")
@Tag("S5")
class FencedCodeTest {

    @TempDir
    private Path folder;

    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    @AfterEach
    void release() {
        released.countDown();
    }

    @Test
    void it_is_named_to_whoever_looks_and_its_result_is_refused() throws Exception {
        Pipeline<String> pipeline = Pipeline.named("busy", String.class)
                .key(input -> input)
                .stage(
                        "spin",
                        Integer.class,
                        s -> s.run(c -> {
                            begun.countDown();
                            while (released.getCount() > 0) {
                                Thread.onSpinWait();
                            }
                            return 1;
                        }))
                .build();
        Path data = folder.resolve(".pawl");
        try (Pawl pawl = PawlOptions.in(data)
                .grace(Duration.ofSeconds(4))
                .open()
                .register(pipeline)
                .start()) {
            LogFile.in(data);
            RunHandle run = pawl.submit(pipeline, "k", Submission.plain());
            assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();

            Shell.Done cancel = Child.pawl(folder, "cancel", "1");
            assertThat(cancel.code()).as(cancel.err()).isZero();
            assertThat(cancel.out()).contains("Run 1 is being cancelled");
            assertThat(run.await(Duration.ofSeconds(20)).status()).isEqualTo(RunStatus.CANCELLED);

            assertThat(Child.pawl(folder, "show", "1").out()).contains("the code of spin would not stop");
            assertThat(Child.pawl(folder, "history", "1").out()).contains("the code of spin would not stop");
            log(data, said -> said.contains("attempt " + run.id() + "/spin/0/1 does not stop; it is fenced off"));
            RunHandle next = pawl.submit(pipeline, "k", Submission.plain());
            released.countDown();
            assertThat(next.await(Duration.ofSeconds(20)).status()).isEqualTo(RunStatus.SUCCEEDED);
            log(data, said -> said.contains("attempt " + run.id() + "/spin/0/1 came too late and is refused"));
            assertThat(run.view().status()).isEqualTo(RunStatus.CANCELLED);
            assertThat(pawl.output(run.id(), "spin")).isEmpty();
        }
    }

    private static void log(Path data, Predicate<String> wanted) throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        String said = "";
        for (int i = 0; i < 1000 && !wanted.test(said); i++) {
            assertThat(never.await(i == 0 ? 0 : 20, TimeUnit.MILLISECONDS)).isFalse();
            try {
                said = Files.readString(data.resolve("pawl.log"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        assertThat(said).matches(wanted);
    }
}
