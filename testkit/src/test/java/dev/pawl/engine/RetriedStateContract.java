// SPDX-License-Identifier: Apache-2.0
package dev.pawl.engine;

import static dev.pawl.core.RunStatus.FAILED;
import static dev.pawl.core.RunStatus.SUCCEEDED;
import static dev.pawl.engine.Bench.end;
import static dev.pawl.engine.Bench.events;
import static dev.pawl.engine.Bench.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pawl.Pawl;
import dev.pawl.Pipeline;
import dev.pawl.RawJson;
import dev.pawl.RefusedException;
import dev.pawl.RefusedException.Missing;
import dev.pawl.Retry;
import dev.pawl.RetryPlan;
import dev.pawl.RunHandle;
import dev.pawl.Submission;
import dev.pawl.core.Content;
import dev.pawl.core.Event;
import dev.pawl.spi.Keeper;
import dev.pawl.spi.RunQuery;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A run whose state is not there as one is taken up by what its stages put out, or refused with all that is missing. */
@Tag("C4")
interface RetriedStateContract extends OnABench {

    private static Pipeline<JsonNode> generate(Tally tally) {
        return Pipeline.named("generate", JsonNode.class)
                .stage(
                        "draft",
                        Object.class,
                        s -> s.run(c -> {
                            tally.count("draft");
                            return Map.of("text", "Bats.", "title", "B");
                        }))
                .stage(
                        "check",
                        String.class,
                        s -> s.after("draft")
                                .requires("draft.text", "draft.title")
                                .run(c -> {
                                    tally.count("check");
                                    return c.output("draft", JsonNode.class)
                                                    .get("text")
                                                    .asString() + " of "
                                            + c.input().get("topic").asString();
                                }))
                .build();
    }

    /** A run of another system that failed at its second stage; the first is as it is told. */
    private static UUID imported(Pawl pawl, String stages) throws IOException {
        String line =
                "{\"kind\": \"pipeline-run\", \"source\": \"observer\", \"id\": \"r\", \"pipeline\": \"generate\","
                        + " \"status\": \"failed\", \"createdAt\": \"2026-01-04T10:00:00Z\", \"input\": {\"topic\": \"owls\"},"
                        + " \"stages\": [" + stages
                        + "{\"id\": \"check\", \"status\": \"failed\", \"error\": \"oops\"}]}";
        var report = pawl.importRuns(new BufferedReader(new StringReader(line)), false);
        assertThat(report.problems()).isEmpty();
        return report.made().getFirst().run();
    }

    private static RefusedException refused(Pawl pawl, UUID run, Retry how) {
        int runs = pawl.runs(RunQuery.newest(10)).size();
        RefusedException refused = catchThrowableOfType(RefusedException.class, () -> pawl.retry(run, how));
        assertThat(refused).isNotNull();
        assertThat(pawl.planRetry(run, how).blocked()).isEqualTo(RetryPlan.Blocked.by(refused));
        assertThat(pawl.runs(RunQuery.newest(10))).as("none was made").hasSize(runs);
        return refused;
    }

    @Test
    @Tag("C6")
    @Tag("S8")
    default void anImportedRunIsReconstructedFromItsStages() throws Exception {
        Tally tally = new Tally();
        Pipeline<JsonNode> pipeline = generate(tally);
        Pawl pawl = bench().start(pipeline);
        UUID old = imported(
                pawl,
                "{\"id\": \"draft\", \"status\": \"success\", \"output\": {\"text\": \"Owls.\", \"title\": \"O\"}}, ");
        RunHandle again = pawl.retry(old, Retry.from("check"));
        end(again, SUCCEEDED);
        assertThat(text(pawl, again.id(), "check")).isEqualTo("\"Owls. of owls\"");
        assertThat(tally.all()).isEqualTo(Map.of("check", 1));
    }

    @Test
    @Tag("C5")
    @Tag("S8")
    default void whatAnImportedRunDoesNotTellIsListed() throws Exception {
        Tally tally = new Tally();
        Pipeline<JsonNode> pipeline = generate(tally);
        Pawl pawl = bench().start(pipeline);
        UUID old = imported(pawl, "{\"id\": \"draft\", \"status\": \"success\", \"output\": null}, ");
        RefusedException no = refused(pawl, old, Retry.from("check"));
        assertThat(no.code()).isEqualTo("MISSING_STATE");
        assertThat(no.missing()).containsExactly(new Missing("text", "draft"), new Missing("title", "draft"));
        assertThat(no.remedy()).isEqualTo("retry from draft, or from before it");
        RunHandle again = pawl.retry(old, Retry.from("draft"));
        end(again, SUCCEEDED);
        assertThat(text(pawl, again.id(), "check")).isEqualTo("\"Bats. of owls\"");
    }

    /** When it was imported its pipeline was not known, and so neither what stages there are. */
    @Test
    @Tag("S8")
    default void aStageThatAnImportedRunDoesNotKnowIsNamed() throws Exception {
        Pawl pawl = bench().start();
        UUID old = imported(pawl, "");
        pawl.register(generate(new Tally()));
        RefusedException no = refused(pawl, old, Retry.from("check"));
        assertThat(no.code()).isEqualTo("MISSING_STATE");
        assertThat(no.missing()).containsExactly(new Missing("draft", "draft"));
    }

    /** Two stages with large outputs, and one that fails. */
    private static Pipeline<String> large(AtomicBoolean broken) {
        RawJson value = RawJson.of(("\"" + "y".repeat(100_000) + "\"").getBytes(StandardCharsets.UTF_8));
        RawJson other = RawJson.of(("\"" + "z".repeat(100_000) + "\"").getBytes(StandardCharsets.UTF_8));
        return Pipeline.named("large", String.class)
                .key(input -> input.substring(0, 1))
                .stage("a", Object.class, s -> s.run(c -> value))
                .stage("b", Object.class, s -> s.after("a").run(c -> other))
                .stage("small", Object.class, s -> s.after("a").run(c -> 1))
                .stage(
                        "c",
                        Integer.class,
                        s -> s.after("a", "b", "small").run(c -> {
                            if (broken.get()) {
                                throw new IllegalStateException("broken");
                            }
                            return c.input().length();
                        }))
                .build();
    }

    @Test
    default void valuesThatAreThereNoMoreAreListed() throws Exception {
        AtomicBoolean broken = new AtomicBoolean(true);
        Pipeline<String> pipeline = large(broken);
        Pawl pawl = bench().start(pipeline);
        RunHandle failed = pawl.submit(pipeline, "x", Submission.plain());
        end(failed, FAILED);
        broken.set(false);
        List<Content> outputs = events(pawl, failed.id(), Event.AttemptSucceeded.class).stream()
                .map(Event.AttemptSucceeded::output)
                .toList();
        drop(pawl, outputs);
        RefusedException no = refused(pawl, failed.id(), Retry.from("c"));
        assertThat(no.code()).isEqualTo("MISSING_STATE");
        assertThat(no.problem()).isEqualTo("what is taken over is no longer there: the output of a, b");
        assertThat(no.missing()).containsExactly(new Missing("a", "a"), new Missing("b", "b"));
        end(pawl.retry(failed.id(), Retry.from("a")), SUCCEEDED);
        assertThat(pawl.planRetry(failed.id(), Retry.from("c")).blocked())
                .as("that made them again, and they are found by what they are")
                .isNull();
    }

    @Test
    default void anInputThatIsThereNoMoreIsAskedFor() throws Exception {
        AtomicBoolean broken = new AtomicBoolean(true);
        Pipeline<String> pipeline = large(broken);
        Pawl pawl = bench().start(pipeline);
        RunHandle failed = pawl.submit(pipeline, "x".repeat(100_000), Submission.plain());
        end(failed, FAILED);
        broken.set(false);
        drop(
                pawl,
                List.of(events(pawl, failed.id(), Event.Created.class)
                        .getFirst()
                        .input()));
        RefusedException no = refused(pawl, failed.id(), Retry.from("c"));
        assertThat(no.code()).isEqualTo("MISSING_STATE");
        assertThat(no.missing()).containsExactly(new Missing("input", "input"));
        assertThat(no.remedy()).isEqualTo("give the input with the retry");
        RunHandle again =
                pawl.retry(failed.id(), Retry.from("c").input(RawJson.of("\"xyz\"".getBytes(StandardCharsets.UTF_8))));
        end(again, SUCCEEDED);
        assertThat(text(pawl, again.id(), "c")).isEqualTo("3");
    }

    private void drop(Pawl pawl, List<Content> contents) {
        Keeper keeper = bench().storeOf(pawl).keeper();
        assertThat(keeper.drop(contents, keeper.now()).values()).isPositive();
    }
}
