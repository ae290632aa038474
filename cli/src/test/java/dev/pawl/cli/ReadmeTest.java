// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.Pawl;
import dev.pawl.Pipeline;
import dev.pawl.RunHandle;
import dev.pawl.RunView;
import dev.pawl.Submission;
import dev.pawl.core.RunStatus;
import dev.pawl.stages.PipelineFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** What README says works as it stands there. */
class ReadmeTest {

    @TempDir
    Path folder;

    @Test
    void theFirstPipelineRuns() throws Exception {
        Path file = Files.writeString(folder.resolve("hello.yaml"), block("yaml"));
        Pipeline<JsonNode> pipeline = PipelineFile.load(file);
        try (Pawl pawl = Pawl.open(folder.resolve("data")).start()) {
            RunHandle run = pawl.submit(pipeline, JsonNodeFactory.instance.objectNode(), Submission.plain());
            assertThat(run.await().status()).isEqualTo(RunStatus.SUCCEEDED);
            assertThat(new String(pawl.output(run.id(), "report").orElseThrow().readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualToIgnoringNewLines("\"counted 3 words\"");
        }
    }

    @Test
    void theJavaExampleIsTheOneThatRunsHere() throws Exception {
        String example = block("java");
        assertThat(squeezed(
                        Files.readString(readme().resolveSibling("cli/src/test/java/dev/pawl/cli/ReadmeTest.java"))))
                .contains(squeezed(example.substring(0, example.indexOf("\n\n"))));
        // the example
        Pipeline<String> words = Pipeline.named("words", String.class)
                .stage("split", String[].class, s -> s.run(c -> c.input().split(" ", -1)))
                .stage(
                        "count",
                        Integer.class,
                        s -> s.after("split").retry(3).run(c -> c.output("split", String[].class).length))
                .build();
        try (Pawl pawl = Pawl.open(folder).register(words).start()) {
            RunHandle run = pawl.submit(words, "a pawl stops the ratchet", Submission.by("user-42"));
            RunView view = run.await();
            assertThat(view.sentence()).startsWith("Succeeded");
            assertThat(pawl.output(run.id(), "count").orElseThrow().readAllBytes())
                    .asString()
                    .isEqualTo("5");
        }
    }

    private static String squeezed(String text) {
        return text.replaceAll("\\s+", "");
    }

    private static String block(String language) throws IOException {
        Matcher block =
                Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(readme()));
        assertThat(block.find()).isTrue();
        return block.group(1);
    }

    private static Path readme() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("README.md")) || !Files.exists(folder.resolve("mvnw"))) {
            folder = folder.getParent();
        }
        return folder.resolve("README.md");
    }
}
