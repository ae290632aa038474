// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.sql;

import dev.pawl.spi.Told;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is told, in portions of some rows, each of which is a transaction: nobody who appends waits for all the items of a large map. */
public final class TellingPortions {

    private TellingPortions() {}

    /**
     * Runs with all that is told of them, or else items of a run which is told itself in a later portion: so one of which only a part
     * was told does not look as if it were all.
     */
    public record Portion(List<Told> runs, @Nullable Told of, List<Told.OfItem> items) {}

    /** All of it. */
    public static List<Portion> of(List<Told> runs, int rows) {
        List<Portion> portions = new ArrayList<>();
        List<Told> some = new ArrayList<>();
        int count = 0;
        for (Told told : runs) {
            List<Told.OfItem> items = told.items();
            int last = items.size() <= rows ? 0 : (items.size() - 1) / rows * rows;
            for (int from = 0; from < last; from += rows) {
                portions.add(new Portion(List.of(), told, items.subList(from, from + rows)));
            }
            int size = 1 + told.stages().size() + items.size() - last;
            if (count + size > rows && !some.isEmpty()) {
                portions.add(new Portion(some, null, List.of()));
                some = new ArrayList<>();
                count = 0;
            }
            some.add(last == 0 ? told : withItems(told, items.subList(last, items.size())));
            count += size;
        }
        if (!some.isEmpty()) {
            portions.add(new Portion(some, null, List.of()));
        }
        return portions;
    }

    private static Told withItems(Told told, List<Told.OfItem> items) {
        return new Told(
                told.seq(),
                told.base(),
                told.row(),
                told.error(),
                told.recoveries(),
                told.done(),
                told.of(),
                told.stages(),
                items);
    }
}
