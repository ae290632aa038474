// SPDX-License-Identifier: Apache-2.0
package dev.pawl.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.Pawl;
import dev.pawl.PawlOptions;
import dev.pawl.Pipeline;
import dev.pawl.RunView;
import dev.pawl.Submission;
import dev.pawl.core.RunStatus;
import dev.pawl.spi.Assembly;
import dev.pawl.testkit.FakeStore;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ChainTest {

    @Test
    void aChainRunsToItsEnd() throws Exception {
        Pipeline<String> pipeline = Pipeline.named("chain", String.class)
                .stage("a", Integer.class, s -> s.run(c -> c.input().length()))
                .stage("b", Integer.class, s -> s.after("a").run(c -> c.output("a", Integer.class) + 1))
                .stage("c", Integer.class, s -> s.after("b").run(c -> c.output("b", Integer.class) * 2))
                .build();
        try (Pawl pawl = Assembly.open(PawlOptions.in(Path.of("unused")), new FakeStore())
                .start()) {
            var run = pawl.submit(pipeline, "four", Submission.by("u"));
            RunView view = run.await(Duration.ofSeconds(10));
            assertThat(view.status()).isEqualTo(RunStatus.SUCCEEDED);
            assertThat(pawl.output(run.id(), "c").orElseThrow().readAllBytes())
                    .asString()
                    .isEqualTo("10");
            System.out.println(view);
            pawl.history(run.id(), 0, 100).forEach(System.out::println);
        }
    }
}
