// SPDX-License-Identifier: Apache-2.0
package dev.pawl.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.core.Content;
import dev.pawl.internal.commit.Committer;
import dev.pawl.spi.Append;
import dev.pawl.spi.AppendOutcome;
import dev.pawl.spi.Checkpoint;
import dev.pawl.spi.Entry;
import dev.pawl.spi.Env;
import dev.pawl.spi.RunQuery;
import dev.pawl.spi.RunRow;
import dev.pawl.spi.StoreException;
import dev.pawl.spi.WorkerInfo;
import dev.pawl.spi.WorkerSession;
import dev.pawl.testkit.FakeDatabase;
import dev.pawl.testkit.FakeStore;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Which appends go out together, and when. */
@Tag("S3")
class CommitterTest {

    private static final int WORTH = 3;

    private final TwoAtOnce store = new TwoAtOnce();
    private final Still env = new Still();
    private final Committer committer = new Committer(store, env, WORTH);
    private final List<UUID> decided = new ArrayList<>();

    /** Says nothing until it is asked to. */
    private static final class TwoAtOnce extends RelayedStore {
        final List<List<Append>> sent = new ArrayList<>();
        final List<CompletableFuture<List<AppendOutcome>>> replies = new ArrayList<>();

        TwoAtOnce() {
            super(new FakeStore(new FakeDatabase(), Runnable::run));
        }

        @Override
        <T extends @Nullable Object> CompletableFuture<T> answered(CompletableFuture<T> answer) {
            return answer;
        }

        @Override
        public int appendsAtOnce() {
            return 2;
        }

        @Override
        public CompletableFuture<List<AppendOutcome>> append(List<Append> batch) {
            CompletableFuture<List<AppendOutcome>> reply = new CompletableFuture<>();
            sent.add(batch);
            replies.add(reply);
            return reply;
        }

        @Override
        public CompletableFuture<List<Entry>> read(UUID run, int afterSeq, int limit) {
            return store().read(run, afterSeq, limit);
        }

        @Override
        public CompletableFuture<List<RunRow>> find(RunQuery query) {
            return store().find(query);
        }

        @Override
        public void putPayload(Content content, InputStream body) throws IOException {
            store().putPayload(content, body);
        }

        @Override
        public CompletableFuture<Boolean> putCheckpoint(Checkpoint checkpoint) {
            return store().putCheckpoint(checkpoint);
        }

        @Override
        public WorkerSession enter(WorkerInfo worker, Duration lease) {
            return store().enter(worker, lease);
        }

        @Override
        public void onForeignChange(Runnable callback) {
            store().onForeignChange(callback);
        }

        @Override
        public void onSlot(Runnable callback) {
            store().onSlot(callback);
        }

        void answer(int batch) {
            List<AppendOutcome> won = sent.get(batch).stream()
                    .map(append -> (AppendOutcome) new AppendOutcome.Won(1))
                    .toList();
            replies.get(batch).complete(won);
        }

        void fail(int batch, StoreException.Kind kind) {
            replies.get(batch).completeExceptionally(new StoreException(kind, "it said no", null));
        }
    }

    /** Time does not pass; what is to happen later does so when it is asked to. */
    private static final class Still implements Env {
        final List<Duration> pauses = new ArrayList<>();
        final Deque<Runnable> later = new ArrayDeque<>();

        @Override
        public Instant now() {
            return Instant.EPOCH;
        }

        @Override
        public long nanoTime() {
            return 0;
        }

        @Override
        public long elapsedNanos() {
            return 0;
        }

        @Override
        public Executor actors() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Executor blocking() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Timer schedule(Duration delay, Runnable task) {
            pauses.add(delay);
            later.add(task);
            return () -> later.remove(task);
        }

        @Override
        public UUID newId() {
            throw new UnsupportedOperationException();
        }
    }

    private void submit(int appends) {
        for (int i = 0; i < appends; i++) {
            UUID run = UUID.randomUUID();
            Append append = new Append(
                    run, 1, new UUID(0, 1), UUID.randomUUID(), 1, Instant.EPOCH, new byte[1], null, List.of());
            committer.submit(append, new Committer.Reply() {
                @Override
                public void decided(AppendOutcome outcome) {
                    decided.add(run);
                }

                @Override
                public void broken(StoreException why) {
                    throw why;
                }
            });
        }
    }

    private List<Integer> sizes() {
        return store.sent.stream().map(List::size).toList();
    }

    @Test
    void theFirstGoesAtOnceAndTheNextFillMeanwhile() {
        submit(WORTH);
        assertThat(sizes()).containsExactly(1);
        store.answer(0);
        assertThat(sizes()).containsExactly(1, WORTH - 1);
        store.answer(1);
        assertThat(decided).hasSize(WORTH);
    }

    @Test
    void anotherGoesBesideItOnlyWhereItIsWorthItAndNoMoreThanTheStoreTakes() {
        submit(1 + WORTH);
        assertThat(sizes()).containsExactly(1, WORTH);
        submit(2 * WORTH);
        assertThat(sizes()).as("two are on their way").containsExactly(1, WORTH);
        store.answer(0);
        assertThat(sizes()).containsExactly(1, WORTH, 2 * WORTH);
        submit(1);
        store.answer(1);
        assertThat(sizes()).as("one alone waits for the other").containsExactly(1, WORTH, 2 * WORTH);
        store.answer(2);
        assertThat(sizes()).containsExactly(1, WORTH, 2 * WORTH, 1);
        store.answer(3);
        assertThat(decided).doesNotHaveDuplicates().hasSize(2 + 3 * WORTH);
    }

    @Test
    void oneThatKeepsFailingIsLeftAloneLongerEachTimeHoweverWellTheOthersFare() {
        submit(1 + WORTH);
        int failing = 0;
        int well = 1;
        for (int i = 0; i < 12; i++) {
            store.fail(failing, StoreException.Kind.TRANSIENT);
            store.answer(well);
            assertThat(committer.trouble()).as("one is still not written").isNotNull();
            env.later.remove().run();
            failing = store.sent.size() - 1;
            submit(WORTH);
            well = store.sent.size() - 1;
        }
        assertThat(env.pauses.stream().map(Duration::toMillis))
                .containsExactly(2L, 4L, 8L, 16L, 32L, 64L, 128L, 256L, 512L, 1000L, 1000L, 1000L);
        store.answer(failing);
        assertThat(committer.trouble()).isNull();
        store.answer(well);
        assertThat(decided).doesNotHaveDuplicates().hasSize(1 + 13 * WORTH);
        assertThat(env.later).isEmpty();
    }

    @Test
    void anAppendIsHeldUntilItsFateIsKnown() {
        submit(2);
        UUID sent = store.sent.getFirst().getFirst().run();
        assertThat(committer.holds(sent)).as("on its way").isTrue();
        store.fail(0, StoreException.Kind.UNAVAILABLE);
        assertThat(committer.holds(sent)).as("in doubt").isTrue();
        env.later.remove().run();
        store.answer(store.sent.size() - 1);
        assertThat(committer.holds(sent)).isFalse();
        UUID waiting = store.sent.getLast().getFirst().run();
        assertThat(committer.holds(waiting)).isTrue();
        store.answer(store.sent.size() - 1);
        assertThat(committer.holds(waiting)).isFalse();
    }

    @Test
    void whereNothingIsReachedItIsSentAgainAsItIsEachSecond() {
        submit(1);
        for (int i = 0; i < 3; i++) {
            store.fail(i, StoreException.Kind.UNAVAILABLE);
            env.later.remove().run();
            assertThat(store.sent.get(i + 1)).isEqualTo(store.sent.getFirst());
        }
        assertThat(env.pauses).hasSize(3).containsOnly(Duration.ofSeconds(1));
        assertThat(committer.trouble()).isNotNull();
        store.answer(3);
        assertThat(committer.trouble()).isNull();
        assertThat(decided).hasSize(1);
    }
}
