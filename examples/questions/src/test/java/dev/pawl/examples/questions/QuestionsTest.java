// SPDX-License-Identifier: Apache-2.0
package dev.pawl.examples.questions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.Json;
import dev.pawl.Pawl;
import dev.pawl.Pipeline;
import dev.pawl.Retry;
import dev.pawl.RunHandle;
import dev.pawl.RunView;
import dev.pawl.StageView;
import dev.pawl.Submission;
import dev.pawl.core.RunStatus;
import dev.pawl.core.StageStatus;
import dev.pawl.examples.questions.model.Endpoint;
import dev.pawl.examples.questions.model.Model;
import dev.pawl.examples.questions.model.Price;
import dev.pawl.examples.questions.standin.StandIn;
import dev.pawl.examples.questions.tables.Tables;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class QuestionsTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Price PRICE = new Price(2, 10);

    @TempDir
    private Path folder;

    private StandIn standIn;
    private Pipeline<Question> questions;
    private Pawl pawl;

    @BeforeEach
    void open() throws IOException {
        standIn = StandIn.start(0);
        questions = QuestionsPipeline.over(
                new Model(new Endpoint(standIn.url(), StandIn.MODEL, null, PRICE)),
                Tables.in(Path.of("tables")),
                folder.resolve("answers"));
        pawl = Pawl.open(folder.resolve("data")).register(questions).start();
    }

    @AfterEach
    void close() {
        pawl.close();
        standIn.close();
    }

    private RunHandle ask(String question) {
        return pawl.submit(questions, new Question("q", question), Submission.plain());
    }

    private JsonNode output(RunHandle run, String stage) throws IOException {
        try (InputStream json = pawl.output(run.id(), stage).orElseThrow()) {
            return Json.values().readTree(json);
        }
    }

    private static StageView stage(RunView run, String id) {
        return run.stages().stream()
                .filter(stage -> stage.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void a_question_becomes_a_page_and_each_call_is_counted() throws Exception {
        RunHandle run = ask("How many moons of each planet were discovered before 1800?");

        assertThat(run.await(PATIENCE).status()).isEqualTo(RunStatus.SUCCEEDED);
        assertThat(output(run, "build").path("text").asString())
                .isEqualTo("planet and count: Saturn 7, Jupiter 4, Uranus 2.");
        assertThat(Files.readString(folder.resolve("answers/q.html")))
                .contains("<td>Saturn</td><td>7</td>")
                .contains("keep rows where discovered &lt; 1800");
        assertThat(standIn.requests()).isEqualTo(Map.of("route", 1, "plan", 1, "blueprint", 1, "build", 1));
        for (String stage : standIn.requests().keySet()) {
            JsonNode used = output(run, stage).path("used");
            assertThat(used.path("calls").asInt()).as(stage).isEqualTo(1);
            assertThat(used.path("micros").asLong())
                    .as(stage)
                    .isPositive()
                    .isEqualTo(2 * used.path("tokensIn").asLong()
                            + 10 * used.path("tokensOut").asLong());
        }
    }

    @Test
    @Tag("C9")
    void a_draft_with_a_column_that_is_none_goes_back_once_with_the_columns_there_are() throws Exception {
        RunHandle run = ask("Which five moons are the largest?");

        RunView end = run.await(PATIENCE);

        assertThat(end.status()).isEqualTo(RunStatus.SUCCEEDED);
        assertThat(stage(end, "validate").rounds()).isEqualTo(1);
        assertThat(stage(end, "blueprint").generation()).isEqualTo(1);
        assertThat(output(run, "blueprint").at("/blueprint/orderBy").asString()).isEqualTo("diameter_km");
        assertThat(output(run, "blueprint").at("/used/calls").asInt()).isEqualTo(2);
        assertThat(output(run, "build").path("text").asString())
                .isEqualTo("moon and diameter km: Ganymede 5268, Titan 5150, Callisto 4821, Io 3643, Moon 3475.");
        assertThat(standIn.requests()).isEqualTo(Map.of("route", 1, "plan", 1, "blueprint", 2, "build", 1));
    }

    @Test
    void where_no_table_knows_nothing_more_is_asked() throws Exception {
        RunHandle run = ask("Who wrote Faust?");

        RunView end = run.await(PATIENCE);

        assertThat(end.status()).isEqualTo(RunStatus.SUCCEEDED);
        assertThat(stage(end, "blueprint").status()).isEqualTo(StageStatus.SKIPPED);
        assertThat(output(run, "build").path("text").asString()).startsWith("No table here knows.");
        assertThat(standIn.requests()).isEqualTo(Map.of("route", 1));
    }

    @Test
    @Tag("D1")
    void resumed_after_a_failed_build_it_asks_for_nothing_it_has() throws Exception {
        standIn.busyFor("build");
        RunHandle run = ask("Which planets have a temperature above 0?");
        RunView failed = run.await(PATIENCE);
        assertThat(failed.status()).isEqualTo(RunStatus.FAILED);
        assertThat(failed.error()).contains("the model at " + standIn.url() + " gave no answer", "too much to do");
        Map<String, Integer> before = standIn.requests();
        assertThat(before).isEqualTo(Map.of("route", 1, "plan", 1, "blueprint", 1, "build", 3));

        standIn.busyFor();
        pawl.resume(run.id(), null);

        assertThat(run.await(PATIENCE).status()).isEqualTo(RunStatus.SUCCEEDED);
        assertThat(output(run, "build").path("text").asString())
                .isEqualTo("planet and temperature c: Mercury 167, Venus 464, Earth 15.");
        assertThat(standIn.requests()).isEqualTo(Map.of("route", 1, "plan", 1, "blueprint", 1, "build", 4));
    }

    @Test
    @Tag("C6")
    void a_retry_from_build_makes_no_call_for_what_comes_before() throws Exception {
        RunHandle undisturbed = ask("Which five moons are the largest?");
        undisturbed.await(PATIENCE);
        standIn.busyFor("build");
        RunHandle failed = ask("Which five moons are the largest?");
        assertThat(failed.await(PATIENCE).status()).isEqualTo(RunStatus.FAILED);
        Map<String, Integer> before = standIn.requests();

        standIn.busyFor();
        RunHandle retry = pawl.retry(failed.id(), Retry.from("build"));

        RunView end = retry.await(PATIENCE);
        assertThat(end.status()).isEqualTo(RunStatus.SUCCEEDED);
        assertThat(calls(before)).isEqualTo(Map.of("build", 1));
        for (String stage : List.of("route", "plan", "blueprint", "validate")) {
            assertThat(stage(end, stage).reusedFrom()).as(stage).isNotNull();
            assertThat(stage(end, stage).attempt()).as(stage).isZero();
        }
        assertThat(output(retry, "build")).isEqualTo(output(undisturbed, "build"));
        assertThat(failed.view().status()).isEqualTo(RunStatus.FAILED);
    }

    @Test
    @Tag("C9")
    void a_retry_from_the_validator_begins_at_the_blueprint() throws Exception {
        standIn.busyFor("build");
        RunHandle failed = ask("Which five moons are the largest?");
        failed.await(PATIENCE);
        Map<String, Integer> before = standIn.requests();

        standIn.busyFor();
        RunHandle retry = pawl.retry(failed.id(), Retry.from("validate"));

        assertThat(retry.await(PATIENCE).status()).isEqualTo(RunStatus.SUCCEEDED);
        assertThat(calls(before)).isEqualTo(Map.of("blueprint", 2, "build", 1));
    }

    /** Requests of each stage since then. */
    private Map<String, Integer> calls(Map<String, Integer> before) {
        Map<String, Integer> since = new TreeMap<>(standIn.requests());
        before.forEach((stage, n) -> since.merge(stage, -n, Integer::sum));
        since.values().removeIf(n -> n == 0);
        return since;
    }
}
