// SPDX-License-Identifier: Apache-2.0
package dev.pawl.engine;

import static dev.pawl.core.RunStatus.SUCCEEDED;
import static dev.pawl.engine.Bench.end;
import static dev.pawl.engine.Bench.text;
import static dev.pawl.engine.Bench.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.Pawl;
import dev.pawl.Pipeline;
import dev.pawl.PipelineBuilder;
import dev.pawl.RefusedException;
import dev.pawl.RunHandle;
import dev.pawl.RunView;
import dev.pawl.Schedule;
import dev.pawl.Schedule.CatchUp;
import dev.pawl.Submission;
import dev.pawl.spi.RunQuery;
import dev.pawl.spi.RunStore;
import dev.pawl.spi.ScheduleRow;
import dev.pawl.testkit.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs that are made when it is time: each once. */
interface SchedulingContract extends OnABench {

    Instant NOON = Instant.parse("2026-03-27T12:00:00Z");
    Schedule AT_THREE = Schedule.of("0 3 * * *", ZoneId.of("Europe/Berlin")).input(Map.of("a", 1));

    private static PipelineBuilder<Map<String, Object>> nightly(Schedule schedule) {
        @SuppressWarnings("unchecked")
        Class<Map<String, Object>> type = (Class<Map<String, Object>>) (Class<?>) Map.class;
        return Pipeline.named("nightly", type)
                .schedule(schedule)
                .label("team", "media")
                .stage("a", String.class, s -> s.run(c -> "of " + c.input()));
    }

    private Pawl start(SettableClock clock, Pipeline<?>... pipelines) {
        return bench().start(Bench.options().clock(clock), pipelines);
    }

    private static List<String> made(Pawl pawl) {
        return pawl.runs(new RunQuery("nightly", null, null, null, null, null, null, 1_000)).stream()
                .map(run -> run.labels().get("scheduled"))
                .sorted()
                .toList();
    }

    /** How far the schedule was carried out, as soon as that is said. */
    private static ScheduleRow saidAfter(RunStore store, Instant before) {
        until(() -> {
            ScheduleRow row = store.schedule("nightly").join();
            return row != null && row.last().isAfter(before);
        });
        return store.schedule("nightly").join();
    }

    @Test
    default void whenItIsTimeARunIsMadeAndExecuted() throws Exception {
        SettableClock clock = new SettableClock(NOON);
        Pipeline<?> pipeline = nightly(AT_THREE).build();
        Pawl pawl = start(clock, pipeline);
        RunStore store = bench().storeOf(pawl);
        assertThat(saidAfter(store, Instant.MIN).last()).isEqualTo(NOON);
        Instant due = Instant.parse("2026-03-28T02:00:00Z");
        clock.set(due.minusMillis(150));
        pawl.register(pipeline);
        clock.set(due);
        assertThat(saidAfter(store, NOON).last()).isEqualTo(due);
        RunHandle run = pawl.find("1");
        RunView view = end(run, SUCCEEDED);
        assertThat(view.labels()).isEqualTo(Map.of("team", "media", "scheduled", "2026-03-28T02:00:00Z"));
        assertThat(view.user()).isNull();
        assertThat(text(pawl, run.id(), "a")).isEqualTo("\"of {a=1}\"");
        clock.set(due.plusSeconds(60));
        pawl.close();
        Pawl next = start(clock, pipeline);
        clock.set(Instant.parse("2026-03-29T01:00:00Z"));
        next.register(pipeline);
        saidAfter(bench().storeOf(next), due);
        assertThat(made(next)).containsExactly("2026-03-28T02:00:00Z", "2026-03-29T01:00:00Z");
    }

    /** They look at the same moment. */
    @Test
    default void ofThreeWorkersOneMakesTheRun() {
        SettableClock clock = new SettableClock(NOON);
        Schedule often = Schedule.of("*/30 * * * *", AT_THREE.zone()).catchUp(CatchUp.ALL);
        Pipeline<?> pipeline = nightly(often).build();
        List<Pawl> workers = new ArrayList<>();
        for (int i = 0; i < (severalWorkers() ? 3 : 1); i++) {
            workers.add(start(clock, pipeline));
        }
        RunStore store = bench().storeOf(workers.getFirst());
        saidAfter(store, Instant.MIN);
        for (int i = 1; i <= 20; i++) {
            clock.advance(Duration.ofMinutes(30));
            workers.parallelStream().forEach(worker -> worker.register(pipeline));
            saidAfter(store, clock.instant().minusNanos(1000));
        }
        until(() -> workers.getFirst().runs(RunQuery.active(10)).isEmpty());
        assertThat(made(workers.getFirst()))
                .hasSize(20)
                .doesNotHaveDuplicates()
                .startsWith("2026-03-27T12:30:00Z")
                .endsWith("2026-03-27T22:00:00Z");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            LAST | 0 3 * * *   | 2026-03-30T09:00:00Z | 2026-03-30T01:00:00Z | 2026-03-30T01:00:00Z
            ALL  | 0 3 * * *   | 2026-03-30T09:00:00Z | 2026-03-30T01:00:00Z | 2026-03-28T02:00:00Z 2026-03-29T01:00:00Z 2026-03-30T01:00:00Z
            NONE | 0 3 * * *   | 2026-03-30T09:00:00Z | 2026-03-30T01:00:00Z |
            NONE | 0 3 * * *   | 2026-03-30T01:00:59Z | 2026-03-30T01:00:00Z | 2026-03-30T01:00:00Z
            NONE | 0 3 * * *   | 2026-03-30T01:01:01Z | 2026-03-30T01:00:00Z |
            LAST | */5 * * * * | 2026-03-27T12:04:59Z | 2026-03-27T12:00:00Z |
            LAST | */5 * * * * | 2026-03-27T12:05:00Z | 2026-03-27T12:05:00Z | 2026-03-27T12:05:00Z
            """)
    default void whatWasDueWhileThereWasNoWorker(
            CatchUp catchUp, String cron, Instant back, Instant upTo, String expected) {
        SettableClock clock = new SettableClock(NOON);
        Schedule schedule = Schedule.of(cron, AT_THREE.zone()).catchUp(catchUp);
        Pipeline<?> pipeline = nightly(schedule).build();
        Pawl pawl = start(clock, pipeline);
        saidAfter(bench().storeOf(pawl), Instant.MIN);
        pawl.close();
        clock.set(back);
        Pawl again = start(clock, pipeline);
        assertThat(saidAfter(bench().storeOf(again), upTo.minusNanos(1000)).last())
                .isEqualTo(upTo);
        assertThat(made(again)).isEqualTo(expected == null ? List.of() : List.of(expected.split(" ")));
    }

    /** As if the worker had died before it could say that it made the run. */
    @Test
    default void whoComesAgainMakesNoSecondRun() throws Exception {
        SettableClock clock = new SettableClock(NOON);
        Pipeline<?> pipeline = nightly(AT_THREE).build();
        Pawl pawl = start(clock, pipeline);
        RunStore store = bench().storeOf(pawl);
        ScheduleRow begun = saidAfter(store, Instant.MIN);
        Instant due = Instant.parse("2026-03-28T02:00:00Z");
        clock.set(due.plusSeconds(1));
        pawl.register(pipeline);
        ScheduleRow said = saidAfter(store, NOON);
        end(pawl.find("1"), SUCCEEDED);
        pawl.close();
        Pawl looking = bench().open();
        assertThat(bench().storeOf(looking).advance(said, begun).join()).isTrue();
        Pawl again = start(clock, pipeline);
        assertThat(saidAfter(bench().storeOf(again), NOON).last()).isEqualTo(due);
        assertThat(made(again)).hasSize(1);
    }

    @Test
    default void ofAKeyThatIsActiveNoRunIsMadeAndTheNextTimeIsLikeAnyOther() throws Exception {
        SettableClock clock = new SettableClock(NOON);
        Gate gate = bench().gate();
        Pipeline<Map<String, Object>> pipeline = nightly(AT_THREE)
                .key(input -> "all")
                .stage(
                        "b",
                        Integer.class,
                        s -> s.run(c -> {
                            gate.pass();
                            return 1;
                        }))
                .build();
        Pawl pawl = start(clock, pipeline);
        RunStore store = bench().storeOf(pawl);
        saidAfter(store, Instant.MIN);
        RunHandle active = pawl.submit(pipeline, Map.of(), Submission.plain());
        gate.awaitReached();
        clock.set(Instant.parse("2026-03-28T02:00:00Z"));
        pawl.register(pipeline);
        saidAfter(store, NOON);
        gate.open();
        end(active, SUCCEEDED);
        clock.set(Instant.parse("2026-03-29T01:00:00Z"));
        pawl.register(pipeline);
        saidAfter(store, Instant.parse("2026-03-28T02:00:00Z"));
        assertThat(pawl.runs(RunQuery.newest(10)))
                .extracting(run -> run.labels().get("scheduled"))
                .containsExactlyInAnyOrder(
                        "2026-03-29T01:00:00Z", null); // ids of the other are by the clock of the machine
    }

    @Test
    default void oneThatCannotBeMadeKeepsNoOtherBack() {
        SettableClock clock = new SettableClock(NOON);
        Pipeline<?> refuses = Pipeline.named("a-refuses", Object.class)
                .schedule(AT_THREE)
                .check(input -> {
                    throw new RefusedException("INVALID", "it is not good", "give another", null);
                })
                .stage("a", Integer.class, s -> s.run(c -> 1))
                .build();
        Pipeline<?> throwing = Pipeline.named("b-throws", Object.class)
                .schedule(AT_THREE)
                .key(input -> {
                    throw new IllegalStateException("the test has it so");
                })
                .stage("a", Integer.class, s -> s.run(c -> 1))
                .build();
        Pipeline<?> good = nightly(AT_THREE).build();
        Pawl pawl = start(clock, refuses, throwing, good);
        RunStore store = bench().storeOf(pawl);
        for (Pipeline<?> each : List.of(refuses, throwing, good)) {
            until(() -> store.schedule(each.name()).join() != null);
        }
        clock.set(Instant.parse("2026-03-28T02:00:00Z"));
        pawl.register(good);
        until(() -> made(pawl).size() == 1);
        until(() -> store.schedule("a-refuses").join().last().isAfter(NOON));
        assertThat(pawl.runs(RunQuery.newest(10))).hasSize(1);
        assertThat(store.schedule("b-throws").join().last()).isEqualTo(NOON);
    }

    @Test
    default void anotherScheduleMakesNothingUp() {
        SettableClock clock = new SettableClock(NOON);
        Pawl pawl = start(clock, nightly(AT_THREE).build());
        saidAfter(bench().storeOf(pawl), Instant.MIN);
        pawl.close();
        clock.set(NOON.plus(Duration.ofDays(3)));
        Schedule other = Schedule.of("0 4 * * *", AT_THREE.zone()).catchUp(CatchUp.ALL);
        Pawl again = start(clock, nightly(other).build());
        ScheduleRow row = saidAfter(bench().storeOf(again), NOON);
        assertThat(row.rule()).endsWith(" 0 4 * * * Europe/Berlin");
        assertThat(row.last()).isBetween(clock.instant().minusSeconds(60), clock.instant());
        assertThat(made(again)).isEmpty();
    }

    /** Or the schedule would be silent until then. */
    @Test
    default void aClockThatWasWrongKeepsNoScheduleSilent() {
        SettableClock clock = new SettableClock(NOON.plus(Duration.ofDays(400)));
        Pipeline<?> pipeline = nightly(AT_THREE).build();
        Pawl pawl = start(clock, pipeline);
        RunStore store = bench().storeOf(pawl);
        saidAfter(store, NOON);
        clock.set(NOON);
        pawl.register(pipeline);
        until(() -> store.schedule("nightly").join().last().equals(NOON));
        clock.set(Instant.parse("2026-03-28T02:00:00Z"));
        pawl.register(pipeline);
        until(() -> made(pawl).equals(List.of("2026-03-28T02:00:00Z")));
    }

    /** Once still, as the runs are there. */
    @Test
    default void aClockThatIsSetBackFiresNothingTwice() {
        SettableClock clock = new SettableClock(NOON);
        Pipeline<?> pipeline = nightly(AT_THREE).build();
        Pawl pawl = start(clock, pipeline);
        RunStore store = bench().storeOf(pawl);
        saidAfter(store, Instant.MIN);
        Instant due = Instant.parse("2026-03-28T02:00:00Z");
        clock.set(due);
        pawl.register(pipeline);
        saidAfter(store, NOON);
        clock.set(due.minus(Duration.ofHours(2)));
        pawl.register(pipeline);
        until(() -> store.schedule("nightly").join().last().isBefore(due));
        clock.set(due.plusSeconds(1));
        pawl.register(pipeline);
        until(() -> store.schedule("nightly").join().last().equals(due));
        assertThat(made(pawl)).hasSize(1);
    }

    @Test
    default void whoTakesOnlyItsOwnRunsMakesNone() throws Exception {
        SettableClock clock = new SettableClock(NOON);
        Pipeline<Map<String, Object>> pipeline = nightly(AT_THREE).build();
        Pawl pawl =
                bench().open(Bench.options().clock(clock)).register(pipeline).startForOwnRuns();
        end(pawl.submit(pipeline, Map.of(), Submission.plain()), SUCCEEDED);
        pawl.close();
        assertThat(bench().storeOf(bench().open()).schedule("nightly").join()).isNull();
    }

    @Test
    default void whatCouldMakeNoRunIsRefusedAtOnce() {
        assertThatThrownBy(() -> nightly(AT_THREE).userRequired().build()).hasMessageContaining("name a user");
        assertThatThrownBy(() -> Pipeline.named("p", Integer.class)
                        .schedule(AT_THREE)
                        .stage("a", Integer.class, s -> s.run(c -> 1))
                        .build())
                .hasMessageContaining("is no Integer");
        assertThatThrownBy(() -> Schedule.of("0 0 31 2 *", AT_THREE.zone())).hasMessageContaining("never fires");
    }
}
