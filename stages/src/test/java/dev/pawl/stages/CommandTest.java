// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pawl.Json;
import dev.pawl.Pipeline;
import dev.pawl.StageDefinition;
import dev.pawl.StageFailedException;
import dev.pawl.StageFailedException.Retry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Commands as real processes: what goes in, what comes out. */
class CommandTest {

    @TempDir
    Path folder;

    private final FakeContext context = new FakeContext();

    static List<Arguments> outputs() {
        return List.of(
                Arguments.of("cat > $PAWL_OUTPUT", """
                        {"input":{"n":1},"outputs":{"up":[1,2],"last":"ü"},"previous":"ü","item":null,"feedback":null}
                        """),
                Arguments.of("printf 7 > $PAWL_OUTPUT", "7"),
                Arguments.of("exit 0", null),
                Arguments.of("printf ' \\n' > $PAWL_OUTPUT", null),
                Arguments.of(
                        "printf '\"%s %s %s %s %s\"' $PAWL_STAGE $PAWL_ATTEMPT $PAWL_EPOCH $PAWL_USER"
                                + " $${PAWL_KEY-none} > $PAWL_OUTPUT",
                        "\"a run/a/0/1 3 user-42 none\""),
                Arguments.of("test -d $PAWL_ARTIFACTS && printf '\"%s\"' $PAWL_RUN > $PAWL_OUTPUT", "\"RUN\""),
                Arguments.of(
                        "printf '\"%s\"' \"$${PAWL_SECRET_TEST_TOKEN-}$${PAWL_DB_PASSWORD-}\" > $PAWL_OUTPUT", "\"\""),
                Arguments.of("ls p.yaml > /dev/null && printf 1 > $PAWL_OUTPUT", "1"));
    }

    @ParameterizedTest
    @MethodSource("outputs")
    void a_command_reads_its_input_and_writes_its_output(String script, String output) throws Exception {
        context.input = "{\"n\":1}";
        context.outputs.put("up", "[1,2]");
        context.outputs.put("last", "\"ü\"");
        String expected = output == null ? null : output.replace("RUN", context.run);

        assertThat(context.execute(stage("[sh, -c, " + quoted(script) + "]", "after: [up, last]")))
                .isEqualTo(expected);
    }

    @Test
    void a_command_that_does_not_read_a_large_input_is_not_held_up() throws Exception {
        context.input = "\"" + "x".repeat(5_000_000) + "\"";

        assertThat(context.execute(stage("[sh, -c, 'printf 1 > $PAWL_OUTPUT']", "")))
                .isEqualTo("1");
    }

    static List<Arguments> failures() {
        return List.of(
                Arguments.of(
                        "[sh, -c, 'echo out; echo one >&2; echo two >&2; exit 3']",
                        Retry.AFTER_PAUSE,
                        "sh ended with exit code 3: one\ntwo"),
                Arguments.of("[sh, -c, 'echo only; exit 1']", Retry.AFTER_PAUSE, "sh ended with exit code 1: only"),
                Arguments.of("[sh, -c, 'exit 65']", Retry.AFTER_PAUSE, "sh ended with exit code 65; it wrote nothing"),
                Arguments.of("[sh, -c, 'exit 75']", Retry.AT_ONCE, "sh ended with exit code 75; it wrote nothing"),
                Arguments.of(
                        "[sh, -c, 'kill -9 $$']",
                        Retry.CUT_SHORT,
                        "sh ended with exit code 137 (signal 9); it wrote nothing"),
                Arguments.of(
                        "[sh, -c, 'rm -f $PAWL_OUTPUT; mkdir $PAWL_OUTPUT']",
                        Retry.AFTER_PAUSE,
                        "what PAWL_OUTPUT names is no file any more (a folder, a pipe or a device); write the output into"
                                + " it as a plain file"),
                Arguments.of(
                        "[./none.sh]",
                        Retry.NEVER,
                        "there is no file FOLDER/none.sh; put it there, or name another command"),
                Arguments.of("[./p.yaml]", Retry.NEVER, "FOLDER/p.yaml is not executable; run: chmod +x FOLDER/p.yaml"),
                Arguments.of(
                        "[echo, '${input.x.y}']",
                        Retry.NEVER,
                        "${input.x.y}: there is no key `x` in input; there are n"),
                Arguments.of(
                        "[sh, -c, 'echo s3cr3t-token >&2; exit 1']",
                        Retry.AFTER_PAUSE,
                        "sh ended with exit code 1: ***"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void a_command_fails_as_its_exit_code_says(String command, Retry retry, String message) throws Exception {
        context.input = "{\"n\":1}";
        StageFailedException failure = catchThrowableOfType(
                StageFailedException.class,
                () -> context.execute(stage(command, "env: {TOKEN: \"${secret.TEST_TOKEN}\"}")));

        assertThat(failure).hasMessage(message.replace("FOLDER", folder.toString()));
        assertThat(failure.retry()).isEqualTo(retry);
        assertThat(failure.partial()).isNull();
        assertThat(context.said).noneMatch(line -> line.contains("s3cr3t"));
    }

    @Test
    void a_missing_command_is_named_with_where_it_was_looked_for() throws Exception {
        StageFailedException failure =
                catchThrowableOfType(StageFailedException.class, () -> context.execute(stage("[nosuchcommand]", "")));

        assertThat(failure.retry()).isEqualTo(Retry.NEVER);
        assertThat(failure)
                .hasMessageStartingWith("there is no command `nosuchcommand`, looked for in /")
                .hasMessageEndingWith("; install it where the worker runs");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                 | argument 1 of the command is too long: it has 200,000 bytes, and the system takes"
                        + " less than 131,072 for one",
                "env: {A: '${input}'} | variable A is too long: it has 200,002 bytes, and the system takes less than"
                        + " 131,072 for one"
            })
    @EnabledOnOs(OS.LINUX)
    void a_value_that_is_too_long_for_an_argument_is_to_be_read_from_standard_input(String more, String message) {
        context.input = "\"" + "x".repeat(200_000) + "\"";
        String command = more.isEmpty() ? "[echo, '${input}']" : "[echo]";
        StageFailedException failure =
                catchThrowableOfType(StageFailedException.class, () -> context.execute(stage(command, more)));

        assertThat(failure)
                .hasMessage(message
                        + "; let the command read it from standard input, where input, outputs and item are as JSON");
        assertThat(failure.retry()).isEqualTo(Retry.NEVER);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void many_arguments_may_be_too_long_together() {
        context.input = "\"" + "x".repeat(100_000) + "\"";
        String command = "[echo" + ", '${input}'".repeat(100) + "]";
        StageFailedException failure =
                catchThrowableOfType(StageFailedException.class, () -> context.execute(stage(command, "")));

        assertThat(failure)
                .hasMessageStartingWith("the arguments and variables of the command are too long: they have 10,0")
                .hasMessageContaining(" bytes together, more than the system takes; let the command read it from");
    }

    @Test
    void what_was_written_before_a_failure_is_the_partial_output() throws Exception {
        StageFailedException failure = catchThrowableOfType(
                StageFailedException.class,
                () -> context.execute(stage("[sh, -c, 'echo [1] > $PAWL_OUTPUT; exit 1']", "")));

        assertThat(FakeContext.text(failure.partial())).isEqualTo("[1]\n");
    }

    /** As actions/runner #2598. */
    @Test
    @Tag("S3")
    void what_a_failed_attempt_wrote_is_not_there_for_the_next() throws Exception {
        Files.writeString(folder.resolve("again.sh"), """
                ls -I processes "$(dirname "$PAWL_OUTPUT")" >> seen # what is noted of it comes while it is at work
                test -e failed && exit
                touch failed
                echo 1 > "$PAWL_OUTPUT"; echo 2 > "$PAWL_CHECKPOINT"; echo 3 > "$PAWL_ARTIFACTS/x"
                exit 1
                """);
        StageFailedException failure =
                catchThrowableOfType(StageFailedException.class, () -> context.execute(stage("[sh, again.sh]", "")));
        assertThat(FakeContext.text(failure.partial())).isEqualTo("1\n");

        assertThat(context.execute(stage("[sh, again.sh]", ""))).isNull();
        List<String> seen = Files.readAllLines(folder.resolve("seen"));
        assertThat(seen.subList(0, seen.size() / 2)).isEqualTo(seen.subList(seen.size() / 2, seen.size()));
    }

    @Test
    void lines_on_stdout_mean_something() throws Exception {
        context.execute(stage("[python3, say.py]", ""));

        assertThat(context.said)
                .filteredOn(line -> !line.startsWith("log err"))
                .containsExactly(
                        "log plain",
                        "progress 40/100 frames done",
                        "progress 7/0 null",
                        "heartbeat",
                        "text Hello,  world",
                        "text \n",
                        "heartbeat",
                        "log ::progress much",
                        "log (pawl: the line above begins with :: and was not understood; there are ::progress 40/100"
                                + " text, ::heartbeat, ::count faces=12, ::text words, ::degraded reason)",
                        "log ::count faces",
                        "log ::1 is an address",
                        "log \uFFFD",
                        "log " + "x".repeat(10_000) + " … (5 bytes more)",
                        "degraded half of it");
        assertThat(context.said).contains("log err 1", "log err 2");
        assertThat(context.counts)
                .containsEntry("faces", 15L)
                .containsEntry("frames", 1L)
                .hasSize(2);
    }

    static List<Arguments> longLines() {
        return List.of(
                Arguments.of("'x' * 10000 + T", "x".repeat(10_000) + " … (12 bytes more)"),
                Arguments.of("'x' * 9999 + T", "x".repeat(9_999) + " … (11 bytes more)"),
                Arguments.of("'x' * 9995 + T", "x".repeat(9_995) + " … (7 bytes more)"),
                Arguments.of("'x' * 9988 + T + 'y'", "x".repeat(9_988) + "*** … (1 bytes more)"),
                Arguments.of("T * 1000", "***".repeat(833) + " … (2000 bytes more)"),
                Arguments.of("'x' * 9997 + 's3c'", "x".repeat(9_997) + "s3c"),
                Arguments.of("'x' * 9999 + 'ü'", "x".repeat(9_999) + " … (1 bytes more)"));
    }

    @ParameterizedTest
    @MethodSource("longLines")
    void a_secret_across_the_cut_of_a_long_line_is_not_shown_in_part(String python, String line) throws Exception {
        Files.writeString(
                folder.resolve("long.py"),
                "import os\nT = os.environ['T']\nos.write(1, (" + python + ").encode() + b'\\n')\n");

        context.execute(stage("[python3, long.py]", "env: {T: \"${secret.TEST_TOKEN}\"}"));

        assertThat(context.said).containsExactly("log " + line);
    }

    @Test
    void all_that_a_command_wrote_is_read_however_long_that_takes_after_its_end() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        context.onLog = line -> {
            if (line.equals("line 1")) {
                try {
                    assertThat(never.await(3, TimeUnit.SECONDS)).isFalse();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
        };

        context.execute(stage("[sh, -c, 'seq -f \"line %g\" 1 6000; echo ::degraded late']", ""));

        assertThat(context.said).hasSize(6002).contains("log line 6000").endsWith("degraded late");
    }

    @Test
    void a_checkpoint_is_there_again_and_what_is_written_is_kept() throws Exception {
        context.lastCheckpoint = Json.values().readTree("{\"done\":3}");

        String was = context.execute(
                stage("[sh, -c, 'cat $PAWL_CHECKPOINT > $PAWL_OUTPUT; printf page-7 > $PAWL_CHECKPOINT']", ""));

        assertThat(was).isEqualTo("{\"done\":3}");
        assertThat(context.checkpoints).hasToString("[\"page-7\"]");
    }

    @Test
    void a_checkpoint_is_kept_while_the_command_runs() throws Exception {
        Thread stage = Thread.ofVirtual().start(() -> {
            try {
                context.execute(stage("[sh, -c, 'echo [7] > $PAWL_CHECKPOINT; exec sleep 1000']", ""));
            } catch (Exception e) {
                context.log("ended " + e.getClass().getSimpleName());
            }
        });

        context.awaitLine("checkpoint [7]");
        stage.interrupt();
        context.awaitLine("ended InterruptedException");
    }

    @Test
    void values_keep_their_words_in_arguments_and_environment() throws Exception {
        context.input = "{\"n\":1,\"o\":{\"a\":null},\"s\":\"two words\"}";
        context.outputs.put("up", "{\"list\":[{\"first name\":\"Ann\"}]}");

        String output = context.execute(stage(
                "[python3, args.py, 7, 1.50, '${input.n}', '${input.o}', 'x-${input.s}!', '${up.output.list[0][\"first name\"]}',"
                        + " '${size(up.output.list) + input.n}', '$${HOME} $HOME', '${run.number} ${run.key}']",
                "after: [up]\n    env: {TOKEN: \"${secret.TEST_TOKEN}\", N: 5}"));

        assertThat(Json.values().readTree(output))
                .hasToString("[\"7\",\"1.50\",\"1\",\"{\\\"a\\\":null}\",\"x-two words!\",\"Ann\",\"2\","
                        + "\"${HOME} $HOME\",\"1042 \",\"s3cr3t-token\",\"5\"]");
    }

    private StageDefinition<JsonNode> stage(String command, String more) throws IOException {
        Files.writeString(folder.resolve("say.py"), """
                import sys
                def say(line):
                    sys.stdout.buffer.write(line + b"\\n")
                    sys.stdout.flush()
                say(b"plain")
                print("err 1\\rerr 2", file=sys.stderr)
                say(b"::progress 40/100 frames done")
                say(b"::progress 7")
                say(b"::heartbeat")
                say(b"::count faces=12 frames=1")
                say(b"::count faces=3")
                say(b"::text Hello,  world")
                say(b"::text")
                say(b"::degraded half of it")
                say(b"::progress much")
                say(b"::count faces")
                say(b"::1 is an address")
                say(b"\\xff")
                say(b"x" * 10005)
                """);
        Files.writeString(folder.resolve("args.py"), """
                import json, os, sys
                words = sys.argv[1:] + [os.environ["TOKEN"], os.environ["N"]]
                open(os.environ["PAWL_OUTPUT"], "w").write(json.dumps(words))
                """);
        Path file = Files.writeString(folder.resolve("p.yaml"), """
                pipeline: p
                stages:
                  - id: up
                    command: [ls]
                  - id: last
                    command: [ls]
                  - id: a
                    command: %s
                    %s
                """.formatted(command, more));
        Pipeline<JsonNode> pipeline = PipelineFile.load(file);
        return pipeline.stage("a");
    }

    private static String quoted(String script) {
        return "'" + script.replace("'", "''") + "'";
    }
}
