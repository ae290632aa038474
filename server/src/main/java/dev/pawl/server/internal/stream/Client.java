// SPDX-License-Identifier: Apache-2.0
package dev.pawl.server.internal.stream;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who listens. What it has yet to be sent waits here, up to a limit: who is slower than that is sent how things stand
 * instead, and slows down nobody. Thread-safe.
 */
public final class Client {

    /** So much waits for one client, in bytes; one message may be more. */
    private static final int ROOM = 1 << 20;

    private static final byte[] ID = "id: ".getBytes(StandardCharsets.UTF_8);
    private static final byte[] END = "\n\n".getBytes(StandardCharsets.UTF_8);
    private static final byte[] ALIVE = ": \n\n".getBytes(StandardCharsets.UTF_8);
    private static final byte[] AGAIN = "retry: 2000\n\n".getBytes(StandardCharsets.UTF_8);
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(15);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition more = lock.newCondition();
    private final Deque<Message> waiting = new ArrayDeque<>();
    /** Runs of which it is too far behind, and that are to be told anew. */
    private final Set<UUID> behind = new LinkedHashSet<>();
    /** The latest entry that was sent, by run. */
    private final Map<UUID, Integer> sent;

    private final Set<UUID> open;
    private final boolean several;
    private long bytes;
    private boolean closed;
    private @Nullable Again again;

    /** Has a run told anew to a client that is behind. */
    @FunctionalInterface
    interface Again {
        void tell(Client client, UUID run);
    }

    /** @param seen the latest entry it knows of each of those runs, 0 where it knows none; empty for one that follows all */
    public Client(Map<UUID, Integer> seen) {
        this.sent = new LinkedHashMap<>(seen);
        this.open = new LinkedHashSet<>(seen.keySet());
        this.several = seen.size() > 1;
    }

    /** The latest entry of a run that it says it knows, or was sent. */
    int seen(UUID run) {
        lock.lock();
        try {
            return sent.getOrDefault(run, 0);
        } finally {
            lock.unlock();
        }
    }

    void again(Again value) {
        again = value;
    }

    /** Never waits. */
    void offer(Message message) {
        lock.lock();
        try {
            if (closed || behind.contains(message.run())) {
                return;
            }
            if (bytes > ROOM) {
                fallBehind(message.run());
            } else {
                add(message);
            }
        } finally {
            lock.unlock();
        }
    }

    private void add(Message message) {
        waiting.add(message);
        bytes += message.data().length;
        more.signal();
    }

    private void fallBehind(UUID run) {
        behind.add(run);
        waiting.removeIf(one -> {
            boolean his = one.run().equals(run);
            bytes -= his ? one.data().length : 0;
            return his;
        });
        more.signal();
    }

    /** One that follows all runs hears of each once, however often it changes meanwhile. */
    void changed(UUID run) {
        lock.lock();
        try {
            if (!closed && waiting.stream().noneMatch(one -> one.run().equals(run))) {
                add(Message.of(Message.Type.CHANGED, run, 0, Map.of("id", run)));
            }
        } finally {
            lock.unlock();
        }
    }

    /** Ends it, once what waits is sent. */
    public void close() {
        lock.lock();
        try {
            closed = true;
            more.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Sends what comes until there is nothing to come. The thread is the client's. */
    public void send(OutputStream out) throws IOException, InterruptedException {
        out.write(AGAIN);
        out.flush();
        while (true) {
            Message message = next();
            if (message != null) {
                write(out, message);
                if (isDone(message)) {
                    out.flush();
                    return;
                }
            } else if (isClosed()) {
                return;
            } else {
                out.write(ALIVE);
            }
            if (isIdle()) {
                out.flush();
            }
        }
    }

    private boolean isDone(Message message) {
        if (message.type() == Message.Type.DONE) {
            open.remove(message.run());
            return open.isEmpty();
        }
        return false;
    }

    private boolean isIdle() {
        lock.lock();
        try {
            return waiting.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    private boolean isClosed() {
        lock.lock();
        try {
            return closed && waiting.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Message next() throws InterruptedException {
        lock.lock();
        try {
            long left = KEEP_ALIVE.toNanos();
            while (waiting.isEmpty() && !closed) {
                if (!behind.isEmpty()) {
                    tellAgain();
                } else if (left <= 0) {
                    return null;
                } else {
                    left = more.awaitNanos(left);
                }
            }
            Message message = waiting.poll();
            if (message != null) {
                bytes -= message.data().length;
            }
            return message;
        } finally {
            lock.unlock();
        }
    }

    /** What it has fallen behind with is told anew once all else is sent. */
    private void tellAgain() {
        List<UUID> runs = List.copyOf(behind);
        behind.clear();
        if (again != null) {
            runs.forEach(run -> again.tell(this, run));
        }
    }

    private void write(OutputStream out, Message message) throws IOException {
        if (message.seq() > 0) {
            String cursor = cursor(message);
            if (cursor == null) {
                return;
            }
            out.write(ID);
            out.write(cursor.getBytes(StandardCharsets.UTF_8));
            out.write('\n');
        }
        out.write(message.type().line());
        out.write(message.data());
        out.write(END);
    }

    /** What the client will know with that; null where it knows it already, as it was in a snapshot. */
    private @Nullable String cursor(Message message) {
        lock.lock();
        try {
            if (message.type() == Message.Type.ENTRY && message.seq() <= sent.getOrDefault(message.run(), 0)) {
                return null;
            }
            sent.put(message.run(), message.seq());
            return several
                    ? sent.values().stream().map(String::valueOf).collect(Collectors.joining("."))
                    : String.valueOf(message.seq());
        } finally {
            lock.unlock();
        }
    }
}
