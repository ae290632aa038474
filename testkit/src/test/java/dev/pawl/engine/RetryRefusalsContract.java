// SPDX-License-Identifier: Apache-2.0
package dev.pawl.engine;

import static dev.pawl.core.RunStatus.FAILED;
import static dev.pawl.core.RunStatus.SUCCEEDED;
import static dev.pawl.engine.Bench.end;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.OnConflict;
import dev.pawl.Pawl;
import dev.pawl.Pipeline;
import dev.pawl.RefusedException;
import dev.pawl.Retry;
import dev.pawl.RetryPlan;
import dev.pawl.RunHandle;
import dev.pawl.Submission;
import dev.pawl.spi.RunQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which retries are refused: for what the run is, for one that is at work already, and for the key. */
interface RetryRefusalsContract extends OnABench {

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
        OneOfALineContract.Held held = new OneOfALineContract.Held(bench(), "k");
        Pawl pawl = bench().start(held.pipeline);
        RunHandle failed = held.failed(pawl);
        held.broken.set(false);
        RunHandle other = pawl.submit(held.pipeline, "x", Submission.plain());
        held.gate.awaitReached();
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
        held.gate.open();
        end(other, SUCCEEDED);
        for (RunHandle run : lined) {
            end(run, SUCCEEDED);
        }
        assertThat(pawl.check()).isEmpty();
    }
}
