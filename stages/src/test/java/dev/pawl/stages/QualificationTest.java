// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages;

import static dev.pawl.core.RunStatus.FAILED;
import static dev.pawl.core.RunStatus.SUCCEEDED;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.Json;
import dev.pawl.Pipeline;
import dev.pawl.RawJson;
import dev.pawl.RunHandle;
import dev.pawl.Submission;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The example that works through companies, on the beginning of its real list. */
class QualificationTest {

    private static final Path EXAMPLE = Path.of("../examples/qualification");
    private static final int ROWS = 300;

    @TempDir
    Path folder;

    private Bed bed;

    @BeforeEach
    void open() {
        bed = new Bed(folder);
    }

    @AfterEach
    void close() {
        bed.close();
    }

    @Test
    @Tag("B5")
    @Tag("S4")
    void companies_whose_register_was_closed_are_asked_for_again_and_no_others() throws Exception {
        bed.write("closed.txt", "DE AT\n");
        RunHandle run = submit();
        assertThat(bed.end(run, FAILED).error()).contains("items failed", "the register of ");
        Set<String> answered = answered().keySet();
        List<String> before = requests();
        assertThat(before).anyMatch(line -> line.endsWith(";busy")).anyMatch(line -> line.endsWith(";closed"));

        Files.delete(bed.file("closed.txt"));
        bed.pawl().resume(run.id(), null);
        bed.end(run, SUCCEEDED);

        List<String> later = requests().subList(before.size(), requests().size());
        assertThat(later).isNotEmpty().noneMatch(line -> answered.contains(line.split(";", -1)[1]));
        JsonNode register = Json.values().readTree(bed.output(run, "register"));
        assertThat(answered())
                .hasSize(register.size())
                .allSatisfy((id, n) -> assertThat(n).isEqualTo(1));
        JsonNode report = Json.values().readTree(bed.output(run, "report"));
        assertThat(report.get("without_answer").asInt()).isZero();
        assertThat(Path.of(report.get("report").get("html").asString())).isNotEmptyFile();
    }

    private RunHandle submit() throws IOException {
        String list = Files.readString(EXAMPLE.resolve("companies.csv"), StandardCharsets.ISO_8859_1);
        Files.writeString(
                bed.file("companies.csv"),
                list.lines().limit(ROWS).collect(Collectors.joining("\n")),
                StandardCharsets.ISO_8859_1);
        ObjectNode input = (ObjectNode)
                Json.values().readTree(EXAMPLE.resolve("input.json").toFile());
        input.put("companies", bed.file("companies.csv").toString());
        input.put("report", folder.toString());
        input.put("closed", bed.file("closed.txt").toString());
        Pipeline<JsonNode> pipeline = PipelineFile.load(EXAMPLE.resolve("qualification.yaml"));
        return bed.pawl().submit(pipeline, RawJson.of(Json.values().writeValueAsBytes(input)), Submission.plain());
    }

    private List<String> requests() throws IOException {
        return Files.readAllLines(bed.file("requests.csv"));
    }

    /** How often each company was answered for. */
    private Map<String, Long> answered() throws IOException {
        return requests().stream()
                .filter(line -> line.endsWith(";answered"))
                .collect(groupingBy(line -> line.split(";", -1)[1], counting()));
    }
}
