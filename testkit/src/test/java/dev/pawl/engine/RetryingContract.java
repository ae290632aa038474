// SPDX-License-Identifier: Apache-2.0
package dev.pawl.engine;

import static dev.pawl.core.RunStatus.CANCELLED;
import static dev.pawl.core.RunStatus.FAILED;
import static dev.pawl.core.RunStatus.SUCCEEDED;
import static dev.pawl.engine.Bench.end;
import static dev.pawl.engine.Bench.events;
import static dev.pawl.engine.Bench.stage;
import static dev.pawl.engine.Bench.text;
import static dev.pawl.engine.Bench.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.OnConflict;
import dev.pawl.Pawl;
import dev.pawl.Pipeline;
import dev.pawl.PipelineBuilder;
import dev.pawl.RawJson;
import dev.pawl.RefusedException;
import dev.pawl.Retry;
import dev.pawl.RetryPlan;
import dev.pawl.RunHandle;
import dev.pawl.RunLineage;
import dev.pawl.RunState;
import dev.pawl.RunView;
import dev.pawl.StageView;
import dev.pawl.Submission;
import dev.pawl.core.CheckpointPolicy;
import dev.pawl.core.Event;
import dev.pawl.core.Lineage;
import dev.pawl.core.StageStatus;
import dev.pawl.spi.Append;
import dev.pawl.spi.RetryRow;
import dev.pawl.spi.RunQuery;
import dev.pawl.spi.RunRow;
import dev.pawl.spi.StoreException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A run that has ended is taken up by another one at one of its stages. */
interface RetryingContract extends OnABench {

    /** a → b → c; b fails as long as that is so; all are counted. */
    private static Pipeline<String> line(Tally tally, AtomicBoolean broken) {
        return Pipeline.named("line", String.class)
                .stage(
                        "a",
                        Object.class,
                        s -> s.run(c -> {
                            tally.count("a");
                            return Map.of("deep", Map.of("list", List.of(1, List.of(2), Map.of())), "was", c.input());
                        }))
                .stage(
                        "b",
                        String.class,
                        s -> s.after("a").run(c -> {
                            tally.count("b");
                            if (broken.get()) {
                                throw new IllegalStateException("broken");
                            }
                            return c.output("a", Map.class).get("was") + " b " + c.user();
                        }))
                .stage(
                        "c",
                        String.class,
                        s -> s.after("b").run(c -> {
                            tally.count("c");
                            return c.output("b", String.class) + " c";
                        }))
                .build();
    }

    @Test
    @Tag("C1")
    @Tag("C6")
    @Tag("C10")
    @Tag("C17")
    @Tag("D9")
    @Tag("S4")
    default void itBeginsAtTheStageAndEndsAsIfNothingHadHappened() throws Exception {
        Tally tally = new Tally();
        AtomicBoolean broken = new AtomicBoolean(true);
        Pipeline<String> pipeline = line(tally, broken);
        Pawl pawl = bench().start(pipeline);
        RunHandle failed = pawl.submit(
                pipeline, "x", Submission.by("ada").label("team", "media").priority(3));
        RunView before = end(failed, FAILED);
        broken.set(false);
        RunHandle undisturbed = pawl.submit(pipeline, "x", Submission.by("ada"));
        end(undisturbed, SUCCEEDED);
        tally.clear();

        RunHandle again =
                pawl.retry(failed.id(), Retry.from("b").reason("mended").by("bob"));
        RunView view = end(again, SUCCEEDED);

        assertThat(tally.all()).isEqualTo(Map.of("b", 1, "c", 1));
        for (String stage : List.of("a", "b", "c")) {
            assertThat(text(pawl, again.id(), stage)).isEqualTo(text(pawl, undisturbed.id(), stage));
        }
        assertThat(view)
                .returns(failed.id(), RunView::parent)
                .returns(failed.id(), RunView::root)
                .returns("b", RunView::retryFrom)
                .returns(1, RunView::depth)
                .returns("ada", RunView::user)
                .returns(Map.of("team", "media"), RunView::labels);
        assertThat(view.number()).isGreaterThan(before.number());
        assertThat(stage(view, "a").reusedFrom()).isEqualTo(new StageView.ReusedFrom(failed.id(), "a"));
        assertThat(stage(view, "b").reusedFrom()).isNull();
        assertThat(before)
                .returns(failed.id(), RunView::root)
                .returns(null, RunView::parent)
                .returns(0, RunView::depth);
        assertThat(events(pawl, again.id(), Event.Reused.class))
                .singleElement()
                .returns("a", Event.Reused::stage)
                .returns(failed.id(), Event.Reused::run);
        assertThat(events(pawl, again.id(), Event.Created.class).getFirst().lineage())
                .isEqualTo(new Lineage(failed.id(), failed.id(), "b", 1, "mended", "bob", false));
        assertThat(pawl.history(again.id(), 0, 1).getFirst().events())
                .as("the whole of it is one entry")
                .hasAtLeastOneElementOfType(Event.Reused.class);
        assertThat(pawl.runs(RunQuery.newest(1)).getFirst()).returns(failed.id(), RunView::parent);
        assertThat(pawl.check()).isEmpty();
    }

    @Test
    @Tag("C10")
    default void itBeginsAtTheFirstStage() throws Exception {
        Tally tally = new Tally();
        AtomicBoolean broken = new AtomicBoolean(true);
        Pipeline<String> pipeline = line(tally, broken);
        Pawl pawl = bench().start(pipeline);
        RunHandle failed = pawl.submit(pipeline, "x", Submission.plain());
        end(failed, FAILED);
        broken.set(false);
        tally.clear();
        RunHandle again = pawl.retry(failed.id(), Retry.from("a"));
        end(again, SUCCEEDED);
        assertThat(tally.all()).isEqualTo(Map.of("a", 1, "b", 1, "c", 1));
        assertThat(events(pawl, again.id(), Event.Reused.class)).isEmpty();
    }

    /** Why a retry is refused. */
    enum Refusal {
        NO_RUN("a"),
        UNKNOWN_STAGE("z"),
        RUN_ACTIVE("a"),
        SUCCEEDED_WELL("b"),
        NEVER_RAN("m"),
        UPSTREAM_FAILED("c"),
        DEPTH_LIMIT("b"),
        NO_VERSION("b"),
        NO_ITEMS("b"),
        MISSING_STATE("b");

        private final String from;

        Refusal(String from) {
            this.from = from;
        }

        String code() {
            return switch (this) {
                case SUCCEEDED_WELL, NEVER_RAN, NO_ITEMS -> "NOT_RETRYABLE";
                case NO_RUN, UNKNOWN_STAGE, RUN_ACTIVE, UPSTREAM_FAILED, DEPTH_LIMIT, NO_VERSION, MISSING_STATE ->
                    name();
            };
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("C2")
    @Tag("C5")
    @Tag("C8")
    @Tag("C10")
    default void whatMayNotBeDoneIsRefused(Refusal row) throws Exception {
        AtomicBoolean broken = new AtomicBoolean(row != Refusal.SUCCEEDED_WELL);
        Gate gate = bench().gate();
        Pipeline<String> pipeline = Pipeline.named("p", String.class)
                .maxRetryDepth(row == Refusal.DEPTH_LIMIT ? 1 : 10)
                .stage("a", Object.class, s -> s.run(c -> Map.of("there", 1)))
                .stage("m", Integer.class, s -> s.manual().run(c -> 1))
                .stage(
                        "b",
                        String.class,
                        s -> s.after("a").run(c -> {
                            if (row == Refusal.RUN_ACTIVE) {
                                gate.pass();
                            }
                            if (broken.get()) {
                                throw new IllegalStateException("broken");
                            }
                            return "b";
                        }))
                .stage("c", String.class, s -> s.after("b").run(c -> "c"))
                .build();
        Pawl pawl = bench().start(pipeline);
        RunHandle run = pawl.submit(pipeline, "x", Submission.plain());
        if (row == Refusal.RUN_ACTIVE) {
            gate.awaitReached();
        } else {
            end(run);
        }
        UUID parent = switch (row) {
            case NO_RUN -> new UUID(1, 1);
            case DEPTH_LIMIT -> {
                RunHandle again = pawl.retry(run.id(), Retry.from("b"));
                end(again, FAILED);
                yield again.id();
            }
            default -> run.id();
        };
        if (row == Refusal.MISSING_STATE) {
            pawl.register(Pipeline.named("p", String.class)
                    .version(2)
                    .stage("a", Object.class, s -> s.run(c -> Map.of()))
                    .stage(
                            "b",
                            String.class,
                            s -> s.after("a")
                                    .requires("a.there", "a.not", "a.neither")
                                    .run(c -> ""))
                    .build());
        }
        Retry how = Retry.from(row.from)
                .version(row == Refusal.NO_VERSION ? 7 : null)
                .onlyFailedItems(row == Refusal.NO_ITEMS);
        int runs = pawl.runs(RunQuery.newest(10)).size();
        assertThatThrownBy(() -> pawl.retry(parent, how)).isInstanceOfSatisfying(RefusedException.class, refused -> {
            assertThat(refused.code()).isEqualTo(row.code());
            assertThat(refused.startFrom()).isEqualTo(row == Refusal.UPSTREAM_FAILED ? "b" : null);
            assertThat(refused.missing())
                    .containsExactlyElementsOf(
                            row == Refusal.MISSING_STATE
                                    ? List.of(
                                            new RefusedException.Missing("not", "a"),
                                            new RefusedException.Missing("neither", "a"))
                                    : List.of());
        });
        assertThat(pawl.runs(RunQuery.newest(10))).as("none was made").hasSize(runs);
        if (row == Refusal.NO_RUN || row == Refusal.UNKNOWN_STAGE || row == Refusal.NO_VERSION) {
            assertThatThrownBy(() -> pawl.planRetry(parent, how)).isInstanceOf(RefusedException.class);
        } else {
            assertThat(pawl.planRetry(parent, how).blocked()).isNotNull().returns(row.code(), RetryPlan.Blocked::code);
        }
    }

    @Test
    @Tag("C7")
    default void ofAHundredAtOnceOneIsMadeAndTheOthersAreToldOfIt() throws Exception {
        Tally tally = new Tally();
        AtomicBoolean broken = new AtomicBoolean(true);
        Gate gate = bench().gate();
        Pipeline<String> pipeline = Pipeline.named("p", String.class)
                .stage("a", Integer.class, s -> s.run(c -> 1))
                .stage(
                        "b",
                        Integer.class,
                        s -> s.after("a").run(c -> {
                            if (broken.get()) {
                                throw new IllegalStateException("broken");
                            }
                            tally.count("b");
                            gate.pass();
                            return 2;
                        }))
                .build();
        Pawl pawl = bench().start(pipeline);
        Pawl other = bench().open();
        other.register(pipeline);
        RunHandle failed = pawl.submit(pipeline, "x", Submission.plain());
        end(failed, FAILED);
        broken.set(false);
        List<CompletableFuture<UUID>> made = new ArrayList<>();
        List<CompletableFuture<UUID>> told = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 100; i++) {
                Pawl from = i % 2 == 0 ? pawl : other;
                CompletableFuture<UUID> one = new CompletableFuture<>();
                CompletableFuture<UUID> no = new CompletableFuture<>();
                made.add(one);
                told.add(no);
                threads.execute(() -> {
                    try {
                        one.complete(from.retry(failed.id(), Retry.from("b")).id());
                    } catch (RefusedException e) {
                        assertThat(e.code()).isEqualTo("ALREADY_RETRIED");
                        no.complete(e.activeRun());
                    }
                });
            }
        }
        List<UUID> winners = made.stream()
                .filter(CompletableFuture::isDone)
                .map(CompletableFuture::join)
                .toList();
        assertThat(winners).hasSize(1);
        assertThat(told.stream().filter(CompletableFuture::isDone).map(CompletableFuture::join))
                .hasSize(99)
                .containsOnly(winners.getFirst());
        assertThat(pawl.runs(RunQuery.newest(10))).hasSize(2);
        RunHandle attached = other.retry(failed.id(), Retry.from("b").onConflict(OnConflict.ATTACH));
        assertThat(attached.attached()).isTrue();
        assertThat(attached.id()).isEqualTo(winners.getFirst());
        assertThat(pawl.planRetry(failed.id(), Retry.from("b")).blocked())
                .isNotNull()
                .returns("ALREADY_RETRIED", RetryPlan.Blocked::code)
                .returns(winners.getFirst(), RetryPlan.Blocked::activeRun);
        gate.open();
        end(pawl.run(winners.getFirst()), SUCCEEDED);
        assertThat(tally.all()).isEqualTo(Map.of("b", 1));
        assertThat(end(pawl.retry(failed.id(), Retry.from("b")), SUCCEEDED).number())
                .as("when it has ended, the next may")
                .isPositive();
    }

    @Test
    @Tag("C7")
    @Tag("E3")
    default void theKeyIsHeldAsEver() throws Exception {
        AtomicBoolean broken = new AtomicBoolean(true);
        Gate gate = bench().gate();
        Pipeline<String> pipeline = Pipeline.named("p", String.class)
                .key(input -> "k")
                .stage("a", Integer.class, s -> s.run(c -> 1))
                .stage(
                        "b",
                        Integer.class,
                        s -> s.after("a").run(c -> {
                            if (broken.get()) {
                                throw new IllegalStateException("broken");
                            }
                            gate.pass();
                            return 2;
                        }))
                .build();
        Pawl pawl = bench().start(pipeline);
        RunHandle failed = pawl.submit(pipeline, "x", Submission.plain());
        end(failed, FAILED);
        broken.set(false);
        RunHandle other = pawl.submit(pipeline, "x", Submission.plain());
        gate.awaitReached();
        assertThatThrownBy(() -> pawl.retry(failed.id(), Retry.from("b")))
                .isInstanceOfSatisfying(RefusedException.class, refused -> {
                    assertThat(refused.code()).isEqualTo("ALREADY_ACTIVE");
                    assertThat(refused.activeRun()).isEqualTo(other.id());
                });
        assertThat(pawl.planRetry(failed.id(), Retry.from("b")).blocked())
                .isNotNull()
                .returns("ALREADY_ACTIVE", RetryPlan.Blocked::code);
        List<RunHandle> lined = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            lined.add(pawl.retry(failed.id(), Retry.from("b").onConflict(OnConflict.QUEUE)));
        }
        gate.open();
        end(other, SUCCEEDED);
        for (RunHandle run : lined) {
            end(run, SUCCEEDED);
        }
        assertThat(pawl.check()).isEmpty();
    }

    @Test
    @Tag("C9")
    default void fromAValidatorItBeginsAtWhatThatChecks() throws Exception {
        Tally tally = new Tally();
        AtomicBoolean strict = new AtomicBoolean(true);
        Pipeline<String> pipeline = Pipeline.named("p", String.class)
                .stage("a", Integer.class, s -> s.run(c -> tally.count("a")))
                .stage("make", Integer.class, s -> s.after("a").run(c -> tally.count("make")))
                .stage(
                        "check",
                        Integer.class,
                        s -> s.validates("make", 0).run(c -> {
                            tally.count("check");
                            if (strict.get()) {
                                throw new dev.pawl.RejectedException("no");
                            }
                            return 1;
                        }))
                .build();
        Pawl pawl = bench().start(pipeline);
        RunHandle failed = pawl.submit(pipeline, "x", Submission.plain());
        end(failed, FAILED);
        strict.set(false);
        tally.clear();
        RunHandle again = pawl.retry(failed.id(), Retry.from("check"));
        RunView view = end(again, SUCCEEDED);
        assertThat(view.retryFrom()).isEqualTo("make");
        assertThat(tally.all()).isEqualTo(Map.of("make", 1, "check", 1));
    }

    @Test
    @Tag("C1")
    @Tag("C6")
    default void aRetryOfARetryStandsOnAllBeforeIt() throws Exception {
        Tally tally = new Tally();
        AtomicBoolean broken = new AtomicBoolean(true);
        Pipeline<String> pipeline = line(tally, broken);
        Pawl pawl = bench().start(pipeline);
        RunHandle first = pawl.submit(pipeline, "x", Submission.plain());
        end(first, FAILED);
        RunHandle second = pawl.retry(first.id(), Retry.from("b"));
        end(second, FAILED);
        RunHandle beside = pawl.retry(first.id(), Retry.from("a"));
        end(beside, FAILED);
        broken.set(false);
        RunHandle third = pawl.retry(second.id(), Retry.from("b"));
        RunView view = end(third, SUCCEEDED);

        assertThat(tally.all()).isEqualTo(Map.of("a", 2, "b", 4, "c", 1));
        assertThat(stage(view, "a").reusedFrom()).isEqualTo(new StageView.ReusedFrom(first.id(), "a"));
        assertThat(view)
                .returns(first.id(), RunView::root)
                .returns(second.id(), RunView::parent)
                .returns(2, RunView::depth);
        for (RunHandle of : List.of(first, second, third)) {
            RunLineage tree = pawl.lineage(of.id());
            assertThat(tree.run()).isEqualTo(first.id());
            assertThat(tree.retries()).extracting(RunLineage::run).containsExactly(second.id(), beside.id());
            assertThat(tree.retries().getFirst().retries())
                    .singleElement()
                    .returns(third.id(), RunLineage::run)
                    .returns(2, RunLineage::depth)
                    .returns("b", RunLineage::retryFrom)
                    .returns(SUCCEEDED, RunLineage::status)
                    .returns(view.number(), RunLineage::number)
                    .returns(false, RunLineage::gone);
        }
    }

    @Test
    @Tag("B5")
    @Tag("S4")
    default void onlyTheItemsThatFailedAreDoneAgain() throws Exception {
        Tally tally = new Tally();
        AtomicBoolean broken = new AtomicBoolean(true);
        Pipeline<Integer> pipeline = Pipeline.named("p", Integer.class)
                .stage(
                        "list",
                        Object.class,
                        s -> s.run(c -> IntStream.range(0, c.input()).boxed().toList()))
                .stage(
                        "each",
                        Object.class,
                        s -> s.after("list").map(c -> Arrays.asList(c.output("list", Integer[].class)), (c, item) -> {
                            tally.count("item " + item);
                            if (broken.get() && item % 10 == 3) {
                                throw new IllegalStateException("broken");
                            }
                            return item == 7 ? "x".repeat(9_000) : "made of " + item;
                        }))
                .build();
        Pawl pawl = bench().start(pipeline);
        RunHandle failed = pawl.submit(pipeline, 200, Submission.plain());
        end(failed, FAILED);
        broken.set(false);
        tally.clear();
        assertThat(pawl.planRetry(failed.id(), Retry.from("each").onlyFailedItems(true)))
                .returns(180, RetryPlan::reusedItems);
        RunHandle again = pawl.retry(failed.id(), Retry.from("each").onlyFailedItems(true));
        RunView view = end(again, SUCCEEDED);
        assertThat(tally.all()).hasSize(20).allSatisfy((item, times) -> {
            assertThat(item).endsWith("3");
            assertThat(times).isEqualTo(1);
        });
        RunHandle undisturbed = pawl.submit(pipeline, 200, Submission.plain());
        end(undisturbed, SUCCEEDED);
        assertThat(text(pawl, again.id(), "each")).isEqualTo(text(pawl, undisturbed.id(), "each"));
        assertThat(Objects.requireNonNull(stage(view, "each").items()).done()).isEqualTo(200);
    }

    @Test
    @Tag("C3")
    @Tag("C14")
    @Tag("D10")
    default void theStateBeforeAStageIsReadAtOnce() throws Exception {
        AtomicBoolean broken = new AtomicBoolean(true);
        String large = "\"" + "y".repeat(100_000) + "\"";
        Pipeline<Map<String, Object>> pipeline = pipelineOfState(broken, large);
        Pawl pawl = bench().start(pipeline);
        RunHandle failed = pawl.submit(
                pipeline,
                RawJson.of("{\"b\" : [ {\"n\":1e2}, [] ], \"a\":{}}".getBytes(StandardCharsets.UTF_8)),
                Submission.plain());
        end(failed, FAILED);
        RunState before = pawl.state(failed.id(), "c");
        assertThat(json(before))
                .isEqualTo("{\"input\":{\"b\" : [ {\"n\":1e2}, [] ], \"a\":{}},\"outputs\":{\"a\":{\"x\": [1.0]},\"b\":"
                        + large + "}}");
        assertThat(before.completedStages()).containsExactly("a", "b");
        assertThat(before.lastOutput()).isEqualTo("b");
        RunState all = pawl.state(failed.id(), null);
        assertThat(all.failedStage()).isEqualTo("c");
        assertThat(all.outputs())
                .extracting(RunState.Output::stage, RunState.Output::partial)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("a", false),
                        org.assertj.core.groups.Tuple.tuple("b", false),
                        org.assertj.core.groups.Tuple.tuple("c", true));
        assertThat(json(pawl.state(failed.id(), "a"))).endsWith("\"outputs\":{}}");

        broken.set(false);
        RunHandle part = pawl.retry(failed.id(), Retry.from("d").usePartial(true));
        RunView view = end(part, SUCCEEDED);
        assertThat(text(pawl, part.id(), "d")).isEqualTo("{\"half\":[1,{}]}");
        assertThat(stage(view, "c")).returns(StageStatus.DEGRADED, StageView::status);
        assertThat(view.degraded()).isTrue();
        assertThat(pawl.state(part.id(), "d").outputs().getLast().from()).isEqualTo(failed.id());
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static Pipeline<Map<String, Object>> pipelineOfState(AtomicBoolean broken, String large) {
        Class<Map<String, Object>> type = (Class) Map.class;
        return Pipeline.named("state", type)
                .stage("a", Object.class, s -> s.run(c -> raw("{\"x\": [1.0]}")))
                .stage("b", Object.class, s -> s.after("a").run(c -> raw(large)))
                .stage(
                        "c",
                        Object.class,
                        s -> s.after("b").run(c -> {
                            if (broken.get()) {
                                throw new dev.pawl.StageFailedException(
                                        "broken", dev.pawl.StageFailedException.Retry.NEVER, raw("{\"half\":[1,{}]}"));
                            }
                            return raw("1");
                        }))
                .stage("d", Object.class, s -> s.after("c").run(c -> c.output("c", Object.class)))
                .build();
    }

    private static RawJson raw(String json) {
        return RawJson.of(json.getBytes(StandardCharsets.UTF_8));
    }

    private static String json(RunState state) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        state.writeTo(out);
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    @Tag("C17")
    default void thePlanSaysWhatWouldBeDoneAndBinds() throws Exception {
        Tally tally = new Tally();
        AtomicBoolean broken = new AtomicBoolean(true);
        Pipeline<String> pipeline = line(tally, broken);
        Pawl pawl = bench().start(pipeline);
        RunHandle failed = pawl.submit(pipeline, "x", Submission.plain());
        end(failed, FAILED);
        RetryPlan plan = pawl.planRetry(failed.id(), Retry.from("b"));
        assertThat(plan.reuse()).containsExactly(new RetryPlan.Reuse("a", failed.id(), StageStatus.SUCCEEDED));
        assertThat(plan.run()).containsExactly("b", "c");
        assertThat(plan)
                .returns(null, RetryPlan::blocked)
                .returns(List.of(), RetryPlan::changes)
                .returns(List.of(), RetryPlan::warnings);
        assertThat(pawl.planRetry(failed.id(), Retry.from("b"))).isEqualTo(plan);
        assertThat(pawl.runs(RunQuery.newest(10))).hasSize(1);

        pawl.register(Pipeline.named("line", String.class)
                .version(2)
                .stage("a", Object.class, s -> s.run(c -> 1))
                .stage(
                        "b",
                        Object.class,
                        s -> s.after("a").effect(dev.pawl.core.Effect.EXTERNAL).run(c -> 2))
                .stage("new", Object.class, s -> s.after("b").run(c -> 3))
                .build());
        RetryPlan next = pawl.planRetry(failed.id(), Retry.from("b"));
        assertThat(next.version()).isEqualTo(2);
        assertThat(next.run()).containsExactly("b", "new");
        assertThat(next.warnings()).singleElement().asString().contains("stage b", "outside");
        assertThat(next.changes())
                .contains(
                        new RetryPlan.Change(null, "version 1 becomes version 2"),
                        new RetryPlan.Change("new", "is new"),
                        new RetryPlan.Change("c", "is there no more"));
        assertThatThrownBy(() -> pawl.retry(failed.id(), Retry.from("b").planToken(plan.planToken())))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.code()).isEqualTo("PLAN_CHANGED"));
        RunHandle again = pawl.retry(failed.id(), Retry.from("b").planToken(next.planToken()));
        assertThat(end(again, SUCCEEDED).version()).isEqualTo(2);
        assertThat(text(pawl, again.id(), "new")).isEqualTo("3");
    }

    @Test
    @Tag("C3")
    default void anotherInputIsGivenToWhatRuns() throws Exception {
        AtomicBoolean broken = new AtomicBoolean(true);
        Pipeline<String> pipeline = Pipeline.named("p", String.class)
                .key(input -> "k-" + input)
                .stage("a", String.class, s -> s.run(c -> "a of " + c.input()))
                .stage(
                        "b",
                        String.class,
                        s -> s.after("a").run(c -> {
                            if (broken.get()) {
                                throw new IllegalStateException("broken");
                            }
                            return c.output("a", String.class) + ", b of " + c.input();
                        }))
                .build();
        Pawl pawl = bench().start(pipeline);
        RunHandle failed = pawl.submit(pipeline, "x", Submission.plain());
        end(failed, FAILED);
        broken.set(false);
        RunHandle again = pawl.retry(failed.id(), Retry.from("b").input(raw("\"y\"")));
        RunView view = end(again, SUCCEEDED);
        assertThat(text(pawl, again.id(), "b")).isEqualTo("\"a of x, b of y\"");
        assertThat(view.key()).isEqualTo("k-y");
    }

    @Test
    @Tag("C2")
    default void aCancelledRunIsTakenUp() throws Exception {
        Gate gate = bench().gate();
        Tally tally = new Tally();
        Pipeline<String> pipeline = Pipeline.named("p", String.class)
                .stage("a", Integer.class, s -> s.run(c -> tally.count("a")))
                .stage(
                        "b",
                        Integer.class,
                        s -> s.after("a").run(c -> {
                            gate.pass();
                            return tally.count("b");
                        }))
                .build();
        Pawl pawl = bench().start(pipeline);
        RunHandle run = pawl.submit(pipeline, "x", Submission.plain());
        gate.awaitReached();
        pawl.cancel(run.id(), null, null);
        end(run, CANCELLED);
        gate.open();
        end(pawl.retry(run.id(), Retry.from("b")), SUCCEEDED);
        assertThat(tally.all()).containsEntry("a", 1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Tag("C11")
    default void aCrashWhileItIsMadeLeavesNoneOrAWholeOne(boolean landed) throws Exception {
        Tally tally = new Tally();
        AtomicBoolean broken = new AtomicBoolean(true);
        Pipeline<String> pipeline = line(tally, broken);
        Pawl first = bench().start(pipeline);
        RunHandle failed = first.submit(pipeline, "x", Submission.plain());
        end(failed, FAILED);
        broken.set(false);
        WatchedStore store = bench().storeOf(first);
        if (landed) {
            store.beforeAnswer(appends -> store.kill());
        } else {
            store.hold();
        }
        var unused = CompletableFuture.runAsync( // of which nobody hears
                () -> first.retry(failed.id(), Retry.from("b")),
                task -> Thread.ofVirtual().start(task));
        until(() -> landed ? store.isDead() : store.held() > 0);
        if (!landed) {
            store.kill();
        }
        Pawl second = bench().start(pipeline);
        List<RunView> heirs = second.runs(RunQuery.newest(10)).stream()
                .filter(run -> failed.id().equals(run.parent()))
                .toList();
        assertThat(heirs).hasSize(landed ? 1 : 0);
        RunHandle again = landed ? second.run(heirs.getFirst().id()) : second.retry(failed.id(), Retry.from("b"));
        end(again, SUCCEEDED);
        assertThat(events(second, again.id(), Event.Reused.class)).hasSize(1);
        assertThat(tally.of("a")).isEqualTo(1);
        assertThat(tally.of("c")).isEqualTo(1);
        assertThat(second.check()).isEmpty();
    }

    @Test
    @Tag("C12")
    default void aDeletedParentIsShownAsGone() {
        Pawl pawl = bench().open();
        UUID root = new UUID(0x019B_0000_0000_7000L, 0x8000_0000_0000_0001L);
        UUID gone = new UUID(0x019B_0000_0000_7000L, 0x8000_0000_0000_0002L);
        UUID heir = new UUID(0x019B_0000_0000_7000L, 0x8000_0000_0000_0003L);
        Instant at = Instant.parse("2026-01-01T00:00:00Z");
        RunRow row = new RunRow(
                heir,
                0,
                "p",
                1,
                null,
                FAILED,
                false,
                false,
                null,
                1,
                null,
                false,
                Map.of(),
                at,
                at,
                at,
                0,
                null,
                new RetryRow(root, gone, "b", 2, false));
        Append append = new Append(heir, 0, null, heir, 1, at, "[2]".getBytes(StandardCharsets.UTF_8), row, List.of());
        StoreException.join(bench().storeOf(pawl).append(List.of(append)));
        RunLineage tree = pawl.lineage(heir);
        assertThat(tree)
                .returns(root, RunLineage::run)
                .returns(true, RunLineage::gone)
                .returns(0, RunLineage::depth);
        RunLineage between = tree.retries().getFirst();
        assertThat(between)
                .returns(gone, RunLineage::run)
                .returns(true, RunLineage::gone)
                .returns(1, RunLineage::depth);
        assertThat(between.retries())
                .singleElement()
                .returns(heir, RunLineage::run)
                .returns(false, RunLineage::gone)
                .returns(FAILED, RunLineage::status);
    }

    @Test
    @Tag("C14")
    default void theStateOfAThousandStagesIsAFewReads() throws Exception {
        PipelineBuilder<String> builder = Pipeline.named("p", String.class).checkpoint(CheckpointPolicy.ON_FAILURE);
        String[] all = new String[1_000];
        for (int i = 0; i < all.length; i++) {
            all[i] = "s" + i;
            String value = "\"" + "x".repeat(i + 4_096) + "\""; // beside the journal
            builder.stage(all[i], Object.class, s -> s.run(c -> raw(value)));
        }
        Pipeline<String> pipeline = builder.stage(
                        "last",
                        Object.class,
                        s -> s.after(all).run(c -> {
                            throw new IllegalStateException("broken");
                        }))
                .build();
        Pawl pawl = bench().start(pipeline);
        RunHandle failed = pawl.submit(pipeline, "x", Submission.plain());
        end(failed, FAILED);
        WatchedStore store = bench().storeOf(pawl);
        int before = store.journalReads();
        int reads = store.reads();
        int values = store.valueReads();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        RunState state = pawl.state(failed.id(), "last");
        state.writeTo(out);
        assertThat(store.journalReads() - before).isEqualTo(1);
        assertThat(store.valueReads() - values)
                .as("short ones are read together")
                .isLessThan(10);
        assertThat(state.outputs()).hasSize(1_000);
        assertThat(out.size()).isGreaterThan(4_500_000);

        int afterState = store.valueReads();
        assertThat(pawl.planRetry(failed.id(), Retry.from("last")).reuse()).hasSize(1_000);
        assertThat(store.valueReads() - afterState)
                .as("whether what is taken over is there")
                .isLessThan(4);
        assertThat(store.reads() - reads).as("all the rest of both").isLessThan(20);
    }
}
