// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.pawl.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The schema for editors and the reader agree. */
class SchemaTest {

    private static final Path EXAMPLES = Path.of("../examples");
    private static final String STAGE = "stages: [{id: a, command: [ls]}]";

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{pipeline: p, " + STAGE + "}",
                "{pipeline: p-1, version: 3, description: d, user: required, key: '${input.k}', " + STAGE + "}",
                "{pipeline: p, schedule: {cron: '0 3 * * *'}, " + STAGE + "}",
                "{pipeline: p, schedule: {cron: '*/5 9-17 * * MON-FRI', zone: Europe/Berlin, catch-up: none, input: {a: [1]}}, "
                        + STAGE + "}",
                "{pipeline: p, checkpoint: on-failure, requires: [a, b], labels: {team: media, n: 1, b: true}, " + STAGE
                        + "}",
                "{pipeline: p, limits: {running: 10, rate: 100/m, per-key-order: true}, " + STAGE + "}",
                "{pipeline: p, limits: {rate: 5/s, per-key-order: false}, " + STAGE + "}",
                "{pipeline: p, limits: {}, " + STAGE + "}",
                "{pipeline: p, stages: [{id: a, kind: task, command: [sleep, 1, 1.5, true]}, {id: b_2, after: [a], command: [ls]}]}",
                "{pipeline: p, stages: [{id: a, command: [ls], effect: external, on-doubt: rerun, timeout: 2h, heartbeat: 100ms}]}",
                "{pipeline: p, stages: [{id: a, command: [ls], env: {A: b, _N: 1}, retry: {max: 0}}]}",
                "{pipeline: p, stages: [{id: a, command: [ls], retry: {max: 3, backoff: 0s, factor: 1.5, limit: 3d}}]}",
                "{pipeline: p, stages: [{id: a, http: {url: 'https://example.com'}}]}",
                "{pipeline: p, stages: [{id: a, http: {url: '${input.u}', method: PUT, body: {a: [1, null]}, expect: [200, 404]}}]}",
                "{pipeline: p, stages: [{id: a, http: {url: 'http://x/', headers: {Accept: a/b, X: 1}, body: null}}]}",
                "{pipeline: p, checkpoint: on-failure, stages: [{id: a, command: [ls], effect: pure}]}",
                "{pipeline: p, stages: [{id: a, map: '${input.x}', command: [ls]}]}",
                "{pipeline: p, stages: [{id: a, kind: map, map: '${input.x}', item-key: '${item.n}', http: {url: 'http://x/'}}]}",
                "{pipeline: p, stages: [{id: a, map: '${input.x}', parallel: 4, allow-failed: 5%, command: [ls, '${item}']}]}",
                "{pipeline: p, stages: [{id: a, map: '${input.x}', allow-failed: 3, command: [ls]}]}",
                "{pipeline: p, stages: [{id: a, map: '${input.x}', allow-failed: 100%, command: [ls]}]}",
                "{pipeline: p, stages: [{id: a, command: [ls]}, {id: b, kind: validator, validates: a, rounds: 0, command: [ls]}]}",
                "{pipeline: p, stages: [{id: a, kind: input}, {id: b, kind: input, after: [a], when: '${a.output.x}', deadline: 3d}]}",
                "{pipeline: p, retention: 30d, " + STAGE + "}",
                "{pipeline: p, stages: [{id: a, command: [ls], when: '${input.n > 0}', trigger: manual}]}",
                "{pipeline: p, stages: [{id: a, command: [ls], produces: [x, 1]}, {id: b, after: [a], requires: [a.x.y], command: [ls]}]}",
                "{pipeline: p, stages: [{id: a, command: [ls], heartbeat: 1s, stall-after: 3s, on-stall: restart, on-interrupt: idle}]}",
                "{pipeline: p, stages: [{id: a, command: [ls], limit: gpu=1, priority: -5, trigger: auto}]}",
                "{pipeline: p, checkpoint: on-failure, stages: [{id: a, command: [ls], trigger: auto}, {id: b, kind: validator, validates: a, command: [ls]}]}",
                "{pipeline: p, stages: [{id: a, kind: export, command: [ls]}]}",
                "{pipeline: p, stages: [{id: a, kind: export, trigger: manual, export: {formats: [html, pdf, epub, markdown], from: '${input.x}', title: T, name: my book}}]}",
                "{pipeline: p, checkpoint: on-failure, stages: [{id: a, kind: export, export: {formats: [pdf], from: '${input.x}'}}]}"
            })
    void both_take_it(String file) throws IOException {
        assertThat(schemaTakes(file)).as("schema").isTrue();
        assertThat(readerTakes(file)).as("reader").isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{pipeline: p}",
                "{" + STAGE + "}",
                "{pipeline: p, stages: []}",
                "{pipeline: P, " + STAGE + "}",
                "{pipeline: p, version: 0, " + STAGE + "}",
                "{pipeline: p, version: '1', " + STAGE + "}",
                "{pipeline: p, version: 1.5, " + STAGE + "}",
                "{pipeline: p, user: me, " + STAGE + "}",
                "{pipeline: p, schedule: '0 3 * * *', " + STAGE + "}",
                "{pipeline: p, schedule: {zone: UTC}, " + STAGE + "}",
                "{pipeline: p, schedule: {cron: 3}, " + STAGE + "}",
                "{pipeline: p, schedule: {cron: '0 3 * *'}, " + STAGE + "}",
                "{pipeline: p, schedule: {cron: '0 3 * * *', zone: ''}, " + STAGE + "}",
                "{pipeline: p, schedule: {cron: '0 3 * * *', catch-up: first}, " + STAGE + "}",
                "{pipeline: p, schedule: {cron: '0 3 * * *', inputs: {}}, " + STAGE + "}",
                "{pipeline: p, key: [a], " + STAGE + "}",
                "{pipeline: p, key: null, " + STAGE + "}",
                "{pipeline: p, checkpoint: never, " + STAGE + "}",
                "{pipeline: p, requires: a, " + STAGE + "}",
                "{pipeline: p, requires: [a, a], " + STAGE + "}",
                "{pipeline: p, labels: {a: [b]}, " + STAGE + "}",
                "{pipeline: p, interactive: maybe, " + STAGE + "}",
                "{pipeline: p, interactive: true, checkpoint: on-failure, " + STAGE + "}",
                "{pipeline: p, retention: 0d, " + STAGE + "}",
                "{pipeline: p, retention: forever, " + STAGE + "}",
                "{pipeline: p, stages: [{command: [ls]}]}",
                "{pipeline: p, stages: [{id: a}]}",
                "{pipeline: p, stages: [{id: A, command: [ls]}]}",
                "{pipeline: p, stages: [{id: run, command: [ls]}]}",
                "{pipeline: p, stages: [{id: a, command: ls}]}",
                "{pipeline: p, stages: [{id: a, command: []}]}",
                "{pipeline: p, stages: [{id: a, command: [' ']}]}",
                "{pipeline: p, stages: [{id: a, command: [ls, null]}]}",
                "{pipeline: p, stages: [{id: a, command: [ls], after: b}]}",
                "{pipeline: p, stages: [{id: a, command: [ls], effect: none}]}",
                "{pipeline: p, stages: [{id: a, command: [ls], timeout: 0s}]}",
                "{pipeline: p, stages: [{id: a, command: [ls], timeout: 10}]}",
                "{pipeline: p, stages: [{id: a, command: [ls], env: {PAWL_RUN: a}}]}",
                "{pipeline: p, stages: [{id: a, command: [ls], env: {A: null}}]}",
                "{pipeline: p, stages: [{id: a, command: [ls], retry: {backoff: 1s}}]}",
                "{pipeline: p, stages: [{id: a, command: [ls], retry: {max: 1, factor: 0}}]}",
                "{pipeline: p, stages: [{id: a, command: [ls], retry: 3}]}",
                "{pipeline: p, stages: [{id: a, command: [ls], kind: input}]}",
                "{pipeline: p, stages: [{id: a, command: [ls], map: x}]}",
                "{pipeline: p, stages: [{id: a, kind: map, command: [ls]}]}",
                "{pipeline: p, stages: [{id: a, kind: task, map: '${input.x}', command: [ls]}]}",
                "{pipeline: p, stages: [{id: a, kind: export}]}",
                "{pipeline: p, stages: [{id: a, kind: export, http: {url: 'http://x/'}}]}",
                "{pipeline: p, stages: [{id: a, command: [ls], export: {formats: [pdf], from: '${input.x}'}}]}",
                "{pipeline: p, stages: [{id: a, export: {formats: [pdf], from: '${input.x}'}}]}",
                "{pipeline: p, stages: [{id: a, kind: export, export: {formats: [docx], from: '${input.x}'}}]}",
                "{pipeline: p, stages: [{id: a, kind: export, export: {formats: [], from: '${input.x}'}}]}",
                "{pipeline: p, stages: [{id: a, kind: export, export: {formats: [pdf, pdf], from: '${input.x}'}}]}",
                "{pipeline: p, stages: [{id: a, kind: export, export: {formats: [pdf]}}]}",
                "{pipeline: p, stages: [{id: a, kind: export, export: {formats: [pdf], from: text}}]}",
                "{pipeline: p, stages: [{id: a, kind: export, export: {formats: [pdf], from: '${input.x}', name: ../x}}]}",
                "{pipeline: p, stages: [{id: a, kind: export, map: '${input.x}', export: {formats: [pdf], from: '${input.x}'}}]}",
                "{pipeline: p, stages: [{id: a, kind: export, env: {A: b}, export: {formats: [pdf], from: '${input.x}'}}]}",
                "{pipeline: p, stages: [{id: a, command: [ls], parallel: 2}]}",
                "{pipeline: p, stages: [{id: a, command: [ls], item-key: '${input.x}'}]}",
                "{pipeline: p, stages: [{id: a, command: [ls], allow-failed: 2}]}",
                "{pipeline: p, stages: [{id: a, map: '${input.x}', command: [ls], parallel: 0}]}",
                "{pipeline: p, stages: [{id: a, map: '${input.x}', command: [ls], allow-failed: 5}, {id: b, map: '${input.x}', command: [ls], allow-failed: 101%}]}",
                "{pipeline: p, stages: [{id: a, map: '${input.x}', command: [ls], allow-failed: five}]}",
                "{pipeline: p, stages: [{id: a, map: '${input.x}', command: [ls], allow-failed: 0.5}]}",
                "{pipeline: p, stages: [{id: a, map: '${input.x}', command: [ls], item-key: name}]}",
                "{pipeline: p, stages: [{id: a, command: [ls]}, {id: b, kind: validator, command: [ls]}]}",
                "{pipeline: p, stages: [{id: a, command: [ls]}, {id: b, validates: a, command: [ls]}]}",
                "{pipeline: p, stages: [{id: a, command: [ls]}, {id: b, kind: validator, validates: a, map: '${input.x}', command: [ls]}]}",
                "{pipeline: p, stages: [{id: a, command: [ls]}, {id: b, kind: validator, validates: a, http: {url: 'http://x/'}}]}",
                "{pipeline: p, stages: [{id: a, command: [ls]}, {id: b, kind: validator, validates: a, rounds: -1, command: [ls]}]}",
                "{pipeline: p, stages: [{id: a, command: [ls], rounds: 1}]}",
                "{pipeline: p, stages: [{id: a, command: [ls], deadline: 3d}]}",
                "{pipeline: p, stages: [{id: a, kind: input, timeout: 3d}]}",
                "{pipeline: p, stages: [{id: a, kind: input, trigger: manual}]}",
                "{pipeline: p, stages: [{id: a, kind: input, produces: [x]}]}",
                "{pipeline: p, stages: [{id: a, command: [ls], when: 'true'}]}",
                "{pipeline: p, stages: [{id: a, command: [ls], when: true}]}",
                "{pipeline: p, stages: [{id: a, command: [ls], trigger: pressed}]}",
                "{pipeline: p, stages: [{id: a, command: [ls]}, {id: b, after: [a], requires: [a], command: [ls]}]}",
                "{pipeline: p, stages: [{id: a, command: [ls], produces: [x, x]}]}",
                "{pipeline: p, stages: [{id: a, command: [ls], stall-after: 0s}]}",
                "{pipeline: p, stages: [{id: a, command: [ls], on-stall: stop}]}",
                "{pipeline: p, stages: [{id: a, command: [ls], on-interrupt: ask}]}",
                "{pipeline: p, limits: 3, " + STAGE + "}",
                "{pipeline: p, limits: {running: 0}, " + STAGE + "}",
                "{pipeline: p, limits: {rate: 100}, " + STAGE + "}",
                "{pipeline: p, limits: {rate: 0/m}, " + STAGE + "}",
                "{pipeline: p, limits: {rate: 100/w}, " + STAGE + "}",
                "{pipeline: p, limits: {per-key-order: 'yes'}, " + STAGE + "}",
                "{pipeline: p, limits: {most: 1}, " + STAGE + "}",
                "{pipeline: p, stages: [{id: a, command: [ls], limit: gpu}]}",
                "{pipeline: p, stages: [{id: a, command: [ls], limit: gpu=0}]}",
                "{pipeline: p, stages: [{id: a, command: [ls], priority: 1001}]}",
                "{pipeline: p, checkpoint: on-failure, stages: [{id: a, kind: input}]}",
                "{pipeline: p, checkpoint: on-failure, stages: [{id: a, command: [ls], trigger: manual}]}",
                "{pipeline: p, checkpoint: on-failure, stages: [{id: a, map: '${input.x}', command: [ls]}]}",
                "{pipeline: p, stages: [{id: a, command: [ls], http: {url: 'http://x/'}}]}",
                "{pipeline: p, stages: [{id: a, env: {A: b}, http: {url: 'http://x/'}}]}",
                "{pipeline: p, stages: [{id: a, http: {}}]}",
                "{pipeline: p, stages: [{id: a, http: {url: example.com}}]}",
                "{pipeline: p, stages: [{id: a, http: {url: 'http://x/', method: GET, body: 1}}]}",
                "{pipeline: p, stages: [{id: a, http: {url: 'http://x/', expect: [100]}}]}",
                "{pipeline: p, checkpoint: on-failure, stages: [{id: a, command: [ls], effect: external}]}"
            })
    void both_refuse_it(String file) throws IOException {
        assertThat(schemaTakes(file)).as("schema").isFalse();
        assertThat(readerTakes(file)).as("reader").isFalse();
    }

    /** What a file may not have says which keys there are. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"{nosuchkeyatall: 1}|/properties", "{stages: [{nosuchkeyatall: 1}]}|/$defs/stage/properties"})
    void every_key_of_the_reader_is_in_the_schema(String file, String properties) throws IOException {
        Path path = Files.writeString(folder.resolve("p.yaml"), file);
        String known = PipelineFile.check(path).problems().stream()
                .filter(problem -> problem.message().contains("nosuchkeyatall"))
                .map(problem -> problem.remedy().replace("there are ", ""))
                .findAny()
                .orElseThrow();

        try (InputStream in = PipelineFile.schema()) {
            assertThat(Json.values().readTree(in).at(properties).propertyNames())
                    .containsExactlyInAnyOrder(known.split(", "));
        }
    }

    static List<Path> examples() throws IOException {
        try (Stream<Path> folders = Files.list(EXAMPLES)) {
            return folders.flatMap(SchemaTest::pipelineFiles).sorted().toList();
        }
    }

    private static Stream<Path> pipelineFiles(Path folder) {
        try (Stream<Path> files = Files.isDirectory(folder) ? Files.list(folder) : Stream.empty()) {
            return files.filter(file -> file.toString().endsWith(".yaml")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void both_take_every_example(Path file) throws IOException {
        assertThat(schemaTakes(Files.readString(file))).as("schema").isTrue();
        assertThat(PipelineFile.check(file).problems()).isEmpty();
    }

    @Test
    void both_take_the_example_of_the_reference() throws IOException {
        String page = Files.readString(Path.of("../docs/reference/pipeline-file.md"));
        int begin = page.indexOf("```yaml\n") + "```yaml\n".length();
        String file = page.substring(begin, page.indexOf("```", begin));

        assertThat(schemaTakes(file)).as("schema").isTrue();
        assertThat(readerTakes(file)).as("reader").isTrue();
    }

    private boolean readerTakes(String text) throws IOException {
        return PipelineFile.check(Files.writeString(folder.resolve("p.yaml"), text))
                        .pipeline()
                != null;
    }

    private static boolean schemaTakes(String text) throws IOException {
        try (InputStream in = PipelineFile.schema()) {
            Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(in, InputFormat.JSON);
            return schema.validate(text, InputFormat.YAML).isEmpty();
        }
    }
}
