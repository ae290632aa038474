// SPDX-License-Identifier: Apache-2.0
package dev.pawl.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.core.Content;
import dev.pawl.core.RunStatus;
import dev.pawl.spi.Append;
import dev.pawl.spi.AppendOutcome.Lost;
import dev.pawl.spi.AppendOutcome.Won;
import dev.pawl.spi.Checkpoint;
import dev.pawl.spi.Entry;
import dev.pawl.spi.Keeper;
import dev.pawl.spi.Keeper.Deletion;
import dev.pawl.spi.Keeper.Place;
import dev.pawl.spi.RunQuery;
import dev.pawl.spi.RunRow;
import dev.pawl.spi.Told;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is taken out is gone as a whole, what is of use stays, and nobody who appends is cheated. */
interface KeeperContract extends Subject {

    /** More than goes in one transaction. */
    int LONG = 2300;

    private Keeper keeper() {
        return store().keeper();
    }

    private Chain atRest(RunRow row, int entries) {
        Chain chain = created(row);
        for (int i = 2; i < entries; i++) {
            Append more = chain.next("entry " + i);
            append(more);
            chain = chain.after(more);
        }
        Append last = chain.next("ended", Rows.ended(row, RunStatus.FAILED));
        append(last);
        return chain.after(last);
    }

    @ParameterizedTest
    @Tag("C12")
    @ValueSource(ints = {2, LONG})
    default void aDeletedRunIsGoneForAllWhoLook(int entries) {
        RunRow row = Rows.running("p", "k");
        Chain end = atRest(row, entries);
        UUID bystander = atRest(Rows.running("p", "k"), 3).run();

        assertThat(keeper().delete(end.run())).isEqualTo(Deletion.DELETED);

        assertThat(row(end.run())).isNull();
        assertThat(journal(end.run())).isEmpty();
        assertThat(Subject.await(other().read(end.run(), entries - 1, 10))).isEmpty();
        assertThat(Subject.await(other().read(Map.of(end.run(), 0, bystander, 0), 10)))
                .extracting(Entry::run)
                .containsOnly(bystander);
        assertThat(Subject.await(other().find(RunQuery.newest(10))))
                .extracting(RunRow::id)
                .containsExactly(bystander);
        assertThat(journal(bystander)).hasSize(3);
        assertThat(keeper().entries(null, 10)).extracting(Entry::run).containsOnly(bystander);
        assertThat(keeper().delete(end.run())).isEqualTo(Deletion.GONE);
        keeper().finish();
        assertThat(store().check()).isEmpty();
        assertThat(append(end.next("by who knew it"))).as("whoever knew it").isInstanceOf(Lost.class);
        assertThat(append(new Chain(end.run()).after(end.next("x")).next("as if it were longer")))
                .isInstanceOf(Lost.class);
    }

    /** An imported run has the same id each time. Nothing of the one before is in the way of the one after, or that one is not there. */
    @ParameterizedTest
    @Tag("S8")
    @Tag("C12")
    @ValueSource(ints = {2, LONG})
    default void aRunThatIsMadeAgainIsWhole(int entries) {
        RunRow row = Rows.running("p", "k");
        atRest(row, entries);
        assertThat(keeper().delete(row.id())).isEqualTo(Deletion.DELETED);

        Append again = new Chain(row.id()).next("again", row);
        if (append(again) instanceof Won) {
            Chain chain = new Chain(row.id()).after(again);
            Append ended = chain.next("ended", Rows.ended(row, RunStatus.FAILED));
            assertThat(append(ended)).isInstanceOf(Won.class);
            assertThat(journal(row.id())).hasSize(2);
            keeper().finish();
            assertThat(journal(row.id())).hasSize(2);
            assertThat(append(chain.after(ended).next("resumed"))).isInstanceOf(Won.class);
            assertThat(store().check()).isEmpty();
            assertThat(keeper().delete(row.id())).isEqualTo(Deletion.DELETED);
        }
        assertThat(row(row.id())).isNull();
        assertThat(journal(row.id())).isEmpty();
        assertThat(keeper().delete(row.id())).isEqualTo(Deletion.GONE);
        assertThat(store().check()).isEmpty();
    }

    @Test
    @Tag("D6")
    default void itsCheckpointsGoWithIt() {
        RunRow row = Rows.running("p", null);
        Chain chain = created(row);
        Subject.await(store().putCheckpoint(new Checkpoint(row.id(), "detect", 1, new byte[] {'1'})));
        append(chain.next("ended", Rows.ended(row, RunStatus.FAILED)));
        assertThat(keeper().delete(row.id())).isEqualTo(Deletion.DELETED);
        assertThat(Subject.await(store().checkpoint(row.id(), "detect"))).isNull();
        assertThat(store().check()).isEmpty();
    }

    @Test
    @Tag("C12")
    default void anActiveRunStays() {
        UUID run = created(Rows.running("p", "k")).run();
        assertThat(keeper().delete(run)).isEqualTo(Deletion.ACTIVE);
        assertThat(row(run)).isNotNull();
        assertThat(journal(run)).hasSize(1);
        assertThat(store().check()).isEmpty();
    }

    @Test
    @Tag("C12")
    default void theHighestNumberIsKnownAlsoOfARunThatIsGone() {
        assertThat(keeper().highestNumber()).isZero();
        UUID first = atRest(Rows.running("p", null), 2).run();
        assertThat(keeper().highestNumber())
                .isEqualTo(Objects.requireNonNull(row(first)).number())
                .isPositive();
        UUID last = atRest(Rows.running("p", null), 2).run();
        long number = Objects.requireNonNull(row(last)).number();
        keeper().delete(last);
        assertThat(other().keeper().highestNumber()).isEqualTo(number);
    }

    /** Nobody can end a run that nobody can read: it goes whatever its row says, and frees its key. */
    @Test
    @Tag("C12")
    default void anActiveRunThatNobodyCanReadGoesAsAWhole() {
        RunRow row = Rows.running("p", "k");
        Chain chain = created(row);
        Subject.await(store().putCheckpoint(new Checkpoint(row.id(), "detect", 1, new byte[] {'1'})));
        assertThat(keeper().deleteUnreadable(row.id())).isEqualTo(Deletion.DELETED);
        assertThat(row(row.id())).isNull();
        assertThat(journal(row.id())).isEmpty();
        assertThat(Subject.await(store().checkpoint(row.id(), "detect"))).isNull();
        assertThat(append(chain.next("by who had it in memory"))).isInstanceOf(Lost.class);
        assertThat(keeper().deleteUnreadable(row.id())).isEqualTo(Deletion.GONE);
        created(Rows.running("p", "k"));
        assertThat(store().check()).isEmpty();
    }

    /** Whoever resumes it at the same moment has it, or hears that it is gone; never half of it is left. */
    @Test
    @Tag("S3")
    @Tag("C12")
    default void ofWhoDeletesAndWhoGoesOnOneIsFirst() {
        for (int i = 0; i < 40; i++) {
            RunRow row = Rows.running("p", "k" + i);
            Chain end = atRest(row, 3);
            Append resumed = end.next("resumed", Rows.released(row));
            var resuming = CompletableFuture.supplyAsync(
                    () -> Subject.await(other().append(List.of(resumed))).getFirst());
            Deletion deleted = keeper().delete(row.id());
            if (resuming.join() instanceof Won) {
                assertThat(deleted).isEqualTo(Deletion.ACTIVE);
                assertThat(Objects.requireNonNull(row(row.id())).active()).isTrue();
                assertThat(journal(row.id())).hasSize(4);
            } else {
                assertThat(deleted).isEqualTo(Deletion.DELETED);
                assertThat(journal(row.id())).isEmpty();
            }
        }
        assertThat(store().check()).isEmpty();
    }

    @Test
    @Tag("C13")
    default void allJournalsAreReadInPages() {
        List<UUID> runs = IntStream.range(0, 5)
                .mapToObj(i -> atRest(Rows.running("p", null), 4).run())
                .toList();
        List<String> read = new ArrayList<>();
        @Nullable Place after = null;
        for (List<Entry> page = keeper().entries(null, 3); !page.isEmpty(); page = keeper().entries(after, 3)) {
            page.forEach(entry -> read.add(entry.run() + " " + entry.seq()));
            after = new Place(page.getLast().run(), page.getLast().seq());
        }
        assertThat(read)
                .containsExactlyElementsOf(runs.stream()
                        .flatMap(run -> IntStream.rangeClosed(1, 4).mapToObj(seq -> run + " " + seq))
                        .collect(Collectors.toList()));
    }

    private RunRow endedAt(String pipeline, String time) {
        RunRow row = Rows.running(pipeline, null);
        Instant at = Instant.parse(time);
        Chain chain = created(row);
        RunRow ended = new RunRow(
                row.id(),
                0,
                pipeline,
                row.version(),
                null,
                RunStatus.FAILED,
                false,
                false,
                null,
                row.epoch(),
                row.user(),
                false,
                row.labels(),
                row.createdAt(),
                row.startedAt(),
                at,
                row.priority(),
                null);
        append(chain.next("ended", ended));
        return Objects.requireNonNull(row(row.id()));
    }

    /** What is pruned is found by its end, whatever stands before it and after it. */
    @Test
    @Tag("D6")
    default void whatHasEndedIsFoundByItsEnd() {
        RunRow last = endedAt("p", "2026-03-01T00:00:00Z");
        RunRow first = endedAt("p", "2026-01-01T00:00:00Z");
        RunRow second = endedAt("p", "2026-02-01T00:00:00Z");
        RunRow third = endedAt("p", "2026-02-01T00:00:00Z");
        created(Rows.running("p", null));
        endedAt("r", "2026-01-01T00:00:00Z");
        created(Rows.running("q", null));
        assertThat(keeper().pipelines()).containsExactly("p", "q", "r");
        Instant by = Instant.parse("2026-02-01T00:00:00Z");
        assertThat(keeper().ended("p", by, null, 2)).containsExactly(first, second);
        assertThat(keeper().ended("p", by, second, 2)).containsExactly(third);
        assertThat(keeper().ended("p", by, third, 2)).isEmpty();
        assertThat(keeper().ended("p", by.plusSeconds(1_000_000_000), null, 10))
                .containsExactly(first, second, third, last);
        assertThat(keeper().ended("p")).isEqualTo(4);
        assertThat(keeper().ended("q")).isZero();
    }

    /** Of all who ask, one; and again when it is time. */
    @Test
    @Tag("D6")
    default void aTurnIsTakenByOne() {
        long taken = IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> (i % 2 == 0 ? store() : other()).keeper().turn("prune", Duration.ofHours(1))))
                .toList()
                .stream()
                .filter(CompletableFuture::join)
                .count();
        assertThat(taken).isEqualTo(1);
        assertThat(other().keeper().due("prune", Duration.ofHours(1))).isFalse();
        assertThat(other().keeper().due("prune", Duration.ZERO)).isTrue();
        assertThat(keeper().due("another", Duration.ofHours(1))).isTrue();
        assertThat(keeper().turn("another", Duration.ofHours(1))).isTrue();
        assertThat(keeper().turn("prune", Duration.ofHours(1))).isFalse();
        assertThat(other().keeper().turn("prune", Duration.ZERO)).isTrue();
    }

    @Test
    @Tag("C13")
    default void onlyWhatNobodyTouchedIsDropped() throws IOException {
        List<Content> contents = new ArrayList<>();
        for (int seed = 0; seed < 5; seed++) {
            Content content = RandomBytes.content(300_000, seed);
            store().putPayload(content, new RandomBytes(300_000, seed));
            contents.add(content);
        }
        List<Content> sorted =
                contents.stream().sorted((a, b) -> a.sha().compareTo(b.sha())).toList();
        assertThat(keeper().untouched(keeper().now().minus(Duration.ofDays(1)), null, 10))
                .isEmpty();
        assertThat(keeper().untouched(keeper().now(), null, 3)).isEqualTo(sorted.subList(0, 3));
        assertThat(keeper().untouched(keeper().now(), sorted.get(2).sha(), 3)).isEqualTo(sorted.subList(3, 5));

        assertThat(keeper().drop(sorted, keeper().now().minus(Duration.ofDays(1))))
                .isEqualTo(new Keeper.Dropped(0, 0));
        assertThat(keeper().drop(sorted.subList(0, 2), keeper().now())).isEqualTo(new Keeper.Dropped(2, 600_000));
        assertThat(keeper().untouched(keeper().now(), null, 10)).isEqualTo(sorted.subList(2, 5));
        assertThatThrownBy(() -> store().openPayload(sorted.getFirst()).readAllBytes())
                .isInstanceOf(IOException.class);
        assertThat(RandomBytes.contentOf(other().openPayload(sorted.get(2)))).isEqualTo(sorted.get(2));
        assertThat(store().check()).as("no chunk is left").isEmpty();

        keeper().touch(sorted);
        int again = contents.indexOf(sorted.getFirst());
        store().putPayload(sorted.getFirst(), new RandomBytes(300_000, again));
        assertThat(RandomBytes.contentOf(other().openPayload(sorted.getFirst())))
                .isEqualTo(sorted.getFirst());
    }

    /** Who knows only what has changed tells it where it goes on from what was told, and nowhere else. */
    @Test
    @Tag("B8")
    default void whatHasChangedIsToldOfWhatWasTold() {
        RunRow row = Rows.running("p", "k");
        Chain end = atRest(row, 3);
        RunRow ended = Objects.requireNonNull(row(end.run()));
        Told begun = told(1, 0, row);
        Told more = told(3, 1, ended);
        assertThat(keeper().tell(List.of(more))).as("nothing was told").containsExactly(row.id());
        assertThat(keeper().untold(null, 10)).containsExactly(row.id());

        assertThat(keeper().tell(List.of(begun))).isEmpty();
        assertThat(keeper().untold(null, 10)).containsExactly(row.id());
        assertThat(keeper().tell(List.of(told(3, 2, ended))))
                .as("another entry")
                .containsExactly(row.id());
        assertThat(keeper().untold(null, 10)).containsExactly(row.id());
        assertThat(keeper().tell(List.of(more))).isEmpty();
        assertThat(keeper().untold(null, 10)).isEmpty();

        other().keeper().untell(List.of(row.id()));
        assertThat(other().keeper().tell(List.of(told(2, 0, row)))).as("anew").isEmpty();
        assertThat(keeper().tell(List.of(told(4, 3, ended)))).containsExactly(row.id());
        assertThat(keeper().untold(null, 10)).containsExactly(row.id());
        assertThat(keeper().tell(List.of(told(4, 0, ended)))).isEmpty();
        assertThat(keeper().tell(List.of(told(2, 0, row)))).as("older").isEmpty();
        assertThat(keeper().untold(null, 10)).isEmpty();
    }

    private static Told told(int seq, int base, RunRow row) {
        Told.OfStage stage = new Told.OfStage("a", 0, "running", 1, 1, null, null, null, null, null, null, 2, 0, null);
        List<Told.OfItem> items = IntStream.range(0, 2)
                .mapToObj(i -> new Told.OfItem("a", i, "succeeded", 0, null, null, null, null))
                .toList();
        return new Told(seq, base, row, null, 0, 0, 1, List.of(stage), items);
    }
}
