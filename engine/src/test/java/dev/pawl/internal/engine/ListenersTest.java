// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.HistoryEntry;
import dev.pawl.RunListener;
import dev.pawl.RunView;
import dev.pawl.StageView;
import dev.pawl.core.RunStatus;
import dev.pawl.core.StageStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ListenersTest {

    private static final UUID RUN = new UUID(1, 1);

    private static final int ROOM = 10;
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void aSlowListenerHearsHowMuchItMissed() throws InterruptedException {
        List<String> heard = whileHearing(0, (listeners, slow) -> {
            tell(listeners, 2, 1000, 0);
            slow.go(1000);
        });
        assertThat(heard).containsExactly("1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "989 missed");
    }

    @Test
    void aSlowListenerHoldsUpNobody() throws InterruptedException {
        Slow slow = new Slow();
        CountDownLatch all = new CountDownLatch(1000);
        try (Listeners listeners = new Listeners(1000)) {
            listeners.add(slow);
            listeners.add((after, entry) -> all.countDown());
            tell(listeners, 1, 1000, 0);
            assertThat(all.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(slow.heard).hasSizeLessThan(2);
            slow.go(1000);
        }
    }

    @Test
    void whatIsMissingIsSaidWhereItIsMissing() throws InterruptedException {
        List<String> heard = whileHearing(0, (listeners, slow) -> {
            tell(listeners, 2, 14, 0);
            slow.go(1);
            slow.awaitHearing();
            tell(listeners, 15, 16, 0);
            slow.go(100);
        });
        assertThat(heard)
                .containsExactly("1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "3 missed", "15", "1 missed");
    }

    @Test
    void anEntryIsAsHeavyAsItsView() throws InterruptedException {
        List<String> heard = whileHearing(100, (listeners, slow) -> {
            tell(listeners, 2, 9, 4);
            slow.go(100);
        });
        assertThat(heard).containsExactly("1", "2", "3", "6 missed");
    }

    @Test
    void aListenerThatFailsHearsTheNextOne() {
        List<Integer> heard = Collections.synchronizedList(new ArrayList<>());
        try (Listeners listeners = new Listeners(ROOM)) {
            listeners.add((after, entry) -> {
                heard.add(entry.seq());
                if (entry.seq() == 1) {
                    throw new NoClassDefFoundError("a library that is not there");
                }
                throw new IllegalStateException("no");
            });
            tell(listeners, 1, 3, 0);
        }
        assertThat(heard).containsExactly(1, 2, 3);
    }

    @Test
    void whatComesAfterTheEndIsNotTold() {
        List<Integer> heard = Collections.synchronizedList(new ArrayList<>());
        Listeners listeners = new Listeners(ROOM);
        listeners.add((after, entry) -> heard.add(entry.seq()));
        tell(listeners, 1, 1, 0);
        listeners.close();
        tell(listeners, 2, 2, 0);
        assertThat(heard).containsExactly(1);
    }

    /** What is heard by a slow listener that is at its first entry, with so many stages, while others are told. */
    private static List<String> whileHearing(int stages, Telling others) throws InterruptedException {
        Slow slow = new Slow();
        try (Listeners listeners = new Listeners(ROOM)) {
            listeners.add(slow);
            listeners.tell(RUN, () -> view(stages), entry(1));
            slow.awaitHearing();
            others.tell(listeners, slow);
        }
        return slow.heard;
    }

    @FunctionalInterface
    private interface Telling {
        void tell(Listeners listeners, Slow slow) throws InterruptedException;
    }

    private static void tell(Listeners listeners, int from, int to, int stages) {
        IntStream.rangeClosed(from, to).forEach(seq -> listeners.tell(RUN, () -> view(stages), entry(seq)));
    }

    private static HistoryEntry entry(int seq) {
        return new HistoryEntry(seq, NOW, 1, List.of());
    }

    private static RunView view(int stages) {
        StageView stage = new StageView(
                "a",
                "task",
                "auto",
                StageStatus.IDLE,
                true,
                List.of(),
                0,
                0,
                null,
                null,
                null,
                null,
                false,
                null,
                null,
                0,
                null,
                null,
                null,
                0,
                0,
                false,
                null,
                null,
                null,
                List.of(),
                0,
                List.of(),
                false,
                List.of());
        return new RunView(
                RUN,
                1,
                "p",
                1,
                null,
                null,
                RunStatus.RUNNING,
                false,
                false,
                null,
                RunView.Source.MEMORY,
                1,
                null,
                0,
                Map.of(),
                NOW,
                null,
                null,
                null,
                new RunView.Progress(0, stages, 0, null),
                null,
                false,
                "",
                Collections.nCopies(stages, stage),
                List.of());
    }

    /** Finishes hearing an entry when it is let. */
    private static final class Slow implements RunListener {

        final List<String> heard = Collections.synchronizedList(new ArrayList<>());
        private final Semaphore hearing = new Semaphore(0);
        private final Semaphore allowed = new Semaphore(0);

        @Override
        public void onEntry(RunView after, HistoryEntry entry) {
            heard.add(String.valueOf(entry.seq()));
            hearing.release();
            allowed.acquireUninterruptibly();
        }

        @Override
        public void missed(long entries) {
            heard.add(entries + " missed");
        }

        void awaitHearing() throws InterruptedException {
            assertThat(hearing.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
        }

        void go(int entries) {
            allowed.release(entries);
        }
    }
}
