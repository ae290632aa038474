// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli.text;

import static dev.pawl.cli.text.Views.beat;
import static dev.pawl.cli.text.Views.done;
import static dev.pawl.cli.text.Views.failed;
import static dev.pawl.cli.text.Views.idle;
import static dev.pawl.cli.text.Views.interrupted;
import static dev.pawl.cli.text.Views.look;
import static dev.pawl.cli.text.Views.manual;
import static dev.pawl.cli.text.Views.run;
import static dev.pawl.cli.text.Views.running;
import static dev.pawl.cli.text.Views.skipped;
import static dev.pawl.cli.text.Views.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.RunView;
import dev.pawl.WaitFor;
import dev.pawl.cli.terminal.Screen;
import dev.pawl.core.RunStatus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The page of a run in each state it can be in, as {@code pages.golden.txt} has it. */
class RunPageGoldenTest {

    private static final String WORKED = """
            0 claim
            0 start frames
            12 ok frames
            12 start detect
            """;
    private static final String RETRIED = WORKED + """
            22 retry detect
            27 start detect
            41 fail detect
            41 end FAILED
            """;
    private static final String LOST = """
            0 claim
            0 start frames
            12 ok frames
            12 start detect
            7200 claim
            7200 start detect
            7229 ok detect
            7229 end SUCCEEDED
            """;
    private static final String DOUBTED = """
            0 claim
            0 start frames
            10 ok frames
            10 start notify
            20 doubt notify
            """;

    private static final String PERSON = """
            0 claim
            0 start frames
            12 ok frames
            12 skip extra
            12 ask review
            """;

    private static final RunView RUNNING = run(
            RunStatus.RUNNING,
            "Running detect, 412 of 1,800",
            done("frames", 0, 12),
            running("detect", 12, beat(50, 41, 412, 1800), "frames"),
            idle("report", "detect"));
    private static final RunView FAILED = run(
            RunStatus.FAILED,
            "Failed at detect",
            done("frames", 0, 12),
            failed("detect", 27, 41, "frames"),
            idle("report", "detect"));
    private static final RunView ASKED = run(
            RunStatus.WAITING,
            "Waiting for a person: notify was interrupted and may have had its effect outside; settle it",
            done("frames", 0, 10),
            waiting("notify", WaitFor.DOUBT, "frames"));

    static Stream<Arguments> states() {
        return Stream.of(
                Arguments.of(
                        "queued", 100, Views.unowned(run(RunStatus.QUEUED, "Waiting for a worker", idle("a"))), ""),
                Arguments.of("running", 100, RUNNING, WORKED),
                Arguments.of("running, narrow", 60, RUNNING, WORKED),
                Arguments.of(
                        "waiting for its next attempt",
                        100,
                        run(RunStatus.WAITING, "Waiting to try call again in 4 s", waiting("call", WaitFor.BACK_OFF)),
                        "0 claim\n10 start call\n20 retry call"),
                Arguments.of("in doubt", 110, ASKED, DOUBTED),
                Arguments.of("in doubt, narrow", 60, ASKED, DOUBTED),
                Arguments.of(
                        "waiting for a person",
                        100,
                        run(
                                RunStatus.WAITING,
                                "Waiting for a person: give the output of review",
                                done("frames", 0, 12),
                                skipped("extra", "frames"),
                                waiting("review", WaitFor.PERSON, "frames"),
                                idle("notify", "review"),
                                manual("publish", "frames")),
                        PERSON),
                Arguments.of(
                        "failed with stages that never ran",
                        100,
                        run(
                                RunStatus.FAILED,
                                "Failed at detect",
                                done("frames", 0, 12),
                                skipped("extra", "frames"),
                                failed("detect", 27, 41, "frames"),
                                idle("root"),
                                manual("publish", "frames"),
                                idle("report", "detect")),
                        RETRIED.replace("12 start detect", "12 skip extra\n12 start detect")),
                Arguments.of("interrupted", 100, interrupted(RUNNING), WORKED),
                Arguments.of("failed after a retry", 100, FAILED, RETRIED),
                Arguments.of("failed after a retry, narrow", 40, FAILED, RETRIED),
                Arguments.of(
                        "succeeded after a night",
                        100,
                        Views.finished(
                                run(
                                        RunStatus.SUCCEEDED,
                                        "",
                                        done("frames", 0, 12),
                                        done("detect", 7200, 7229, "frames")),
                                7229),
                        LOST),
                Arguments.of(
                        "resumed after Ctrl-C and a failure",
                        100,
                        Views.finished(run(RunStatus.SUCCEEDED, "", done("frames", 50, 60)), 60),
                        """
                        0 claim
                        0 start frames
                        20 release
                        25 claim
                        25 start frames
                        30 fail frames
                        30 end FAILED
                        50 resume frames
                        50 claim
                        50 start frames
                        60 ok frames
                        60 end SUCCEEDED"""));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("states")
    void is_as_it_was(String state, int width, RunView run, String story) throws IOException {
        List<String> lines = page(run, story, look(width));
        assertThat(String.join("\n", lines))
                .as("the page of a run that is %s", state)
                .isEqualTo(golden(state));
        assertThat(lines).allSatisfy(line -> assertThat(Cells.width(line)).isLessThanOrEqualTo(width));
    }

    @Test
    void in_letters_it_says_the_same() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new Screen(out, StandardCharsets.US_ASCII, false).lines(page(FAILED, RETRIED, look(100)));
        assertThat(out.toString(StandardCharsets.US_ASCII))
                .doesNotContain("?")
                .contains("=x", "...", ". waiting  x failed", "0------");
    }

    @Test
    void colours_change_no_column() {
        Look coloured = new Look(100, true, Views.NOW, ZoneOffset.UTC, "");
        List<String> plain = page(FAILED, RETRIED, look(100));
        List<String> colours = page(FAILED, RETRIED, coloured);
        assertThat(colours.stream()
                        .map(line -> line.replaceAll("\u001b\\[\\d+m", ""))
                        .toList())
                .isEqualTo(plain);
        assertThat(colours).anyMatch(line -> line.contains("\u001b[31m✗\u001b[0m\u001b[2m░"));
    }

    private static List<String> page(RunView run, String story, Look look) {
        return RunPage.lines(run, Histories.line(run, story, look), look, id -> true);
    }

    private static String golden(String state) throws IOException {
        try (InputStream in = RunPageGoldenTest.class.getResourceAsStream("pages.golden.txt")) {
            String all = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            String heading = "## " + state + "\n";
            int from = all.indexOf(heading) + heading.length();
            int to = all.indexOf("\n## ", from);
            return from < heading.length()
                    ? ""
                    : all.substring(from, to < 0 ? all.length() : to).stripTrailing();
        }
    }
}
