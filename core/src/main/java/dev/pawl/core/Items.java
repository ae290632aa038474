// SPDX-License-Identifier: Apache-2.0
package dev.pawl.core;

import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The items of a map. Immutable; a change copies one chunk of states and shares the others, so that 100,000 items cost as
 * little for each change as 100 (a copy of all: 3.3 s for 20,000).
 */
public final class Items {

    private static final int CHUNK = 256;

    private final Content list;
    private final @Nullable Content keys;
    private final int size;
    private final Chunk[] chunks;
    private final int[] counts;

    private Items(Content list, @Nullable Content keys, int size, Chunk[] chunks, int[] counts) {
        this.list = list;
        this.keys = keys;
        this.size = size;
        this.chunks = chunks;
        this.counts = counts;
    }

    /** All of them open. */
    static Items listed(Content list, @Nullable Content keys, int size) {
        Chunk[] chunks = new Chunk[(size + CHUNK - 1) / CHUNK];
        for (int i = 0; i < chunks.length; i++) {
            chunks[i] = Chunk.open(Math.min(CHUNK, size - i * CHUNK));
        }
        int[] counts = new int[ItemStatus.values().length];
        counts[at(ItemStatus.OPEN)] = size;
        return new Items(list, keys, size, chunks, counts);
    }

    /** The array of their values. */
    public Content list() {
        return list;
    }

    /** The array of their names, where they have names of their own. */
    public @Nullable Content keys() {
        return keys;
    }

    public int size() {
        return size;
    }

    /**
     * One item.
     *
     * @param index from 0
     */
    public ItemState get(int index) {
        return chunks[index / CHUNK].states[index % CHUNK];
    }

    public boolean has(int index) {
        return index >= 0 && index < size;
    }

    /** How many are there. */
    public int count(ItemStatus status) {
        return counts[at(status)];
    }

    /** Where its count is. Of this object only: it is written nowhere. */
    @SuppressWarnings("EnumOrdinal")
    private static int at(ItemStatus status) {
        return status.ordinal();
    }

    /** How many can still be executed without a person. */
    int unfinished() {
        return count(ItemStatus.OPEN) + count(ItemStatus.STARTED) + count(ItemStatus.BACK_OFF);
    }

    /** Why the output of them all deserves a look, or null. */
    @Nullable
    String remark() {
        String words = count(ItemStatus.FAILED) == 0
                ? null
                : count(ItemStatus.FAILED) + " of " + size + " items failed" + firstFailure();
        for (int i = 0; i < size && words == null; i++) {
            words = get(i).degraded() == null ? null : "item " + i + ": " + get(i).degraded();
        }
        return words;
    }

    /** One of the failures, to begin with. */
    String firstFailure() {
        for (int i = 0; i < size && count(ItemStatus.FAILED) > 0; i++) {
            Failure failure = get(i).failure();
            if (get(i).status() == ItemStatus.FAILED && failure != null) {
                return "; the first is item " + i + ": " + failure.message();
            }
        }
        return "";
    }

    Items with(int index, ItemState state) {
        int[] newCounts = counts.clone();
        newCounts[at(get(index).status())]--;
        newCounts[at(state.status())]++;
        Chunk[] newChunks = chunks.clone();
        newChunks[index / CHUNK] = chunks[index / CHUNK].with(index % CHUNK, state);
        return new Items(list, keys, size, newChunks, newCounts);
    }

    /** Every item of the one status elsewhere. */
    Items move(ItemStatus from, UnaryOperator<ItemState> to) {
        Items moved = this;
        for (int i = 0; i < size && moved.count(from) > 0; i++) {
            if (get(i).status() == from) {
                moved = moved.with(i, to.apply(get(i)));
            }
        }
        return moved;
    }

    /** The first item from {@code index} on that may be executed now, or -1. Whole chunks are passed over. */
    int ready(int index, Instant now) {
        for (int i = index; i < size; ) {
            Chunk chunk = chunks[i / CHUNK];
            if (chunk.mayBeReady(now)) {
                int end = Math.min(size, (i / CHUNK + 1) * CHUNK);
                for (; i < end; i++) {
                    if (isReady(chunk.states[i % CHUNK], now)) {
                        return i;
                    }
                }
            } else {
                i = (i / CHUNK + 1) * CHUNK;
            }
        }
        return -1;
    }

    private static boolean isReady(ItemState state, Instant now) {
        return switch (state.status()) {
            case OPEN, STARTED -> true;
            case BACK_OFF -> state.until() == null || !state.until().isAfter(now);
            case DOUBT, SUCCEEDED, FAILED -> false;
        };
    }

    /** When the next back-off after {@code now} ends, or null. */
    @Nullable
    Instant nextDue(Instant now) {
        Instant next = null;
        if (count(ItemStatus.BACK_OFF) > 0) {
            for (Chunk chunk : chunks) {
                if (chunk.due != null && (next == null || chunk.due.isBefore(next))) {
                    next = chunk.due.isAfter(now) ? chunk.due : chunk.dueAfter(now, next);
                }
            }
        }
        return next;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Items items
                && list.equals(items.list)
                && Objects.equals(keys, items.keys)
                && size == items.size
                && Arrays.equals(counts, items.counts)
                && Arrays.equals(chunks, items.chunks);
    }

    @Override
    public int hashCode() {
        return 31 * list.hashCode() + Arrays.hashCode(counts);
    }

    @Override
    public String toString() {
        return size + " items " + Arrays.toString(counts);
    }

    /** Some neighbours, and what can be said of them without looking at each. */
    private record Chunk(
            ItemState[] states, int open, @Nullable Instant due) {

        static Chunk open(int size) {
            ItemState[] states = new ItemState[size];
            Arrays.fill(states, ItemState.OPEN);
            return new Chunk(states, size, null);
        }

        Chunk with(int index, ItemState state) {
            ItemState[] changed = states.clone();
            changed[index] = state;
            int nowOpen = open + ready(state) - ready(states[index]);
            Instant first = null;
            if (due != null || state.until() != null) {
                for (ItemState each : changed) {
                    first = earlier(first, each.until());
                }
            }
            return new Chunk(changed, nowOpen, first);
        }

        boolean mayBeReady(Instant now) {
            return open > 0 || (due != null && !due.isAfter(now));
        }

        @Nullable
        Instant dueAfter(Instant now, @Nullable Instant atMost) {
            Instant first = atMost;
            for (ItemState each : states) {
                Instant until = each.until();
                first = until != null && until.isAfter(now) ? earlier(first, until) : first;
            }
            return first;
        }

        private static int ready(ItemState state) {
            return state.status() == ItemStatus.OPEN || state.status() == ItemStatus.STARTED ? 1 : 0;
        }

        private static @Nullable Instant earlier(@Nullable Instant a, @Nullable Instant b) {
            return a == null || (b != null && b.isBefore(a)) ? b : a;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Chunk chunk && Arrays.equals(states, chunk.states);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(states);
        }
    }
}
