// SPDX-License-Identifier: Apache-2.0
package dev.pawl.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.Pawl;
import dev.pawl.Pipeline;
import dev.pawl.RunHandle;
import dev.pawl.Submission;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/guides/telemetry.md says what there is, and its example works as it stands there. */
class GuideTest {

    @TempDir
    Path folder;

    @Test
    void theTableOfMetersIsTheOneInTheCode() throws IOException {
        assertThat(rows("| `pawl.", "## Meters", "## Spans")).containsExactlyElementsOf(Inside.rows());
    }

    @Test
    void theTablesOfSpansNameExactlyWhatSpansHave() throws Exception {
        Set<String> attributes = new TreeSet<>();
        Set<String> events = new TreeSet<>();
        for (Field field : SpanNames.class.getDeclaredFields()) {
            Object value = field.get(null);
            if (value instanceof AttributeKey<?> key) {
                attributes.add(key.getKey());
            } else if (value instanceof String event) {
                events.add(event);
            }
        }
        assertThat(firstCells("## Attributes", "## Events of spans")).isEqualTo(attributes);
        assertThat(firstCells("## Events of spans", "## What a slow")).isEqualTo(events);
    }

    @Test
    void theExampleIsTheOneThatRunsHere() throws Exception {
        Matcher example = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(guide());
        assertThat(example.find()).isTrue();
        assertThat(squeezed(
                        Files.readString(root().resolve("telemetry/src/test/java/dev/pawl/telemetry/GuideTest.java"))))
                .contains(squeezed(example.group(1)));
        MeterRegistry registry = new SimpleMeterRegistry();
        InMemorySpanExporter spans = InMemorySpanExporter.create();
        OpenTelemetry telemetry = OpenTelemetrySdk.builder()
                .setTracerProvider(SdkTracerProvider.builder()
                        .addSpanProcessor(SimpleSpanProcessor.create(spans))
                        .build())
                .build();
        Pipeline<String> words = Pipeline.named("words", String.class)
                .stage("split", String[].class, s -> s.run(c -> c.input().split(" ", -1)))
                .build();
        // the example
        Pawl pawl = Pawl.open(folder).register(words);
        pawl.listen(new PawlMetrics(pawl, registry));
        pawl.listen(new PawlTraces(pawl, telemetry));
        pawl.start();
        // its end; what was heard is told when the engine has closed
        RunHandle run = pawl.submit(words, "a pawl stops the ratchet", Submission.by("user-42"));
        run.await();
        pawl.close();
        assertThat(registry.get("pawl.runs.ended")
                        .tag("pipeline", "words")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(spans.getFinishedSpanItems()).hasSize(2);
    }

    private static List<String> rows(String start, String from, String to) throws IOException {
        String guide = guide();
        return guide.substring(guide.indexOf(from), guide.indexOf(to))
                .lines()
                .filter(line -> line.startsWith(start))
                .toList();
    }

    private static Set<String> firstCells(String from, String to) throws IOException {
        Set<String> cells = new TreeSet<>();
        for (String row : rows("| `", from, to)) {
            cells.add(row.substring(3, row.indexOf('`', 3)));
        }
        return cells;
    }

    private static String squeezed(String text) {
        return text.replaceAll("\\s+", "");
    }

    private static String guide() throws IOException {
        return Files.readString(root().resolve("docs/guides/telemetry.md"));
    }

    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("mvnw"))) {
            folder = folder.getParent();
        }
        return folder;
    }
}
