// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.drive;

import dev.pawl.spi.Admission;
import dev.pawl.spi.AdmissionWish;
import dev.pawl.spi.Renewal;
import dev.pawl.spi.SlotWish;
import dev.pawl.spi.StoreException;
import dev.pawl.spi.WorkerInfo;
import dev.pawl.spi.WorkerSession;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The slots of a database, and workers whose statements land when the test says so. */
final class SlotTable {

    private final Map<String, Row> rows = new LinkedHashMap<>();
    private final List<String> statements = new ArrayList<>();
    private int workers;

    private static final class Row {
        final UUID worker;
        final SlotWish wish;
        boolean held;

        Row(UUID worker, SlotWish wish) {
            this.worker = worker;
            this.wish = wish;
        }
    }

    /** What was said, without the names of holders. */
    List<String> statements() {
        List<String> all = List.copyOf(statements);
        statements.clear();
        return all;
    }

    /** Stages that hold a slot. */
    List<String> held() {
        return rows.values().stream()
                .filter(row -> row.held)
                .map(row -> stage(row.wish))
                .toList();
    }

    int size() {
        return rows.size();
    }

    /** As where a worker is declared dead. */
    void bury(Session session) {
        rows.values().removeIf(row -> row.worker.equals(session.worker.id()));
        session.dead = true;
    }

    private static String stage(SlotWish wish) {
        return wish.holder().split("/", -1)[1];
    }

    private boolean wish(Session by, SlotWish wish) {
        if (by.dead) {
            return false;
        }
        Row mine = rows.computeIfAbsent(wish.holder(), holder -> new Row(by.worker.id(), wish));
        long held =
                rows.values().stream().filter(row -> row.held && row != mine).count();
        boolean first =
                rows.values().stream().filter(row -> !row.held).findFirst().orElse(mine) == mine;
        mine.held |= first && held < wish.most();
        return mine.held;
    }

    Session session() {
        return new Session(new WorkerInfo(new UUID(7, ++workers), "w" + workers, "host", workers, Instant.EPOCH));
    }

    /** A worker, whose statements are done at once unless they are held. */
    final class Session implements WorkerSession {
        private final WorkerInfo worker;
        private final Queue<Runnable> waiting = new ArrayDeque<>();
        private boolean dead;
        private boolean holding;
        private @Nullable StoreException failing;

        Session(WorkerInfo worker) {
            this.worker = worker;
        }

        /** Statements wait from now on. */
        void hold() {
            holding = true;
        }

        /** The oldest that waits lands, and is answered. */
        void land() {
            waiting.remove().run();
        }

        /** None lands, or none any more fails. */
        void fail(boolean on) {
            failing = on ? new StoreException(StoreException.Kind.TRANSIENT, "lost, as the test asked", null) : null;
        }

        @Override
        public CompletableFuture<Boolean> wish(SlotWish wish) {
            return say("wish " + stage(wish), () -> SlotTable.this.wish(this, wish));
        }

        @Override
        public CompletableFuture<Void> giveBack(SlotWish wish) {
            return say("give back " + stage(wish), () -> {
                        rows.remove(wish.holder());
                        return true;
                    })
                    .thenApply(done -> null);
        }

        private <T> CompletableFuture<T> say(String what, Supplier<T> statement) {
            statements.add(what);
            CompletableFuture<T> answer = new CompletableFuture<>();
            StoreException fails = failing;
            Runnable lands = () -> {
                if (fails == null) {
                    answer.complete(statement.get());
                } else {
                    answer.completeExceptionally(fails);
                }
            };
            if (holding) {
                waiting.add(lands);
            } else {
                lands.run();
            }
            return answer;
        }

        @Override
        public CompletableFuture<Admission> admit(AdmissionWish wish) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletableFuture<Void> dismiss(String pipeline, UUID run, long ticket) {
            throw new UnsupportedOperationException();
        }

        @Override
        public WorkerInfo worker() {
            return worker;
        }

        @Override
        public CompletableFuture<Renewal> renew() {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletableFuture<Void> pulse(byte[] pulse) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletableFuture<Void> drain() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {}
    }
}
