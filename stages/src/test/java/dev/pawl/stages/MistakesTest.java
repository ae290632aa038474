// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The reference has a table of mistakes, and this holds it: each file there has exactly the problems written below it. With
 * {@code PAWL_GOLDEN=write} in the environment they are written anew, to be read before they are committed.
 */
class MistakesTest {

    private static final Path PAGE = Path.of("../docs/reference/pipeline-file.md");
    private static final Pattern ROW =
            Pattern.compile("### ([^\\n]+)\\n\\n```yaml\\n(.*?)```\\n\\n```text\\n(.*?)```\\n", Pattern.DOTALL);

    @TempDir
    Path folder;

    static Stream<Arguments> rows() throws IOException {
        String page = Files.readString(PAGE);
        assertThat(page).contains("## Mistakes");
        List<Arguments> rows = new ArrayList<>();
        for (Matcher row = ROW.matcher(page); row.find(); ) {
            rows.add(Arguments.of(row.group(1), row.group(2), row.group(3)));
        }
        return rows.stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void a_file_has_the_problems_the_reference_says(String name, String yaml, String problems) throws IOException {
        assertThat(problemsOf(yaml.getBytes(StandardCharsets.UTF_8)))
                .as("problems of:\n%s", yaml)
                .isEqualTo(problems);
    }

    @Test
    void the_page_is_written_anew_when_asked() throws IOException {
        if (!"write".equals(System.getenv("PAWL_GOLDEN"))) {
            return;
        }
        Matcher row = ROW.matcher(Files.readString(PAGE));
        StringBuilder page = new StringBuilder();
        while (row.find()) {
            String problems = problemsOf(row.group(2).getBytes(StandardCharsets.UTF_8));
            row.appendReplacement(
                    page,
                    Matcher.quoteReplacement("### " + row.group(1) + "\n\n```yaml\n" + row.group(2) + "```\n\n```text\n"
                            + problems + "```\n"));
        }
        Files.writeString(PAGE, row.appendTail(page));
    }

    @Test
    void a_file_that_is_not_utf_8_is_refused_where_it_is_not() throws IOException {
        assertThat(problemsOf("pipeline: p\ndescription: caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1)))
                .isEqualTo("2:17: the file is not UTF-8; save it as UTF-8\n");
    }

    @Test
    void a_control_character_is_refused_where_it_is() throws IOException {
        assertThat(problemsOf("pipeline: p\ndescription: \u0007\n".getBytes(StandardCharsets.UTF_8)))
                .startsWith("2:14: character U+0007 may not stand in YAML; ");
    }

    @Test
    void a_byte_order_mark_is_no_mistake() throws IOException {
        String yaml = "\uFEFFpipeline: p\nstages: [{id: a, command: [ls]}]\n";
        assertThat(problemsOf(yaml.getBytes(StandardCharsets.UTF_8))).isEmpty();
    }

    @Test
    void what_is_too_large_too_deep_or_too_much_is_refused() throws IOException {
        String comment = "#" + "x".repeat(1 << 20);
        assertThat(problemsOf(comment.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("1:1: the file is larger than 1 MB; put data into files of its own\n");

        String deep = "pipeline: p\ndescription: " + "[".repeat(60) + "]".repeat(60) + "\nversion: x\n";
        assertThat(problemsOf(deep.getBytes(StandardCharsets.UTF_8)))
                .contains("nested deeper than 50 levels")
                .contains("`version` is a text");

        String many = "pipeline: p\nstages:\n"
                + Stream.iterate(0, i -> i + 1)
                        .limit(2001)
                        .map(i -> "- {id: s" + i + ", command: [ls]" + (i == 0 ? "" : ", after: [s" + (i - 1) + "]")
                                + "}\n")
                        .collect(Collectors.joining());
        assertThat(problemsOf(many.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("2003:3: stages[2000]: there are 2001 stages, and at most 2000 are allowed;"
                        + " put some into a pipeline of their own\n");
    }

    private String problemsOf(byte[] yaml) throws IOException {
        Path file = Files.write(folder.resolve("p.yaml"), yaml);
        PipelineFile.Checked checked = PipelineFile.check(file);
        assertThat(checked.pipeline() == null).isEqualTo(!checked.problems().isEmpty());
        return checked.problems().stream().map(problem -> problem + "\n").collect(Collectors.joining());
    }
}
