// SPDX-License-Identifier: Apache-2.0
package dev.pawl.engine;

import static dev.pawl.core.RunStatus.FAILED;
import static dev.pawl.core.RunStatus.SUCCEEDED;
import static dev.pawl.engine.Bench.bytes;
import static dev.pawl.engine.Bench.end;
import static dev.pawl.engine.Bench.stage;
import static dev.pawl.engine.Bench.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.pawl.Pawl;
import dev.pawl.Pipeline;
import dev.pawl.RawJson;
import dev.pawl.RefusedException;
import dev.pawl.RunHandle;
import dev.pawl.RunView;
import dev.pawl.StageCode;
import dev.pawl.Submission;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What stages put out. */
interface OutputContract extends OnABench {

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static Pipeline<String> putting(StageCode<String, Object> code) {
        return Pipeline.named("putting", String.class)
                .stage("a", Object.class, s -> s.run(code))
                .stage(
                        "b",
                        Integer.class,
                        s -> s.after("a").run(c -> c.openOutput("a").readAllBytes().length))
                .build();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "true",
                "0",
                "-0.0",
                "1e2",
                "1.0",
                "123456789012345678901234567890.000",
                "\"\"",
                "\"\\u0000 \\ud83d\\ude00 \uD83D\uDE00 \\/ é\"",
                " 1",
                "1\n",
                "\r\n\t {\"a\" : [ ] }  \n",
                "{\"b\":1,\"a\":{\"\":[[],{}, null]}}",
                "[1e2,100,1E+2]"
            })
    default void valuesComeBackByteForByte(String json) throws Exception {
        Pipeline<String> pipeline = putting(c -> RawJson.of(utf8(json)));
        Pawl pawl = bench().start();
        RunHandle run = pawl.submit(pipeline, "", Submission.plain());
        end(run, SUCCEEDED);
        assertThat(bytes(pawl, run.id(), "a")).isEqualTo(utf8(json));
        assertThat(bytes(bench().open(), run.id(), "a")).as("from the journal").isEqualTo(utf8(json));
        assertThat(text(pawl, run.id(), "b")).isEqualTo(String.valueOf(utf8(json).length));
    }

    static String nested(int depth) {
        return "[".repeat(depth) + "]".repeat(depth);
    }

    @Test
    default void aDepthOf100IsTaken() throws Exception {
        Object object = 1;
        for (int i = 0; i < 100; i++) {
            object = List.of(object);
        }
        Object deep = object;
        Pipeline<String> pipeline = Pipeline.named("deep", String.class)
                .stage("raw", Object.class, s -> s.run(c -> RawJson.of(utf8(nested(100)))))
                .stage("object", Object.class, s -> s.run(c -> deep))
                .build();
        Pawl pawl = bench().start();
        RunHandle run = pawl.submit(pipeline, "", Submission.plain());
        end(run, SUCCEEDED);
        Pawl other = bench().open();
        assertThat(text(other, run.id(), "raw")).isEqualTo(nested(100));
        assertThat(other.run(run.id()).view().status()).isEqualTo(SUCCEEDED);
        assertThat(other.check()).isEmpty();
    }

    record Raw(@JsonRawValue String value) {}

    final class SelfMade {
        public SelfMade getSelf() {
            return this;
        }
    }

    record Throwing(java.util.Iterator<Integer> none) {
        public int getValue() {
            return none.next();
        }
    }

    static Stream<Arguments> bad() {
        Object object = 1;
        for (int i = 0; i < 101; i++) {
            object = List.of(object);
        }
        return Stream.of(
                arguments("nothing", RawJson.of(new byte[0]), "empty"),
                arguments("only space", RawJson.of(utf8(" \n")), "empty"),
                arguments("half a value", RawJson.of(utf8("{\"a\":")), "not JSON"),
                arguments("two values", RawJson.of(utf8("1 2")), "goes on after"),
                arguments("text behind", RawJson.of(utf8("{}x")), ""),
                arguments("no JSON", RawJson.of(utf8("<html>")), "not JSON"),
                arguments("NaN", RawJson.of(utf8("NaN")), "not JSON"),
                arguments("duplicate keys", RawJson.of(utf8("{\"a\":1,\"a\":2}")), "Duplicate"),
                arguments("depth 101", RawJson.of(utf8(nested(101))), "depth"),
                arguments("UTF-16", RawJson.of("[1]".getBytes(StandardCharsets.UTF_16LE)), "UTF-8"),
                arguments("UTF-16, marked", RawJson.of("[1]".getBytes(StandardCharsets.UTF_16)), "UTF-8"),
                arguments("a mark", RawJson.of(utf8("\uFEFF[1]")), "UTF-8"),
                arguments("Latin-1", RawJson.of("\"é\"".getBytes(StandardCharsets.ISO_8859_1)), "UTF-8"),
                arguments(
                        "half a character",
                        RawJson.of(new byte[] {'"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"'}),
                        "UTF-8"),
                arguments("too short a form", RawJson.of(new byte[] {'"', (byte) 0xC0, (byte) 0x80, '"'}), "UTF-8"),
                arguments(
                        "beyond Unicode",
                        RawJson.of(new byte[] {'"', (byte) 0xF5, (byte) 0x80, (byte) 0x80, (byte) 0x80, '"'}),
                        "UTF-8"),
                arguments("a missing file", RawJson.of(Path.of("/nowhere/at/all.json")), "cannot be read"),
                arguments("an object, depth 101", object, "depth"),
                arguments("an object with raw text", new Raw("}{"), "not JSON"),
                arguments("an object in itself", new SelfMade(), "JSON"),
                arguments("a throwing object", new Throwing(List.<Integer>of().iterator()), "JSON"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bad")
    default void whatIsNoValueFailsItsStage(String name, Object output, String words) throws Exception {
        Pipeline<String> pipeline = Pipeline.named("putting", String.class)
                .stage("a", Object.class, s -> s.run(c -> output))
                .stage("b", Integer.class, s -> s.run(c -> 1))
                .build();
        Pawl pawl = bench().start();
        RunHandle run = pawl.submit(pipeline, "", Submission.plain());
        RunView view = end(run, FAILED);
        assertThat(stage(view, "a").error()).startsWith("output").containsIgnoringCase(words);
        assertThat(text(pawl, run.id(), "b")).isEqualTo("1");
        assertThat(bench().open().run(run.id()).view().error()).isEqualTo(view.error());
    }

    @Test
    default void anOutputOverTheLimitFailsItsStage() throws Exception {
        Pawl pawl = bench().start(Bench.options().maxPayload(1000));
        for (Object output : List.of("x".repeat(999), RawJson.of(utf8("\"" + "x".repeat(999) + "\"")))) {
            RunHandle run = pawl.submit(putting(c -> output), "", Submission.plain());
            assertThat(end(run, FAILED).error()).contains("1000 bytes");
        }
        RunHandle run = pawl.submit(putting(c -> "x".repeat(998)), "", Submission.plain());
        end(run, SUCCEEDED);
    }

    @Test
    default void anInputOverTheLimitIsRefused() {
        Pawl pawl = bench().start(Bench.options().maxPayload(1000));
        assertThatThrownBy(() -> pawl.submit(putting(c -> 1), "x".repeat(999), Submission.plain()))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("1000 bytes");
    }

    @Test
    default void nullIsAnOutput() throws Exception {
        Pipeline<String> pipeline = Pipeline.named("none", String.class)
                .stage("a", String.class, s -> s.run(c -> null))
                .stage("b", String.class, s -> s.after("a").run(c -> c.previous(String.class) + "!"))
                .build();
        Pawl pawl = bench().start();
        RunHandle run = pawl.submit(pipeline, "", Submission.plain());
        end(run, SUCCEEDED);
        assertThat(text(pawl, run.id(), "a")).isEqualTo("null");
        assertThat(text(pawl, run.id(), "b")).isEqualTo("\"null!\"");
    }

    @Test
    default void aBigOutputIsStreamedFromItsFile(@TempDir Path folder) throws Exception {
        byte[] big = new byte[5_000_000];
        Arrays.fill(big, (byte) 'x');
        big[0] = '"';
        big[big.length - 1] = '"';
        Path file = Files.write(folder.resolve("big.json"), big);
        AtomicInteger released = new AtomicInteger();
        RawJson raw = new RawJson() {
            @Override
            public InputStream open() throws IOException {
                return Files.newInputStream(file);
            }

            @Override
            public void release() {
                released.incrementAndGet();
            }
        };
        Pipeline<String> pipeline = Pipeline.named("big", String.class)
                .stage("a", RawJson.class, s -> s.run(c -> raw))
                .stage("b", RawJson.class, s -> s.after("a").run(c -> raw))
                .stage(
                        "c",
                        Integer.class,
                        s -> s.after("b").run(c -> {
                            try (InputStream in = c.openOutput("a")) {
                                return Arrays.mismatch(in.readAllBytes(), big);
                            }
                        }))
                .build();
        Pawl pawl = bench().start();
        RunHandle run = pawl.submit(pipeline, "", Submission.plain());
        RunView view = end(run, SUCCEEDED);
        assertThat(text(pawl, run.id(), "c")).isEqualTo("-1");
        assertThat(stage(view, "a").outputSize()).isEqualTo(5_000_000);
        assertThat(released).hasValue(2);
        try (InputStream in = pawl.output(run.id(), "b").orElseThrow()) {
            assertThat(in).hasSameContentAs(new ByteArrayInputStream(big));
        }
        assertThat(bench().storeOf(pawl).batches())
                .allSatisfy(batch -> assertThat(batch)
                        .allSatisfy(append -> assertThat(append.body().length).isLessThan(10_000)));
    }

    @Test
    default void rawTextIsReleasedHoweverItEnds() throws Exception {
        AtomicInteger released = new AtomicInteger();
        RawJson raw = new RawJson() {
            @Override
            public InputStream open() {
                return new ByteArrayInputStream(utf8("nonsense"));
            }

            @Override
            public void release() {
                released.incrementAndGet();
            }
        };
        end(bench().start().submit(putting(c -> raw), "", Submission.plain()), FAILED);
        assertThat(released).hasValue(1);
    }
}
