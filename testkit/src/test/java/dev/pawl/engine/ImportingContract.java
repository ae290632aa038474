// SPDX-License-Identifier: Apache-2.0
package dev.pawl.engine;

import static dev.pawl.core.RunStatus.FAILED;
import static dev.pawl.core.RunStatus.QUEUED;
import static dev.pawl.core.RunStatus.SUCCEEDED;
import static dev.pawl.engine.Bench.end;
import static dev.pawl.engine.Bench.stage;
import static dev.pawl.engine.Bench.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.Health;
import dev.pawl.ImportReport;
import dev.pawl.Json;
import dev.pawl.Pawl;
import dev.pawl.Pipeline;
import dev.pawl.RunLineage;
import dev.pawl.RunView;
import dev.pawl.core.AllowedFailures;
import dev.pawl.core.Event;
import dev.pawl.core.Lineage;
import dev.pawl.core.OnInterrupt;
import dev.pawl.core.StageStatus;
import dev.pawl.spi.RunQuery;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.IntStream;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Records of other systems, as the reference has them, are runs like any others once they are imported. */
@Tag("S8")
interface ImportingContract extends OnABench {

    /** The samples of the reference. */
    private static String samples() {
        try {
            return String.join(
                    "\n",
                    Files.readAllLines(Path.of("..", "docs", "reference", "import.md")).stream()
                            .filter(line -> line.startsWith("{\"kind\""))
                            .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ImportReport imported(Pawl pawl, String lines) throws IOException {
        return pawl.importRuns(new BufferedReader(new StringReader(lines)), false);
    }

    private static RunView of(Pawl pawl, ImportReport report, String oldId) {
        return pawl.run(report.made().stream()
                        .filter(made -> made.oldId().equals(oldId))
                        .findFirst()
                        .orElseThrow()
                        .run())
                .view();
    }

    private static List<StageStatus> stages(RunView run) {
        return run.stages().stream().map(s -> s.status()).toList();
    }

    @Test
    @Tag("A6")
    default void theSamplesStandAsTheyShould() throws Exception {
        Pawl pawl = bench().open();
        ImportReport report = imported(pawl, samples());
        assertThat(report.problems()).isEmpty();
        assertThat(report.made())
                .extracting(made -> made.oldId() + ": " + made.standing())
                .containsExactly(
                        "doc-17: open, what was running is idle",
                        "881: interrupted",
                        "r-1: failed",
                        "r-2: succeeded",
                        "w-5: failed",
                        "S05E03-detect: interrupted");
        RunView document = of(pawl, report, "doc-17");
        assertThat(document.status()).isEqualTo(QUEUED);
        assertThat(stages(document)).containsExactly(StageStatus.SUCCEEDED, StageStatus.SUCCEEDED, StageStatus.IDLE);
        assertThat(text(pawl, document.id(), "outline")).isEqualTo("{\"chapters\":[\"one\",\"two\"]}");
        assertThat(document.key()).isEqualTo("doc-17");
        assertThat(document.createdAt()).hasToString("2026-01-02T08:00:00Z");

        RunView batch = of(pawl, report, "881");
        assertThat(batch.health()).isEqualTo(Health.INTERRUPTED);
        assertThat(stage(batch, "prospects").items())
                .returns(4, items -> items.total())
                .returns(1, items -> items.done())
                .returns(1, items -> items.failed());

        RunView failed = of(pawl, report, "r-1");
        assertThat(failed.status()).isEqualTo(FAILED);
        assertThat(failed.error()).isEqualTo("check: too short");
        assertThat(text(pawl, failed.id(), "draft")).isEqualTo("{\"text\":\"Owls.\"}");
        RunView retry = of(pawl, report, "r-2");
        assertThat(Bench.events(pawl, retry.id(), Event.Created.class)
                        .getFirst()
                        .lineage())
                .isNotNull()
                .returns(failed.id(), Lineage::parent)
                .returns(failed.id(), Lineage::root)
                .returns("check", Lineage::retryFrom)
                .returns(1, Lineage::depth);
        assertThat(retry.labels()).containsEntry("imported", "observer").containsEntry("imported-parent", "r-1");
        assertThat(retry.degraded()).isTrue();
        assertThat(stages(retry)).containsExactly(StageStatus.SUCCEEDED, StageStatus.DEGRADED, StageStatus.SKIPPED);
        assertThat(of(pawl, report, "w-5").user()).isEqualTo("dee");
        assertThat(stages(of(pawl, report, "S05E03-detect")))
                .containsExactly(StageStatus.SUCCEEDED, StageStatus.RUNNING, StageStatus.IDLE);
        assertThat(pawl.check()).isEmpty();
    }

    @Test
    default void aRetryFindsItsParentOfAnImportBefore() throws Exception {
        List<String> runs =
                samples().lines().filter(line -> line.contains("pipeline-run")).toList();
        UUID parent = imported(bench().open(), runs.get(0)).made().getFirst().run();
        Pawl pawl = bench().open();
        UUID retry = imported(pawl, runs.get(1)).made().getFirst().run();
        assertThat(Bench.events(pawl, retry, Event.Created.class).getFirst().lineage())
                .isNotNull()
                .returns(parent, Lineage::parent)
                .returns(parent, Lineage::root)
                .returns(1, Lineage::depth);
        String next = runs.get(1)
                .replace("\"parent\": \"r-1\"", "\"parent\": \"r-2\"")
                .replace("\"id\": \"r-2\"", "\"id\": \"r-3\"");
        UUID again = imported(bench().open(), next).made().getFirst().run();
        assertThat(Bench.events(pawl, again, Event.Created.class).getFirst().lineage())
                .isNotNull()
                .returns(retry, Lineage::parent)
                .returns(parent, Lineage::root)
                .returns(2, Lineage::depth);
        assertThat(imported(bench().open(), next).unchanged()).isEqualTo(1);
        assertThat(pawl.check()).isEmpty();
    }

    @Test
    default void whatNoRunMayBeFoundByIsNotImported() throws Exception {
        String line = samples().lines().findFirst().orElseThrow();
        String bad = line.replace("\"key\": \"doc-17\"", "\"key\": \"" + "k".repeat(4000) + "\"");
        ImportReport report = imported(bench().open(), bad);
        assertThat(report.made()).isEmpty();
        assertThat(report.problems()).singleElement().asString().contains("the key is ");
    }

    @Test
    default void importingTwiceChangesNothing() throws Exception {
        Pawl pawl = bench().open();
        ImportReport look = pawl.importRuns(new BufferedReader(new StringReader(samples())), true);
        assertThat(look.made()).hasSize(6);
        assertThat(pawl.runs(RunQuery.newest(10))).isEmpty();
        assertThat(imported(pawl, samples()).made()).isEqualTo(look.made());
        List<RunView> runs = pawl.runs(RunQuery.newest(10));
        ImportReport again = imported(bench().open(), samples());
        assertThat(again.made()).isEmpty();
        assertThat(again.unchanged()).isEqualTo(6);
        assertThat(pawl.runs(RunQuery.newest(10)))
                .extracting(RunView::id, RunView::number, RunView::status)
                .isEqualTo(runs.stream()
                        .map(run -> Tuple.tuple(run.id(), run.number(), run.status()))
                        .toList());
    }

    /** As the pipeline here reads an item of that system. */
    record Prospect(String name) {}

    /** What was finished there is not executed here. */
    @Test
    @Tag("S4")
    @Tag("D1")
    default void whatWasStuckGoesOnWhereItWas() throws Exception {
        Tally tally = new Tally();
        Pipeline<JsonNode> qualify = Pipeline.named("qualify", JsonNode.class)
                .stage(
                        "prospects",
                        String.class,
                        s -> s.allowFailed(new AllowedFailures(1, 0))
                                .map(c -> List.of(new Prospect("?")), (c, item) -> {
                                    tally.count("prospects");
                                    return item.name();
                                }))
                .build();
        Pipeline<JsonNode> media = Pipeline.named("detect-embed", JsonNode.class)
                .stage("frames", Integer.class, s -> s.run(c -> tally.count("frames")))
                .stage(
                        "detect",
                        JsonNode.class,
                        s -> s.after("frames").run(c -> {
                            tally.count("detect");
                            return c.output("frames", JsonNode.class);
                        }))
                .stage(
                        "embed",
                        String.class,
                        s -> s.after("detect").run(c -> c.input().get("episode").asString()))
                .build();
        Pipeline<JsonNode> enrich = Pipeline.named("enrich-all", JsonNode.class)
                .userRequired()
                .stage("load", Integer.class, s -> s.run(c -> tally.count("load")))
                .stage(
                        "enrich",
                        String.class,
                        s -> s.after("load").run(c -> c.user() + c.output("load", JsonNode.class)))
                .stage("store", Integer.class, s -> s.after("enrich").run(c -> 1))
                .build();
        ImportReport report = imported(bench().open(), samples());
        Pawl pawl = bench().start(qualify, media, enrich);
        RunView job = end(pawl.run(of(pawl, report, "S05E03-detect").id()), SUCCEEDED);
        assertThat(text(pawl, job.id(), "detect")).isEqualTo("{\"files\":1800}");
        assertThat(text(pawl, job.id(), "embed")).isEqualTo("\"S05E03\"");
        RunView batch = end(pawl.run(of(pawl, report, "881").id()), SUCCEEDED);
        assertThat(stage(batch, "prospects").items()).returns(3, items -> items.done());
        assertThat(text(pawl, batch.id(), "prospects")).isEqualTo("[{\"score\":7},null,\"C\",\"D\"]");
        RunView worker = of(pawl, report, "w-5");
        end(pawl.resume(worker.id(), "dee"), SUCCEEDED);
        assertThat(text(pawl, worker.id(), "enrich")).isEqualTo("\"dee[1,2,3]\"");
        assertThat(tally.of("frames") + tally.of("load"))
                .as("what was finished")
                .isZero();
        assertThat(tally.of("prospects")).isEqualTo(2);
        assertThat(tally.of("detect")).isEqualTo(1);
        assertThat(pawl.check()).isEmpty();
    }

    @Test
    @Tag("A6")
    default void theStageSaysWhatBecomesOfWhatWasRunning() throws Exception {
        for (OnInterrupt rule : OnInterrupt.values()) {
            Pipeline<JsonNode> known = Pipeline.named("r-" + rule.name().toLowerCase(Locale.ROOT), JsonNode.class)
                    .stage("a", Integer.class, s -> s.onInterrupt(rule).run(c -> 1))
                    .build();
            Pawl pawl = bench().open().register(known);
            ImportReport report = imported(pawl, """
                    {"kind": "pipeline-run", "source": "s", "id": "%s", "pipeline": "%s", "status": "running", "createdAt": "2026-01-01T00:00:00Z", "stages": [{"id": "a", "status": "running"}]}
                    """.formatted(rule, known.name()));
            assertThat(report.problems()).isEmpty();
            RunView run = of(pawl, report, rule.name());
            assertThat(stages(run))
                    .containsExactly(
                            switch (rule) {
                                case IDLE -> StageStatus.IDLE;
                                case FAIL -> StageStatus.FAILED;
                                case RESUME, RESTART -> StageStatus.RUNNING;
                            });
            assertThat(run.status() == FAILED).isEqualTo(rule == OnInterrupt.FAIL);
        }
    }

    /** It has the same id as before: it is made whole, or it is said when it can be. */
    @Test
    @Tag("C12")
    default void whatWasDeletedIsImportedAgain() throws Exception {
        Pipeline<JsonNode> known = Pipeline.named("again", JsonNode.class)
                .stage("a", Integer.class, s -> s.run(c -> 1))
                .build();
        String line =
                "{\"kind\": \"pipeline-run\", \"source\": \"s\", \"id\": \"1\", \"pipeline\": \"again\", \"status\": \"failed\", \"error\": \"no\", \"createdAt\": \"2026-01-01T00:00:00Z\", \"stages\": [{\"id\": \"a\", \"status\": \"failed\", \"error\": \"no\"}]}";
        Pawl pawl = bench().start(known);
        UUID run = of(pawl, imported(pawl, line), "1").id();
        for (int i = 0; i < 2; i++) {
            assertThat(pawl.delete(run, null)).isTrue();
            ImportReport report = imported(pawl, line);
            assertThat(pawl.check()).isEmpty();
            if (report.made().isEmpty()) {
                assertThat(report.problems())
                        .singleElement()
                        .satisfies(problem -> assertThat(problem.message()).contains("import it again in a minute"));
                assertThat(pawl.runs(RunQuery.newest(10))).isEmpty();
                return;
            }
            assertThat(report.problems()).isEmpty();
            end(pawl.resume(run, "ann"), SUCCEEDED);
            assertThat(pawl.check()).isEmpty();
        }
    }

    @Test
    default void allMistakesAreToldAtOnceWithTheirLines() throws Exception {
        Pawl pawl = bench().open();
        String good = samples().lines().findFirst().orElseThrow();
        ImportReport report = imported(
                pawl,
                String.join(
                        "\n",
                        good,
                        "",
                        "{not json",
                        "[]",
                        "{\"kind\": \"novel\"}",
                        "{\"kind\": \"document\", \"source\": \"s\", \"id\": \"1\", \"pipeline\": \"P!\", \"createdAt\": \"yesterday\", \"colour\": 1, \"stages\": [{\"id\": \"A\", \"status\": \"humming\"}, {\"id\": \"b\", \"status\": \"done\"}]}",
                        good,
                        "{\"kind\": \"worker-run\", \"source\": \"s\", \"id\": \"2\", \"pipeline\": \"p\", \"createdAt\": \"2026-01-01T00:00:00Z\", \"status\": \"succeeded\", \"stages\": [\"a\"], \"memory\": {\"failed\": \"a\", \"current\": \"c\"}}",
                        good.replace("\"id\": \"doc-17\"", "\"id\": \"doc-18\""),
                        "{\"kind\": \"document\", \"source\": \"s\", \"id\": \"3\", \"pipeline\": \"p\", \"createdAt\": \"+999999999-12-31T23:59:59Z\", \"stages\": [{\"id\": \"a\", \"status\": \"idle\"}]}"));
        assertThat(report.made()).hasSize(1);
        assertThat(report.problems().stream().map(problem -> problem.line() + " " + problem.message()))
                .anyMatch(line -> line.startsWith("3 it is no JSON"))
                .anyMatch(line -> line.startsWith("4 it is no object"))
                .anyMatch(line -> line.startsWith("5 kind is not known"))
                .anyMatch(line -> line.startsWith("6 createdAt `yesterday` is no time"))
                .anyMatch(line -> line.startsWith("6 colour is not known here"))
                .anyMatch(line -> line.startsWith("6 stages[0].status `humming` is not known"))
                .anyMatch(line -> line.startsWith("6 stages[1].output is missing"))
                .anyMatch(line -> line.startsWith("6 pipeline `P!`"))
                .anyMatch(line -> line.startsWith("6 stage `A` is no id"))
                .anyMatch(line -> line.startsWith("7 it is the record of line 1 once more"))
                .anyMatch(line -> line.startsWith("8 user is missing"))
                .anyMatch(line -> line.startsWith("8 memory.current names stage `c`"))
                .anyMatch(line -> line.startsWith("8 the run succeeded, and its stage a failed"))
                .anyMatch(line -> line.startsWith("9 run ") && line.contains("is active with its key doc-17"))
                .anyMatch(line ->
                        line.startsWith("10 createdAt `+999999999-12-31T23:59:59Z` is before 1970 or after 9999"))
                .hasSize(15);
        assertThat(pawl.runs(RunQuery.newest(10))).hasSize(1);
        assertThat(pawl.check()).isEmpty();
    }

    private static String failed(int id, String parent) {
        return "{\"kind\": \"pipeline-run\", \"source\": \"s\", \"id\": \"" + id
                + "\", \"pipeline\": \"p\", \"user\": \"u\","
                + " \"status\": \"failed\", \"error\": \"no\", \"createdAt\": \"2026-01-04T10:00:00Z\","
                + " \"finishedAt\": \"2026-01-04T10:02:00Z\", \"input\": {}, " + parent
                + " \"stages\": [{\"id\": \"a\", \"status\": \"failed\", \"error\": \"no\"}]}";
    }

    private static String retry(int id, int parent) {
        return failed(id, "\"parent\": \"" + parent + "\", \"retryFrom\": \"a\",") + "\n";
    }

    private static List<String> told(ImportReport report) {
        return report.problems().stream()
                .map(problem -> problem.line() + " " + problem.message())
                .toList();
    }

    /** Its depth, as its history says; 0 where it is no retry. */
    private static int depth(Pawl pawl, ImportReport report, String oldId) {
        Lineage lineage = Bench.events(pawl, of(pawl, report, oldId).id(), Event.Created.class)
                .getFirst()
                .lineage();
        return lineage == null ? 0 : lineage.depth();
    }

    /** A retry that were there without its parent would be none for ever, as importing again changes nothing. */
    @Test
    @Tag("C8")
    default void theRetriesOfWhatIsRefusedWaitForTheMendedFile() throws Exception {
        Pawl pawl = bench().open();
        String good = failed(1, "") + "\n";
        String others = retry(2, 1) + retry(3, 2) + failed(4, "") + "\n";
        ImportReport report = imported(pawl, good.replace("\"user\"", "\"usr\"") + others);
        assertThat(report.made()).extracting(ImportReport.Made::oldId).containsExactly("4");
        assertThat(told(report))
                .anyMatch(line -> line.startsWith("2 its parent 1 of line 1 is not imported"))
                .anyMatch(line -> line.startsWith("3 its parent 2 of line 2 is not imported"));

        ImportReport unread = imported(pawl, "{" + good + others);
        assertThat(unread.made()).isEmpty();
        assertThat(told(unread)).anyMatch(line -> line.startsWith("2 its parent 1 is not known, and may be line 1"));

        ImportReport mended = imported(pawl, good + others);
        assertThat(mended.problems()).isEmpty();
        assertThat(mended.made()).extracting(ImportReport.Made::oldId).containsExactly("1", "2", "3");
        assertThat(depth(pawl, mended, "3")).isEqualTo(2);
        assertThat(imported(pawl, good + others)).returns(4, ImportReport::unchanged);
        assertThat(pawl.check()).isEmpty();
    }

    @Test
    @Tag("C8")
    default void aParentMayStandAfterItsRetriesOrNowhere() throws Exception {
        Pawl pawl = bench().open();
        ImportReport report = imported(pawl, retry(3, 2) + retry(2, 1) + failed(1, "") + "\n" + retry(5, 99));
        assertThat(report.problems()).isEmpty();
        assertThat(report.made()).extracting(ImportReport.Made::oldId).containsExactly("3", "2", "1", "5");
        assertThat(depth(pawl, report, "3")).isEqualTo(2);
        assertThat(depth(pawl, report, "2")).isEqualTo(1);
        assertThat(depth(pawl, report, "5")).isZero();
    }

    @Test
    @Tag("C8")
    default void parentsThatLeadBackToThemselvesAreMistakes() throws Exception {
        Pawl pawl = bench().open();
        ImportReport report = imported(pawl, retry(1, 2) + retry(2, 1) + retry(3, 1) + retry(4, 4) + failed(5, ""));
        assertThat(report.made()).extracting(ImportReport.Made::oldId).containsExactly("5");
        assertThat(told(report))
                .hasSize(4)
                .anyMatch(line -> line.startsWith("1 its parents lead back to itself (lines 1, 2)"))
                .anyMatch(line -> line.startsWith("2 its parents lead back to itself (lines 1, 2)"))
                .anyMatch(line -> line.startsWith("3 its parent 1 of line 1 is not imported"))
                .anyMatch(line -> line.startsWith("4 it is its own parent"));
    }

    /** They keep their times, so an archive would be gone with the next pruning. */
    @Test
    @Tag("D6")
    default void whatIsOlderThanItIsKeptIsSaid() throws Exception {
        String old =
                failed(1, "").replace("2026-", "2019-") + "\n" + failed(2, "").replace("2026-", "2020-") + "\n"
                        + samples().lines().findFirst().orElseThrow().replace("2026-", "2019-");
        Pawl pawl = bench().open();
        ImportReport look = pawl.importRuns(new BufferedReader(new StringReader(old)), true);
        assertThat(look.overdue()).containsExactly(new ImportReport.Overdue("p", Pipeline.RETENTION, 2));
        ImportReport report = imported(pawl, old);
        assertThat(report.overdue()).isEqualTo(look.overdue());
        assertThat(pawl.prune(null, null, true).deleted()).as("as it is said").isEqualTo(2);
        assertThat(imported(pawl, old).overdue()).as("nothing new").isEmpty();
        Pawl other = bench().open()
                .register(Pipeline.named("p", String.class)
                        .retention(null)
                        .stage("a", Integer.class, s -> s.run(c -> 1))
                        .build());
        String more = failed(3, "").replace("2026-", "2019-");
        assertThat(imported(other, more).overdue()).isEmpty();
    }

    @Test
    @Tag("C8")
    default void aLineOfRetriesIsNoLongerThanOneThatIsMadeHere() throws Exception {
        Pawl pawl = bench().open();
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i <= Pipeline.MOST_RETRY_DEPTH + 1; i++) {
            String parent = i == 0 ? "" : "\"parent\": \"" + (i - 1) + "\", \"retryFrom\": \"a\",";
            lines.append(failed(i, parent)).append('\n');
        }
        ImportReport report = imported(pawl, lines.toString());
        assertThat(report.problems())
                .singleElement()
                .returns(Pipeline.MOST_RETRY_DEPTH + 2, ImportReport.Problem::line)
                .extracting(ImportReport.Problem::message)
                .asString()
                .contains("a line may have " + Pipeline.MOST_RETRY_DEPTH);
        RunLineage lineage = pawl.lineage(report.made().getLast().run());
        assertThat(Json.views().writeValueAsString(lineage)).contains("\"depth\":" + Pipeline.MOST_RETRY_DEPTH);
    }

    @Test
    default void whatOtherProgramsPutBeforeATextAndLeaveEmptyIsSeen() throws Exception {
        Pawl pawl = bench().open();
        String good = samples().lines().findFirst().orElseThrow();
        ImportReport report = imported(
                pawl,
                "\uFEFF" + good + "\n" + good.replace("\"id\": \"doc-17\"", "\"id\": \"\"") + "\n{\"kind\": NaN}");
        assertThat(report.made()).hasSize(1);
        assertThat(report.problems().stream().map(problem -> problem.line() + " " + problem.message()))
                .anyMatch(line -> line.startsWith("2 id is empty"))
                .anyMatch(line ->
                        line.startsWith("3 it is no JSON: Non-standard token 'NaN'") && !line.contains("Feature"));
    }

    @Test
    default void ofManyMistakesTheFirstAreTold() throws Exception {
        ImportReport report = imported(bench().open(), "[]\n".repeat(1010));
        assertThat(report.problems()).hasSize(1001);
        assertThat(report.problems().getLast().message()).startsWith("and 10 more are wrong");
    }

    /** Large values go beside the entry, and so do many small ones. */
    @Test
    default void aLargeBatchIsOneEntryAllTheSame() throws Exception {
        String items = String.join(
                ",",
                IntStream.range(0, 3000)
                        .mapToObj(i -> "{\"input\": " + i + ", \"status\": \"done\", \"output\": \"" + i
                                + "x".repeat(3000) + "\"}")
                        .toList());
        Pawl pawl = bench().open();
        ImportReport report = imported(
                pawl,
                "{\"kind\": \"batch\", \"source\": \"s\", \"id\": \"big\", \"pipeline\": \"p\", \"status\": \"done\", \"createdAt\": \"2026-01-01T00:00:00Z\", \"items\": ["
                        + items + "]}");
        assertThat(report.problems()).isEmpty();
        RunView run = of(pawl, report, "big");
        assertThat(run.status()).isEqualTo(SUCCEEDED);
        assertThat(pawl.history(run.id(), 0, 10)).hasSize(1);
        assertThat(text(pawl, run.id(), "items")).hasSizeGreaterThan(9_000_000);
        assertThat(pawl.check()).isEmpty();
    }
}
