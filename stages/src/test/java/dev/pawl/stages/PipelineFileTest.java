// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.Json;
import dev.pawl.Limits;
import dev.pawl.Pipeline;
import dev.pawl.RefusedException;
import dev.pawl.Schedule;
import dev.pawl.core.AllowedFailures;
import dev.pawl.core.CheckpointPolicy;
import dev.pawl.core.Effect;
import dev.pawl.core.Limit;
import dev.pawl.core.OnDoubt;
import dev.pawl.core.OnInterrupt;
import dev.pawl.core.OnStall;
import dev.pawl.core.RetryPolicy;
import dev.pawl.core.Silence;
import dev.pawl.core.StageKind;
import dev.pawl.core.StageSpec;
import dev.pawl.spi.PipelineLoader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class PipelineFileTest {

    private static final String FULL = """
            pipeline: detect-embed
            version: 3
            description: Faces in an episode
            user: required
            key: ${input.series}-${input.episode}
            requires: [series, episode]
            labels: {team: media, tier: 1}
            limits: {running: 10, rate: 100/m, per-key-order: true}
            checkpoint: every-stage
            stages:
              - id: notify
                after: [detect, frames]
                effect: external
                on-doubt: rerun
                http: {url: "https://example.com", body: "${detect.output}"}
              - id: frames
                command: [python3, frames.py]
                effect: pure
              - id: detect
                after: [frames]
                command: [cat, scripts.txt]
                timeout: 2h
                heartbeat: 30s
                retry: {max: 3, backoff: 2s, factor: 1.5, limit: 1m}
            """;

    private static final String KINDS = """
            pipeline: kinds
            stages:
              - id: frames
                command: [ls]
                produces: [files, size]
                on-interrupt: idle
                priority: -5
                limit: gpu=2
                heartbeat: 1s
                stall-after: 3s
                on-stall: restart
              - id: each
                after: [frames]
                when: ${frames.output.size > 0}
                map: ${frames.output.files}
                item-key: ${item.name}
                parallel: 4
                allow-failed: 2.5%
                command: [ls, "${item.name}"]
                requires: [frames.files, frames.size.width]
              - id: few
                kind: map
                trigger: auto
                map: ${input.few}
                allow-failed: 3
                stall-after: 40s
                http: {url: "https://example.com/${item}"}
              - id: check
                kind: validator
                validates: each
                rounds: 0
                command: [ls]
              - id: review
                kind: input
                after: [check]
                deadline: 3d
              - id: publish
                kind: task
                trigger: manual
                after: [review]
                command: [ls]
            """;

    @TempDir
    Path folder;

    @Test
    void everything_a_file_says_is_in_the_pipeline() throws IOException {
        Pipeline<JsonNode> pipeline = load(FULL);

        assertThat(pipeline.name()).isEqualTo("detect-embed");
        assertThat(pipeline.version()).isEqualTo(3);
        assertThat(pipeline.description()).isEqualTo("Faces in an episode");
        assertThat(pipeline.limits())
                .isEqualTo(
                        Limits.NONE.running(10).rate(100, Duration.ofMinutes(1)).inKeyOrder());
        assertThat(pipeline.labels()).hasToString("{team=media, tier=1}");
        assertThat(pipeline.spec().userRequired()).isTrue();
        assertThat(pipeline.spec().checkpoint()).isEqualTo(CheckpointPolicy.EVERY_STAGE);
        assertThat(pipeline.spec().stages())
                .containsExactly(
                        StageSpec.named("notify")
                                .after("detect", "frames")
                                .effect(Effect.EXTERNAL)
                                .onDoubt(OnDoubt.RERUN)
                                .timeout(Duration.ofSeconds(30))
                                .build(),
                        StageSpec.named("frames").effect(Effect.PURE).build(),
                        StageSpec.named("detect")
                                .after("frames")
                                .retry(new RetryPolicy(3, Duration.ofSeconds(2), 1.5, Duration.ofMinutes(1)))
                                .timeout(Duration.ofHours(2))
                                .silence(
                                        new Silence(Duration.ofSeconds(30), Duration.ofSeconds(90), true, OnStall.WARN))
                                .build());
    }

    @Test
    @Tag("C9")
    void every_kind_of_stage_is_in_the_pipeline_with_its_keys() throws IOException {
        Pipeline<JsonNode> pipeline = load(KINDS);
        Duration usual = Silence.DEFAULT.heartbeat();

        assertThat(pipeline.spec().stages())
                .containsExactly(
                        StageSpec.named("frames")
                                .onInterrupt(OnInterrupt.IDLE)
                                .priority(-5)
                                .limit(new Limit("gpu", 2))
                                .silence(new Silence(
                                        Duration.ofSeconds(1), Duration.ofSeconds(3), true, OnStall.RESTART))
                                .build(),
                        StageSpec.named("each")
                                .kind(new StageKind.Map(4, new AllowedFailures(0, 2.5)))
                                .after("frames")
                                .conditional(true)
                                .build(),
                        StageSpec.named("few")
                                .kind(new StageKind.Map(1, new AllowedFailures(3, 0)))
                                .timeout(Duration.ofSeconds(30))
                                .silence(new Silence(usual, Duration.ofSeconds(40), true, OnStall.WARN))
                                .build(),
                        StageSpec.named("check")
                                .kind(new StageKind.Validator("each", 0))
                                .after("each")
                                .build(),
                        StageSpec.named("review")
                                .kind(new StageKind.Input(Duration.ofDays(3)))
                                .after("check")
                                .build(),
                        StageSpec.named("publish").manual(true).after("review").build());
        assertThat(pipeline.stage("frames").produces()).containsExactly("files", "size");
        assertThat(pipeline.stage("each").requires()).containsExactly("frames.files", "frames.size.width");
        assertThat(pipeline.stage("each").items().key()).isNotNull();
        assertThat(pipeline.stage("few").items().key()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"series\":\"S\",\"episode\":3}|S-3",
                "{\"series\":\"S\"}|the input gives no key: ${input.episode}: there is no key `episode` in input; there are"
                        + " series; give an input that has a text or a number there, up to 500 characters",
            })
    void a_key_is_made_of_the_input(String input, String key) throws IOException {
        assertThat(keyOf(load(FULL), input)).isEqualTo(key);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "7|7",
                "true|true",
                "null|the key would be null; give an input that has a text or a number there, up to 500 characters",
                "[1]|the key would be an object or a list; give an input that has a text or a number there, up to 500"
                        + " characters",
            })
    void a_key_is_a_text_or_a_number(String input, String key) throws IOException {
        String file = "pipeline: p\nkey: ${input}\nstages: [{id: a, command: [ls]}]\n";

        assertThat(keyOf(load(file), input)).isEqualTo(key);
    }

    @Test
    void a_schedule_is_in_the_pipeline() throws IOException {
        String stages = "stages: [{id: a, command: [ls]}]\n";
        String full =
                "{cron: '0  3 * * 1-5', zone: Europe/Berlin, catch-up: all, input: {few: [1, 1.5, b, null, true]}}";
        assertThat(load("pipeline: p\nschedule: " + full + "\n" + stages).schedule())
                .isEqualTo(new Schedule(
                        "0 3 * * 1-5",
                        ZoneId.of("Europe/Berlin"),
                        Schedule.CatchUp.ALL,
                        "{\"few\":[1,1.5,\"b\",null,true]}"));
        assertThat(load("pipeline: p\nschedule: {cron: '*/30 * * * *'}\n" + stages)
                        .schedule())
                .isEqualTo(Schedule.of("*/30 * * * *", ZoneOffset.UTC));
        assertThat(load("pipeline: p\n" + stages).schedule()).isNull();
    }

    @Test
    void all_keys_that_an_input_lacks_are_named() throws IOException {
        Pipeline<JsonNode> pipeline = load(FULL);

        pipeline.check(Json.values().readTree("{\"series\":null,\"episode\":1}"));
        for (String input : List.of("{}", "[]", "null", "\"series\"")) {
            assertThatThrownBy(() -> pipeline.check(Json.values().readTree(input)))
                    .isInstanceOf(RefusedException.class)
                    .hasMessage("the input lacks series, episode; give a JSON object that has series, episode");
        }
    }

    @Test
    void a_stored_definition_is_the_same_pipeline_although_the_file_is_gone() throws Exception {
        Pipeline<JsonNode> pipeline = load(FULL);
        Files.delete(folder.resolve("p.yaml"));
        Files.writeString(folder.resolve("scripts.txt"), "");

        Pipeline<?> again = loader().load(pipeline.definition());

        assertThat(again.definition()).isEqualTo(pipeline.definition());
        assertThat(again.spec().stages()).isEqualTo(pipeline.spec().stages());
        assertThat(Json.values().readTree(pipeline.definition()).propertyNames())
                .containsExactly("format", "version", "folder", "file", "text");
        FakeContext context = new FakeContext();
        context.outputs.put("frames", "1");
        assertThat(context.execute(again.stage("detect"))).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"{\"java\":\"p\",\"version\":1}", "[]", "\"x\"", "no json"})
    void a_definition_of_others_is_left_to_them(String definition) throws IOException {
        assertThat(loader().load(definition.getBytes(StandardCharsets.UTF_8))).isNull();
    }

    @Test
    void a_definition_of_a_later_version_is_refused() {
        byte[] later = "{\"format\":\"pawl.pipeline-file\",\"version\":2}".getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> loader().load(later))
                .isInstanceOf(IOException.class)
                .hasMessage("the pipeline was stored in format 2 of pipeline files, and this version of Pawl knows 1;"
                        + " use a newer one");
    }

    @Test
    void a_file_with_mistakes_does_not_load() {
        assertThatThrownBy(() -> load("pipeline: P\nstages: 1\n"))
                .isInstanceOf(PipelineFileException.class)
                .hasMessageContaining("p.yaml:1:11: pipeline: `P` is no name")
                .hasMessageContaining("p.yaml:2:9: stages: `stages` is a whole number, not a list");
        assertThatThrownBy(() -> PipelineFile.load(folder.resolve("none.yaml")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("there is no file ");
    }

    private Pipeline<JsonNode> load(String text) throws IOException {
        return PipelineFile.load(Files.writeString(folder.resolve("p.yaml"), text));
    }

    private static String keyOf(Pipeline<JsonNode> pipeline, String input) {
        try {
            return pipeline.keyOf(Json.values().readTree(input));
        } catch (RefusedException e) {
            return e.getMessage();
        }
    }

    private static PipelineLoader loader() {
        return ServiceLoader.load(PipelineLoader.class).iterator().next();
    }
}
