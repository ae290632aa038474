// SPDX-License-Identifier: Apache-2.0
package dev.pawl.engine;

import static dev.pawl.core.RunStatus.QUEUED;
import static dev.pawl.core.RunStatus.SUCCEEDED;
import static dev.pawl.engine.Bench.end;
import static dev.pawl.engine.Bench.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.pawl.Pawl;
import dev.pawl.Pipeline;
import dev.pawl.PruneReport;
import dev.pawl.RefusedException;
import dev.pawl.RunHandle;
import dev.pawl.Submission;
import dev.pawl.core.Content;
import dev.pawl.core.Event;
import dev.pawl.spi.Append;
import dev.pawl.spi.Keeper;
import dev.pawl.spi.RunQuery;
import dev.pawl.spi.RunRow;
import dev.pawl.spi.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is deleted is gone, and what others use stays. */
interface KeepingContract extends OnABench {

    private static Pipeline<String> pipeline(String name, @Nullable Duration retention) {
        return Pipeline.named(name, String.class)
                .retention(retention)
                .stage("large", String.class, s -> s.run(c -> c.input().repeat(10_000)))
                .stage(
                        "items",
                        String.class,
                        s -> s.after("large")
                                .map(c -> List.of("a", "b"), (c, item) -> (c.input() + item).repeat(9_000)))
                .build();
    }

    private static List<Content> large(Pawl pawl, UUID run) {
        return Bench.events(pawl, run).stream()
                .flatMap(event -> switch (event) {
                    case Event.Created e -> Stream.of(e.definition());
                    case Event.AttemptSucceeded e -> Stream.of(e.output());
                    case Event.ItemSucceeded e -> Stream.of(e.output());
                    default -> Stream.<Content>of(); // of small ones, or none
                })
                .toList();
    }

    @Test
    @Tag("C12")
    default void aRunThatHasEndedIsDeletedAndAnActiveOneIsNot() throws Exception {
        Gate gate = bench().gate();
        Pipeline<String> waits = Pipeline.named("waits", String.class)
                .key(input -> input)
                .stage(
                        "a",
                        Integer.class,
                        s -> s.run(c -> {
                            gate.pass();
                            return 1;
                        }))
                .build();
        Pawl pawl = bench().start(waits);
        RunHandle run = pawl.submit(waits, "k", Submission.plain());
        gate.awaitReached();
        assertThatThrownBy(() -> pawl.delete(run.id(), "ann"))
                .asInstanceOf(type(RefusedException.class))
                .returns("RUN_ACTIVE", RefusedException::code)
                .returns(run.id(), RefusedException::activeRun);
        gate.open();
        end(run, SUCCEEDED);
        assertThat(pawl.delete(run.id(), "ann")).isTrue();
        assertThat(pawl.delete(run.id(), "ann"))
                .as("unchanged where it is gone")
                .isFalse();
        assertThat(pawl.runs(RunQuery.newest(10))).isEmpty();
        assertThatThrownBy(() -> pawl.run(run.id()).view())
                .asInstanceOf(type(RefusedException.class))
                .returns("NO_RUN", RefusedException::code);
        assertThatThrownBy(() -> bench().open().cancel(run.id(), null, null))
                .asInstanceOf(type(RefusedException.class))
                .returns("NO_RUN", RefusedException::code);
        assertThat(pawl.check()).isEmpty();
        end(pawl.submit(waits, "k", Submission.plain()), SUCCEEDED);
    }

    /** A run that waits for a worker for ever, as nobody can read it, is neither cancelled nor ended; so it is deleted as it is. */
    @Test
    @Tag("C12")
    default void whatNobodyCanReadIsSaidSoAndDeleted() throws Exception {
        Pipeline<String> pipeline = pipeline("p", Duration.ofDays(90));
        Pawl pawl = bench().start(pipeline);
        UUID bystander =
                end(pawl.submit(pipeline, "x", Submission.plain()), SUCCEEDED).id();
        UUID run = UUID.randomUUID();
        Instant now = Instant.now();
        RunRow row = new RunRow(
                run, 0, "q", 1, null, QUEUED, true, false, null, 0, null, false, Map.of(), now, null, null, 0, null);
        StoreException.join(bench().storeOf(pawl)
                .append(List.of(new Append(run, 0, null, run, 0, now, new byte[] {'['}, row, List.of()))));
        assertThat(pawl.runs(RunQuery.newest(10))).hasSize(2);
        assertThatThrownBy(() -> pawl.run(run).view())
                .isInstanceOf(StoreException.class)
                .hasMessageStartingWith("run 2 of q cannot be read: entry 1 of its journal is damaged")
                .hasMessageContaining("`pawl delete 2`");
        assertThat(pawl.delete(run, "ann")).isTrue();
        assertThat(pawl.delete(run, "ann")).isFalse();
        assertThat(pawl.runs(RunQuery.newest(10))).extracting("id").containsExactly(bystander);
        assertThat(pawl.check()).isEmpty();
    }

    /** Whoever read a run before it was deleted, and says something to it after, hears that it is gone. */
    @Test
    @Tag("C12")
    default void whoReadItBeforeHearsThatItIsGone() throws Exception {
        Pipeline<String> pipeline = pipeline("p", Duration.ofDays(90));
        Pawl pawl = bench().start(pipeline);
        Pipeline<String> fails = Pipeline.named("fails", String.class)
                .stage(
                        "a",
                        Integer.class,
                        s -> s.run(c -> {
                            throw new IllegalStateException("no");
                        }))
                .build();
        pawl.register(fails);
        UUID run = end(pawl.submit(fails, "x", Submission.plain())).id();
        Pawl other = bench().open();
        bench().storeOf(other).beforeAppend(() -> pawl.delete(run, null));
        assertThatThrownBy(() -> other.resume(run, "ann"))
                .asInstanceOf(type(RefusedException.class))
                .returns("NO_RUN", RefusedException::code);
        assertThat(pawl.check()).isEmpty();
    }

    @Test
    @Tag("C12")
    @Tag("C13")
    default void whatAnotherRunUsesStaysAndTheRestGoesADayLater() throws Exception {
        Pipeline<String> pipeline = pipeline("p", Duration.ofDays(90));
        Pawl pawl = bench().start(pipeline);
        UUID first =
                end(pawl.submit(pipeline, "x", Submission.plain()), SUCCEEDED).id();
        UUID same =
                end(pawl.submit(pipeline, "x", Submission.plain()), SUCCEEDED).id();
        UUID another =
                end(pawl.submit(pipeline, "y", Submission.plain()), SUCCEEDED).id();
        String kept = text(pawl, same, "items");
        List<Content> gone = large(pawl, another);
        Keeper keeper = bench().storeOf(pawl).keeper();

        pawl.delete(first, null);
        pawl.delete(another, null);
        PruneReport report = pawl.prune(null, null, false);
        assertThat(report.values()).as("touched within a day").isZero();
        assertThat(text(pawl, same, "items")).isEqualTo(kept);
        assertThat(text(pawl, same, "large")).hasSize(10_002);
        assertThat(keeper.untouched(keeper.now(), null, 100)).containsAll(gone);
        assertThat(pawl.check()).isEmpty();
    }

    @Test
    @Tag("D6")
    default void aWorkerDeletesByItselfWhereThatIsAskedFor() throws Exception {
        Pipeline<String> brief = pipeline("brief", Duration.ZERO);
        Pipeline<String> usual = pipeline("usual", Duration.ofDays(1));
        Pawl first = bench().start(brief, usual);
        for (Pipeline<String> pipeline : List.of(brief, brief, usual, brief)) {
            end(first.submit(pipeline, "x", Submission.plain()), SUCCEEDED);
        }
        assertThat(first.runs(RunQuery.newest(10))).hasSize(4);
        first.close();
        Pawl pawl = bench().start(Bench.options().pruneEvery(Duration.ofSeconds(1)), brief, usual);
        Bench.until(() -> pawl.runs(RunQuery.newest(10)).size() == 1);
        assertThat(pawl.runs(RunQuery.newest(10))).extracting("pipeline").containsExactly("usual");
        assertThat(pawl.check()).isEmpty();
    }

    /** Of two who prune, one has deleted it. */
    @Test
    @Tag("D6")
    default void whatAnotherHasDeletedIsNotCounted() throws Exception {
        Pipeline<String> brief = pipeline("brief", Duration.ZERO);
        Pawl pawl = bench().start(brief);
        UUID run = end(pawl.submit(brief, "x", Submission.plain()), SUCCEEDED).id();
        Pawl other = bench().open().register(brief);
        bench().storeOf(other).beforeRead(() -> pawl.delete(run, null));
        PruneReport report = other.prune(null, null, false);
        assertThat(pawl.runs(RunQuery.newest(10))).isEmpty();
        assertThat(report.deleted()).isZero();
    }

    @Test
    @Tag("D6")
    default void runsAreKeptAsLongAsTheirPipelineSays() throws Exception {
        Pipeline<String> brief = pipeline("brief", Duration.ZERO);
        Pipeline<String> usual = pipeline("usual", Duration.ofDays(1));
        Pipeline<String> documents = pipeline("documents", null);
        Pawl pawl = bench().start(brief, usual, documents);
        for (Pipeline<String> pipeline : List.of(brief, brief, usual, documents)) {
            end(pawl.submit(pipeline, "x", Submission.plain()), SUCCEEDED);
        }
        Pawl knowsNone = bench().open();
        PruneReport look = knowsNone.prune(null, null, true);
        assertThat(look.pipelines())
                .containsExactly(
                        new PruneReport.OfPipeline("brief", Duration.ZERO, 2, 0),
                        new PruneReport.OfPipeline("documents", null, 0, 1),
                        new PruneReport.OfPipeline("usual", Duration.ofDays(1), 0, 1));
        assertThat(pawl.runs(RunQuery.newest(10))).hasSize(4);
        assertThat(knowsNone.prune("usual", null, false).deleted()).isZero();
        assertThat(knowsNone.prune(null, null, false).deleted()).isEqualTo(2);
        assertThat(knowsNone.prune(null, Duration.ZERO, false).deleted())
                .as("all but documents")
                .isEqualTo(1);
        assertThat(pawl.runs(RunQuery.newest(10))).extracting("pipeline").containsExactly("documents");
        assertThat(pawl.check()).isEmpty();
    }
}
