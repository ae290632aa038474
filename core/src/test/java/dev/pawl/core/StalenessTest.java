// SPDX-License-Identifier: Apache-2.0
package dev.pawl.core;

import static dev.pawl.core.Documents.*;
import static dev.pawl.core.Kinds.*;
import static dev.pawl.core.Words.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.core.Staleness.Cause;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which outputs would differ now, and why. */
@Tag("A3")
@Tag("A13")
class StalenessTest {

    private static final PipelineSpec CHAIN = document(stage("a"), stage("b", "a"), stage("c", "b"));
    /** Stage a put out 2, b and c likewise; that is 8 events. */
    private static final List<Event> MADE = List.of(
            opened("a", "b", "c"),
            claimed(),
            started("a"),
            succeeded("a"),
            started("b"),
            succeeded("b"),
            started("c"),
            succeeded("c"));

    /** What happened since, and why each stage is stale now; {@code hidden} where that was dismissed. */
    record Row(String name, List<Event> since, Map<String, List<Cause>> stale, List<String> hidden) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Row row(String name, Map<String, List<Cause>> stale, Event... since) {
        return new Row(name, List.of(since), stale, List.of());
    }

    private static Cause was(String input, Content was, Content now, long since) {
        return new Cause(input, was.sha(), now.sha(), since);
    }

    @ParameterizedTest
    @MethodSource
    void stale(Row row) {
        Run run = run(row.since().toArray(Event[]::new));
        for (String stage : CHAIN.ids()) {
            List<Cause> causes = Staleness.of(CHAIN, run, stage);
            assertThat(causes).as(stage).isEqualTo(row.stale().getOrDefault(stage, List.of()));
            assertThat(Staleness.dismissed(run.stage(stage), causes))
                    .as("%s is dismissed", stage)
                    .isEqualTo(row.hidden().contains(stage));
        }
    }

    static Stream<Row> stale() {
        Cause a = was("a", OUT, X, 9);
        Cause b = was("b", OUT, Y, 11);
        return Stream.of(
                row("nothing changed", Map.of()),
                row(
                        "an edit makes everything downstream stale",
                        Map.of("b", List.of(a), "c", List.of(a)),
                        edited("a", X)),
                row(
                        "the same content again makes it fresh, with nothing run",
                        Map.of(),
                        edited("a", X),
                        edited("a", OUT)),
                row("so does undoing it", Map.of(), edited("a", X), undone("a", 1)),
                row(
                        "of several changes the last counts",
                        Map.of("b", List.of(was("a", OUT, Y, 10)), "c", List.of(was("a", OUT, Y, 10))),
                        edited("a", X),
                        edited("a", Y)),
                row(
                        "the same change once more is none",
                        Map.of("b", List.of(a), "c", List.of(a)),
                        edited("a", X),
                        edited("a", X)),
                row(
                        "run again with the same result it is fresh, and so is what stands on it",
                        Map.of(),
                        edited("a", X),
                        pressed("b"),
                        started("b", 1, 1, 1),
                        succeeded("b")),
                row(
                        "with another it is fresh, and what stands on it stale by that",
                        Map.of("c", List.of(was("b", OUT, Y, 12))),
                        edited("a", X),
                        pressed("b"),
                        started("b", 1, 1, 1),
                        Documents.succeeded("b", Y)),
                row(
                        "while it runs again, what stands on it is as stale as before",
                        Map.of("c", List.of(a)),
                        edited("a", X),
                        pressed("b"),
                        started("b", 1, 1, 1)),
                row(
                        "an edit while it runs leaves it stale",
                        Map.of("b", List.of(was("a", OUT, X, 11)), "c", List.of(was("a", OUT, X, 11))),
                        pressed("b"),
                        started("b", 1, 1, 1),
                        edited("a", X),
                        succeeded("b")),
                row(
                        "also where it was interrupted, and the same attempt went on with what it began with",
                        Map.of("b", List.of(was("a", OUT, X, 11)), "c", List.of(was("a", OUT, X, 11))),
                        pressed("b"),
                        started("b", 1, 1, 1),
                        edited("a", X),
                        claimed(B, 2),
                        started("b", 1, 1, 2),
                        succeeded("b")),
                row(
                        "another attempt reads anew",
                        Map.of(),
                        pressed("b"),
                        started("b", 1, 1, 1),
                        edited("a", X),
                        failedUntil(5, "b"),
                        started("b", 1, 2, 1),
                        succeeded("b")),
                row("an edited output is made of what is there", Map.of(), edited("a", X), edited("b", OUT)),
                row("even of what is stale", Map.of("b", List.of(a)), edited("a", X), edited("c", OUT)),
                row(
                        "until that changes",
                        Map.of("b", List.of(was("a", OUT, Y, 11)), "c", List.of(was("a", OUT, Y, 11))),
                        edited("a", X),
                        edited("c", OUT),
                        edited("a", Y)),
                row(
                        "made of what is stale it is stale",
                        Map.of("b", List.of(a), "c", List.of(a)),
                        edited("a", X),
                        pressed("c"),
                        started("c", 1, 1, 1),
                        succeeded("c")),
                row(
                        "taken as current it is fresh, and so is what stands on it",
                        Map.of(),
                        edited("a", X),
                        accepted("b")),
                row("taken as current alone", Map.of("b", List.of(a)), edited("a", X), accepted("c")),
                row(
                        "and stale again by another change",
                        Map.of("c", List.of(b)),
                        edited("a", X),
                        accepted("c"),
                        edited("b", Y)),
                new Row(
                        "dismissed it is stale, and hidden",
                        List.of(edited("a", X), dismissed("b")),
                        Map.of("b", List.of(a), "c", List.of(a)),
                        List.of("b")),
                new Row(
                        "the same content once more is no change",
                        List.of(edited("a", X), dismissed("b"), edited("a", X)),
                        Map.of("b", List.of(a), "c", List.of(a)),
                        List.of("b")),
                row(
                        "until the next change",
                        Map.of("b", List.of(was("a", OUT, Y, 11)), "c", List.of(was("a", OUT, Y, 11))),
                        edited("a", X),
                        dismissed("b"),
                        edited("a", Y)),
                row(
                        "also where it was fresh meanwhile",
                        Map.of("b", List.of(was("a", OUT, X, 12)), "c", List.of(was("a", OUT, X, 12))),
                        edited("a", X),
                        dismissed("b"),
                        edited("a", OUT),
                        edited("a", X)),
                row(
                        "an output that is there again is made of what it was made of",
                        Map.of("b", List.of(a), "c", List.of(a)),
                        edited("a", X),
                        edited("b", Y),
                        undone("b", 1)),
                row(
                        "what is skipped now is another output",
                        Map.of(
                                "b",
                                List.of(new Cause("a", OUT.sha(), null, 10)),
                                "c",
                                List.of(new Cause("a", OUT.sha(), null, 10))),
                        pressed("a"),
                        evaluated("a", false)));
    }

    private static Run run(Event... since) {
        return fold(Stream.concat(MADE.stream(), Stream.of(since)).toList());
    }

    @Test
    void anAttemptReadsWhatWasThereAtItsStart() {
        Run run = run(edited("a", X), pressed("b"), started("b", 1, 1, 1), edited("a", Y));
        assertThat(Staleness.read(run, "b", "a")).isEqualTo(X);
        assertThat(Staleness.read(Decider.apply(run, started("b", 1, 1, 2)), "b", "a"))
                .isEqualTo(X);
        assertThat(Staleness.read(run, "b", "c")).isEqualTo(OUT);
    }

    /** A map goes on with its list, and so with what it was listed from, until it begins anew. */
    @Test
    void itemsAreOfOneReading() {
        PipelineSpec pipeline = document(stage("a"), map(2, stage("b", "a")));
        Run run = fold(
                opened("a", "b"),
                claimed(),
                started("a"),
                succeeded("a"),
                started("b"),
                listed("b", 2),
                itemDone("b", 0),
                edited("a", X),
                itemFailed("b", 1),
                failed("b"),
                pressed("b"),
                started("b", 1, 1, 1),
                itemDone("b", 1),
                succeeded("b"));
        assertThat(Staleness.of(pipeline, run, "b")).containsExactly(was("a", OUT, X, 8));
    }

    @Test
    void whatIsSaidToBeReadCountsFirst() {
        Run made = run();
        StageChange taken = made.stage("b").change();
        taken.past = made.stage("b")
                .past()
                .taken(
                        6,
                        new Event.Reused(
                                ZERO,
                                "b",
                                StageStatus.SUCCEEDED,
                                OUT,
                                null,
                                RUN,
                                List.of(),
                                Map.of("a", X.sha()),
                                false));
        made.stages[1] = taken.build();
        assertThat(Staleness.of(CHAIN, made, "b")).containsExactly(was("a", X, OUT, 4));
    }

    @Test
    void aStageOfAnotherDefinitionIsNotStale() {
        assertThat(Staleness.of(CHAIN, run(), "z")).isEmpty();
        assertThat(Staleness.of(document(stage("a"), stage("z", "a")), run(edited("a", X)), "b"))
                .isEmpty();
    }

    /** Only the last are kept, and an edit costs the same however many there were. */
    @Test
    void aThousandEditsAreNotKept() {
        Run run = run();
        for (int i = 0; i < 1_000; i++) {
            Versions before = run.stage("a").past().versions();
            run = Decider.apply(run, edited("a", i % 2 == 0 ? X : Y));
            Versions after = run.stage("a").past().versions();
            if (after.kept() != Versions.KEPT) {
                assertThat(after.older()).isSameAs(before);
            }
            assertThat(after.kept()).isLessThanOrEqualTo(2 * Versions.KEPT);
        }
        assertThat(run.stage("a").past().version()).isEqualTo(1_001);
        assertThat(Staleness.of(CHAIN, run, "b")).extracting(Cause::was).containsExactly((String) null);
        int undone = 0;
        while (Decider.accept(CHAIN, run, undo("a"), ZERO) instanceof Command.Accepted accepted) {
            run = Decider.apply(run, accepted.events().getFirst());
            undone++;
        }
        assertThat(undone).isBetween(Versions.KEPT / 2, 2 * Versions.KEPT);
        assertThat(Decider.accept(CHAIN, run, undo("a"), ZERO))
                .isEqualTo(new Command.Rejected(
                        Command.Rejection.NOTHING_TO_UNDO,
                        "the output of stage a before this one is no longer kept: of each stage the last 100 are",
                        "edit it, or run it again"));
    }
}
