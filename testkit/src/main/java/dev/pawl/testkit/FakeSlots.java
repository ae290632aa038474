// SPDX-License-Identifier: Apache-2.0
package dev.pawl.testkit;

import dev.pawl.spi.SlotRow;
import dev.pawl.spi.SlotWish;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Who holds slots of each limit of a {@link FakeDatabase}, which guards it, and who waits for one. */
final class FakeSlots {

    private static final Comparator<SlotRow> IN_TURN =
            Comparator.comparingInt((SlotRow row) -> row.wish().priority()).reversed();

    /** In the order of wishing. */
    private final Map<String, List<SlotRow>> limits = new HashMap<>();

    private final Predicate<UUID> lives;

    FakeSlots(Predicate<UUID> lives) {
        this.lives = lives;
    }

    /**
     * Wishes.
     *
     * @return those that hold one by this
     */
    List<SlotRow> wish(SlotWish wish, UUID worker, Instant now) {
        List<SlotRow> rows = living(wish.limit());
        SlotRow known = of(rows, wish.holder());
        if (known == null && lives.test(worker)) {
            rows.add(new SlotRow(wish, worker, false, now));
        } else if (known != null && known.worker().equals(worker)) {
            rows.set(rows.indexOf(known), new SlotRow(wish, worker, known.held(), known.since()));
        }
        return grant(rows);
    }

    boolean holds(SlotWish wish, UUID worker) {
        SlotRow known = of(living(wish.limit()), wish.holder());
        return known != null && known.held() && known.worker().equals(worker);
    }

    /**
     * Gives back.
     *
     * @return those that hold one by this
     */
    List<SlotRow> giveBack(SlotWish wish, UUID worker) {
        List<SlotRow> rows = living(wish.limit());
        rows.removeIf(row -> row.worker().equals(worker) && row.wish().holder().equals(wish.holder()));
        return grant(rows);
    }

    List<SlotRow> list(String limit) {
        return living(limit).stream()
                .sorted(Comparator.comparing(SlotRow::held).reversed().thenComparing(IN_TURN))
                .toList();
    }

    private List<SlotRow> living(String limit) {
        List<SlotRow> rows = limits.computeIfAbsent(limit, none -> new ArrayList<>());
        rows.removeIf(row -> !lives.test(row.worker()));
        return rows;
    }

    private static List<SlotRow> grant(List<SlotRow> rows) {
        List<SlotRow> granted = new ArrayList<>();
        for (SlotRow next = next(rows); next != null && hasRoom(rows, next); next = next(rows)) {
            SlotRow held = new SlotRow(next.wish(), next.worker(), true, next.since());
            rows.set(rows.indexOf(next), held);
            granted.add(held);
        }
        return granted;
    }

    private static @Nullable SlotRow next(List<SlotRow> rows) {
        return rows.stream().filter(row -> !row.held()).min(IN_TURN).orElse(null);
    }

    private static boolean hasRoom(List<SlotRow> rows, SlotRow next) {
        List<SlotRow> held = rows.stream().filter(SlotRow::held).toList();
        IntStream most = Stream.concat(held.stream(), Stream.of(next))
                .mapToInt(row -> row.wish().most());
        return held.size() < most.min().orElseThrow();
    }

    private static @Nullable SlotRow of(List<SlotRow> rows, String holder) {
        return rows.stream()
                .filter(row -> row.wish().holder().equals(holder))
                .findAny()
                .orElse(null);
    }
}
