// SPDX-License-Identifier: Apache-2.0
package dev.pawl.core;

import static dev.pawl.core.Words.DEFINITION;
import static dev.pawl.core.Words.INPUT;
import static dev.pawl.core.Words.OUT;
import static dev.pawl.core.Words.PARTIAL;
import static dev.pawl.core.Words.ZERO;
import static dev.pawl.core.Words.claimed;
import static dev.pawl.core.Words.degraded;
import static dev.pawl.core.Words.ended;
import static dev.pawl.core.Words.failed;
import static dev.pawl.core.Words.stage;
import static dev.pawl.core.Words.started;
import static dev.pawl.core.Words.succeeded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.pawl.core.Command.Accepted;
import dev.pawl.core.Command.Rejected;
import dev.pawl.core.Command.Rejection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a run takes over from the one it takes up, and when it may. */
class RetryTest {

    private static final UUID PARENT = new UUID(7, 7);

    /** a, then b and c; d after both; v checks b, and so d waits for it. */
    private static final PipelineSpec GRAPH = Words.pipeline(
            stage("a"), stage("b", "a"), stage("c", "a"), stage("d", "b", "c"), Kinds.validator("v", "b", 1, "b"));

    // ---- what is taken over

    @Test
    @Tag("C6")
    @Tag("C10")
    void whatIsNotAfterTheStageIsTakenOver() {
        Run failed = parent(GRAPH, done("a"), done("c"), done("b"), done("v"), broken("d"));
        assertThat(reused(GRAPH, failed, "d")).containsExactly("a", "b", "c", "v");
        assertThat(reused(GRAPH, failed, "c")).containsExactly("a", "b", "v");
        assertThat(reused(GRAPH, failed, "b")).containsExactly("a", "c");
        assertThat(reused(GRAPH, failed, "a")).isEmpty();
    }

    @Test
    @Tag("C9")
    void fromAValidatorIsFromWhatItChecks() {
        Run failed = parent(GRAPH, done("a"), done("b"), done("c"), broken("v"));
        assertThat(reused(GRAPH, failed, "v")).containsExactly("a", "c");
        assertThat(made(accept(GRAPH, failed, "v")).lineage()).returns("b", Lineage::retryFrom);
    }

    @Test
    @Tag("C3")
    void whatIsTakenOverIsAsItWas() {
        PipelineSpec pipeline = Words.pipeline(stage("a"), Kinds.conditional(stage("b", "a")), stage("c", "b"));
        Run failed = parent(
                pipeline, List.of(started("a"), degraded("a")), List.of(Kinds.evaluated("b", false)), broken("c"));
        assertThat(takenOver(accept(pipeline, failed, "c")))
                .containsExactly(
                        new Event.Reused(ZERO, "a", StageStatus.DEGRADED, OUT, "thin", PARENT),
                        new Event.Reused(ZERO, "b", StageStatus.SKIPPED, null, null, PARENT));
    }

    @Test
    @Tag("A3")
    void whatItWasMadeOfIsTakenOverBeforeIt() {
        PipelineSpec pipeline = Words.pipeline(stage("b", "a"), stage("a"), stage("c", "b"));
        Run failed = parent(pipeline, done("a"), done("b"), broken("c"));
        assertThat(reused(pipeline, failed, "c")).containsExactly("a", "b");
    }

    @Test
    @Tag("A4")
    void theFilesItMadeAreTakenOverWithIt() {
        PipelineSpec pipeline = Words.pipeline(stage("a"), Kinds.map(2, stage("m", "a")));
        Artifact file = new Artifact("report.pdf", "application/pdf", OUT);
        Run failed = parent(
                pipeline,
                List.of(started("a"), new Event.AttemptSucceeded(ZERO, "a", OUT, null, List.of(file))),
                List.of(started("m"), Kinds.listed("m", 2), Kinds.itemDone("m", 1), failed("m")));
        Command.Create create = new Command.Create(DEFINITION, INPUT, null, "ann", Map.of());
        Command retry =
                new Command.Retry(create, failed, "m", false, items(failed, Map.of(1, List.of(file))), 10, null, null);
        List<Event> events = ((Accepted) accept(pipeline, failed, retry)).events();
        assertThat(events)
                .contains(
                        new Event.Reused(ZERO, "a", StageStatus.SUCCEEDED, OUT, null, PARENT, List.of(file)),
                        new Event.ItemSucceeded(ZERO, "m", 1, OUT, null, List.of(file)));
        assertThat(fold(Words.RUN, events.toArray(Event[]::new)).stage("a").artifacts())
                .containsExactly(file);
    }

    @Test
    @Tag("C3")
    void aPartIsTakenOverWhereThatIsAskedFor() {
        PipelineSpec pipeline = Words.pipeline(stage("a"), stage("b", "a"));
        Run failed = parent(pipeline, broken("a"));
        Accepted accepted = (Accepted) accept(pipeline, failed, retry(failed, "b", true, false));
        assertThat(takenOver(accepted))
                .containsExactly(
                        new Event.Reused(ZERO, "a", StageStatus.DEGRADED, PARTIAL, "a part of it: oops", PARENT));
    }

    @Test
    @Tag("C1")
    void theOneThatExecutedItIsNamedThroughAllItsHeirs() {
        PipelineSpec pipeline = Words.pipeline(stage("a"), stage("b", "a"));
        UUID first = new UUID(1, 1);
        Lineage lineage = new Lineage(first, first, "b", 1, null, null, false);
        Run heir = fold(
                PARENT,
                createdBy(pipeline, lineage),
                new Event.Reused(ZERO, "a", StageStatus.SUCCEEDED, OUT, null, first),
                claimed(),
                started("b"),
                failed("b"),
                Words.endedFailed("oops"));
        Accepted accepted = (Accepted) accept(pipeline, heir, "b");
        assertThat(takenOver(accepted))
                .containsExactly(new Event.Reused(ZERO, "a", StageStatus.SUCCEEDED, OUT, null, first));
        assertThat(made(accepted).lineage()).isEqualTo(new Lineage(first, PARENT, "b", 2, "why", "bob", false));
    }

    @Test
    @Tag("B5")
    @Tag("S4")
    void onlyTheItemsThatFailedAreDoneAgain() {
        PipelineSpec pipeline = Words.pipeline(stage("a"), Kinds.map(2, stage("m", "a")));
        Run failed = parent(
                pipeline,
                done("a"),
                List.of(
                        started("m"),
                        Kinds.listed("m", 3),
                        Kinds.itemDone("m", 2),
                        Kinds.itemFailed("m", 1),
                        Kinds.itemDone("m", 0),
                        failed("m")));
        Accepted accepted = (Accepted) accept(pipeline, failed, retry(failed, "m", false, true));
        assertThat(accepted.events().subList(2, 5))
                .containsExactly(Kinds.listed("m", 3), Kinds.itemDone("m", 0), Kinds.itemDone("m", 2));
        Items items = fold(Words.RUN, accepted.events().toArray(Event[]::new))
                .stage("m")
                .items();
        assertThat(items).isNotNull();
        assertThat(items.count(ItemStatus.SUCCEEDED)).isEqualTo(2);
        assertThat(items.count(ItemStatus.OPEN)).isEqualTo(1);
        assertThat(reused(pipeline, failed, "m")).containsExactly("a");
    }

    /** What another run took over is of that run: its items, too. */
    @Test
    @Tag("B5")
    void itemsAreThoseOfTheRunThatExecutedThem() {
        PipelineSpec pipeline = Words.pipeline(Kinds.map(2, stage("m")), stage("z", "m"));
        Run first = parent(
                pipeline,
                List.of(started("m"), Kinds.listed("m", 2), Kinds.itemDone("m", 1), degraded("m")),
                broken("z"));
        Run heir = heir(pipeline, first.id(), OUT);
        assertThat(takenOver(accept(pipeline, heir, ofItems(heir, first, INPUT))))
                .extracting(Event::getClass)
                .containsExactlyInAnyOrder(Event.ItemsListed.class, Event.ItemSucceeded.class);
        assertThat(refused(accept(pipeline, heir, ofItems(heir, heir, INPUT)))).contains("has no items");
        assertThat(refused(accept(pipeline, heir, ofItems(heir, Run.empty(first.id()), INPUT))))
                .contains("is deleted");
        Run other = heir(pipeline, first.id(), Documents.X);
        assertThat(refused(accept(pipeline, other, ofItems(other, first, INPUT))))
                .contains("has put out something else");
    }

    @Test
    @Tag("B5")
    void itemsOfAnotherInputAreNotTakenOver() {
        PipelineSpec pipeline = Words.pipeline(stage("a"), Kinds.map(2, stage("m", "a")));
        List<Event> half = List.of(started("m"), Kinds.listed("m", 2), Kinds.itemDone("m", 1), failed("m"));
        Run failed = parent(pipeline, done("a"), half);
        assertThat(refused(accept(pipeline, failed, ofItems(failed, failed, Documents.X))))
                .isEqualTo("the items that stage m has done were made of another input than this retry has");
        Run edited =
                parent(RunStatus.CANCELLED, pipeline, done("a"), half, List.of(Documents.edited("a", Documents.X)));
        assertThat(refused(accept(pipeline, edited, ofItems(edited, edited, INPUT))))
                .isEqualTo("the items that stage m has done were made of another output of a than there is now");
    }

    private static Run heir(PipelineSpec pipeline, UUID of, Content output) {
        return fold(
                new UUID(8, 8),
                createdBy(pipeline, new Lineage(of, of, "z", 1, null, null, false)),
                new Event.Reused(ZERO, "m", StageStatus.DEGRADED, output, "thin", of),
                claimed(),
                started("z"),
                failed("z"),
                Words.endedFailed("oops"));
    }

    private static Command ofItems(Run parent, Run executed, Content input) {
        Command.Create create = new Command.Create(DEFINITION, input, null, "ann", Map.of());
        return new Command.Retry(create, parent, "m", false, items(executed, Map.of()), 10, null, null);
    }

    private static String refused(Command.Outcome outcome) {
        assertThat(outcome).isInstanceOf(Rejected.class);
        return ((Rejected) outcome).problem();
    }

    /** What is stale is as stale in the run that takes it over, and what a person answers for is as fresh. */
    @Test
    @Tag("A3")
    void whatIsStaleStaysSo() {
        PipelineSpec pipeline =
                Words.pipeline(stage("a"), stage("b", "a"), stage("c", "b"), stage("d", "c"), stage("e", "d"));
        List<Event> edits = List.of(Documents.edited("a", Documents.X), Documents.edited("c", Documents.Y));
        Run document = parent(RunStatus.CANCELLED, pipeline, done("a"), done("b"), done("c"), done("d"), edits);
        Accepted accepted = (Accepted) accept(pipeline, document, "e");
        assertThat(accepted.events().stream()
                        .filter(Event.Reused.class::isInstance)
                        .map(Event.Reused.class::cast))
                .extracting(Event.Reused::stage, Event.Reused::reads, Event.Reused::answeredFor)
                .containsExactly(
                        tuple("a", Map.of(), true),
                        tuple("b", Map.of("a", OUT.sha()), false),
                        tuple("c", Map.of(), true),
                        tuple("d", Map.of("c", OUT.sha()), false));
        Run heir = fold(Words.RUN, accepted.events().toArray(Event[]::new));
        for (String stage : List.of("a", "b", "c", "d")) {
            assertThat(inputs(pipeline, heir, stage)).as(stage).isEqualTo(inputs(pipeline, document, stage));
        }
    }

    private static List<String> inputs(PipelineSpec pipeline, Run run, String stage) {
        return Staleness.of(pipeline, run, stage).stream()
                .map(Staleness.Cause::input)
                .toList();
    }

    @Test
    @Tag("C6")
    void whatAValidatorThatRunsAgainMaySendBackIsNotTakenOver() {
        PipelineSpec pipeline = Words.pipeline(
                stage("a"), stage("b", "a"), Kinds.validator("v", "a", 1, "b"), stage("x", "a"), stage("y", "x"));
        Run failed = parent(pipeline, done("a"), done("b"), done("v"), done("x"), broken("y"));
        assertThat(reused(pipeline, failed, "y")).containsExactly("a", "b", "v", "x");
        assertThat(reused(pipeline, failed, "b"))
                .as("x waits for v, which runs again after b")
                .containsExactly("a");
    }

    @Test
    @Tag("C6")
    void whatAPersonAnsweredAtThePointOrAfterIsAskedAgain() {
        PipelineSpec pipeline = Words.pipeline(stage("a"), Kinds.input(stage("q", "a")), stage("b", "q"));
        Run failed = parent(pipeline, done("a"), List.of(Kinds.asked("q"), Kinds.edited("q")), broken("b"));
        assertThat(reused(pipeline, failed, "b")).containsExactly("a", "q");
        assertThat(reused(pipeline, failed, "q")).containsExactly("a");
        assertThat(reused(pipeline, failed, "a")).isEmpty();
    }

    // ---- whether it may

    record Refusal(String name, PipelineSpec pipeline, Run parent, String from, Rejection code, List<String> stages) {
        @Override
        public String toString() {
            return name;
        }
    }

    @ParameterizedTest
    @MethodSource
    @Tag("C2")
    @Tag("C8")
    @Tag("C10")
    void refusals(Refusal row) {
        assertThat(accept(row.pipeline, row.parent, row.from)).isInstanceOfSatisfying(Rejected.class, rejected -> {
            assertThat(rejected.code()).isEqualTo(row.code);
            assertThat(rejected.stages()).isEqualTo(row.stages);
        });
    }

    /** Else the new run would end well with the stage not pressed. */
    @Test
    @Tag("C1")
    void whoAsksForAManualStageHasItStart() {
        PipelineSpec line = Words.pipeline(stage("a"), Kinds.manual(stage("m", "a")));
        Run parent = parent(line, done("a"), broken("m"));
        assertThat(accept(line, parent, "m"))
                .isInstanceOfSatisfying(
                        Accepted.class,
                        accepted -> assertThat(accepted.events().getLast())
                                .isInstanceOfSatisfying(
                                        Event.Pressed.class,
                                        pressed -> assertThat(pressed.stage()).isEqualTo("m")));
    }

    static Stream<Refusal> refusals() {
        PipelineSpec line = Words.pipeline(stage("a"), stage("b", "a"), stage("c", "b"));
        Run good = fold(PARENT, createdBy(line, null), claimed(), ended(RunStatus.SUCCEEDED));
        Run well = parent(RunStatus.SUCCEEDED, line, done("a"), done("b"), done("c"));
        Run bad = parent(line, done("a"), broken("b"));
        PipelineSpec manual = Words.pipeline(stage("a"), Kinds.manual(stage("m")), stage("b", "m"));
        Run unpressed = parent(manual, broken("a"));
        PipelineSpec more = Words.pipeline(stage("a"), stage("new"), stage("b", "a", "new"), stage("c", "b"));
        Run deep = fold(
                PARENT,
                createdBy(line, new Lineage(PARENT, PARENT, "a", 10, null, null, false)),
                claimed(),
                started("a"),
                failed("a"),
                Words.endedFailed("oops"));
        Run active = fold(PARENT, createdBy(line, null), claimed(), started("a"), failed("a"));
        return Stream.of(
                refused("no such run", line, Run.empty(PARENT), "a", Rejection.NO_RUN),
                refused("no such stage", line, bad, "z", Rejection.UNKNOWN_STAGE),
                refused("it is active", line, active, "a", Rejection.RUN_ACTIVE),
                refused("succeeded in a good run", line, well, "b", Rejection.NOT_RETRYABLE),
                refused("never ran in a good run", line, good, "a", Rejection.NOT_RETRYABLE),
                refused("never ran in a bad one", manual, unpressed, "m", Rejection.NOT_RETRYABLE),
                refused("upstream failed", line, bad, "c", Rejection.UPSTREAM_FAILED, "b"),
                refused("upstream never ran", manual, unpressed, "b", Rejection.UPSTREAM_FAILED),
                refused(
                        "upstream rejected",
                        GRAPH,
                        parent(GRAPH, done("a"), done("b"), done("c"), broken("v")),
                        "d",
                        Rejection.UPSTREAM_FAILED,
                        "b"),
                refused(
                        "upstream is new",
                        more,
                        parent(line, done("a"), done("b"), broken("c")),
                        "b",
                        Rejection.MISSING_STATE,
                        "new"),
                refused("too deep", line, deep, "a", Rejection.DEPTH_LIMIT));
    }

    private static Refusal refused(
            String name, PipelineSpec pipeline, Run parent, String from, Rejection code, String... stages) {
        return new Refusal(name, pipeline, parent, from, code, List.of(stages));
    }

    @Test
    @Tag("C2")
    void allowed() {
        PipelineSpec line = Words.pipeline(stage("a"), stage("b", "a"), stage("c", "b"));
        Run thin = parent(RunStatus.SUCCEEDED, line, done("a"), List.of(started("b"), degraded("b")), done("c"));
        assertThat(reused(line, thin, "b")).containsExactly("a");
        Run stopped = parent(RunStatus.CANCELLED, line, done("a"));
        assertThat(reused(line, stopped, "b")).as("it was next").containsExactly("a");
        assertThat(reused(line, stopped, "a")).isEmpty();
    }

    @Test
    @Tag("S2")
    void whatIsTakenOverMovesNoStageThatIsElsewhere() {
        Event reused = new Event.Reused(ZERO, "a", StageStatus.SUCCEEDED, OUT, null, PARENT);
        Run run = Words.fold(Words.created("a", "b"), claimed(), started("a"));
        assertThat(Decider.apply(run, reused).stage("a")).isEqualTo(run.stage("a"));
    }

    // ---- words

    static List<List<Event>> stories() {
        return List.of(List.of(
                Words.created("a", "b", "c"),
                new Event.Reused(ZERO, "a", StageStatus.SUCCEEDED, OUT, null, PARENT),
                new Event.Reused(ZERO, "b", StageStatus.DEGRADED, OUT, "thin", PARENT),
                new Event.Reused(ZERO, "c", StageStatus.SKIPPED, null, null, PARENT)));
    }

    private static List<Event> done(String stage) {
        return List.of(started(stage), succeeded(stage));
    }

    private static List<Event> broken(String stage) {
        return List.of(started(stage), failed(stage));
    }

    @SafeVarargs
    private static Run parent(PipelineSpec pipeline, List<Event>... parts) {
        return parent(RunStatus.FAILED, pipeline, parts);
    }

    @SafeVarargs
    private static Run parent(RunStatus end, PipelineSpec pipeline, List<Event>... parts) {
        List<Event> events = new ArrayList<>(List.of(createdBy(pipeline, null), claimed()));
        for (List<Event> part : parts) {
            events.addAll(part);
        }
        events.add(ended(end));
        return fold(PARENT, events.toArray(Event[]::new));
    }

    private static Event createdBy(PipelineSpec pipeline, @Nullable Lineage lineage) {
        return new Event.Created(
                ZERO, "p", 1, DEFINITION, pipeline.ids(), INPUT, null, "ann", Map.of(), Queueing.NONE, lineage);
    }

    private static Run fold(UUID id, Event... events) {
        Run run = Run.empty(id);
        for (Event event : events) {
            run = Decider.apply(run, event);
        }
        return run;
    }

    static Command retry(Run parent, String from, boolean usePartial, boolean onlyFailedItems) {
        Command.Create create = new Command.Create(DEFINITION, INPUT, null, "ann", Map.of());
        Command.DoneItems items = onlyFailedItems ? items(parent, Map.of()) : null;
        return new Command.Retry(create, parent, from, usePartial, items, 10, "why", "bob");
    }

    private static Command.DoneItems items(Run executed, Map<Integer, List<Artifact>> files) {
        return new Command.DoneItems(executed, files);
    }

    private static Command.Outcome accept(PipelineSpec pipeline, Run parent, String from) {
        return accept(pipeline, parent, retry(parent, from, false, false));
    }

    private static Command.Outcome accept(PipelineSpec pipeline, Run parent, Command retry) {
        assertThat(parent).isNotNull();
        return Decider.accept(pipeline, Run.empty(Words.RUN), retry, ZERO);
    }

    private static Event.Created made(Command.Outcome outcome) {
        return (Event.Created) ((Accepted) outcome).events().getFirst();
    }

    private static List<Event> takenOver(Command.Outcome outcome) {
        List<Event> events = ((Accepted) outcome).events();
        return events.subList(1, events.size());
    }

    private static List<String> reused(PipelineSpec pipeline, Run parent, String from) {
        Command.Outcome outcome = accept(pipeline, parent, from);
        assertThat(outcome).isInstanceOf(Accepted.class);
        return ((Accepted) outcome)
                .events().stream()
                        .filter(Event.Reused.class::isInstance)
                        .map(event -> ((Event.Reused) event).stage())
                        .toList();
    }
}
