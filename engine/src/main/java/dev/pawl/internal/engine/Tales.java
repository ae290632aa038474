// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.engine;

import dev.pawl.core.Content;
import dev.pawl.core.Event;
import dev.pawl.core.Failure;
import dev.pawl.core.ItemState;
import dev.pawl.core.ItemStatus;
import dev.pawl.core.Items;
import dev.pawl.core.Run;
import dev.pawl.core.StageState;
import dev.pawl.internal.journal.Rows;
import dev.pawl.spi.Told;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Tells of runs, as they stand, what who looks at tables by hand is to see. */
final class Tales {

    private Tales() {}

    /** All of a run, up to that entry of its journal. */
    static Told of(Run run, int seq) {
        return of(run, seq, null, 0);
    }

    /**
     * Of a run.
     *
     * @param seq the entry of its journal up to which it goes
     * @param before the same run as it was told last: what has not changed since is left out; null where all is to be told
     * @param base the entry up to which that went
     */
    static Told of(Run run, int seq, @Nullable Run before, int base) {
        List<String> ids = run.created().stages();
        List<Told.OfStage> stages = new ArrayList<>();
        List<Told.OfItem> items = new ArrayList<>();
        int done = 0;
        for (int i = 0; i < ids.size(); i++) {
            StageState state = run.stages().get(i);
            StageState old = before == null ? null : before.stages().get(i);
            done += state.status().done() ? 1 : 0;
            if (!state.equals(old)) {
                stages.add(stage(ids.get(i), i, state));
                if (isTold(state)) {
                    items(ids.get(i), state, old != null && isTold(old) ? old.items() : null, items);
                }
            }
        }
        Event.Ended ended = run.ended();
        return new Told(
                seq,
                base,
                Rows.project(run, 0),
                ended == null ? null : words(ended.failure()),
                run.recoveries(),
                done,
                ids.size(),
                stages,
                items);
    }

    private static boolean isTold(StageState state) {
        return state.items() != null && state.finishedAt() != null;
    }

    private static Told.OfStage stage(String id, int place, StageState state) {
        Items items = state.items();
        Content output = state.output();
        return new Told.OfStage(
                id,
                place,
                name(state.status()),
                state.generation(),
                state.number(),
                state.startedAt(),
                state.finishedAt(),
                clean(state.degraded()),
                words(state.failure()),
                output == null ? null : output.sha(),
                output == null ? null : output.size(),
                items == null ? null : items.size(),
                items == null ? null : items.count(ItemStatus.FAILED),
                state.reusedFrom());
    }

    private static void items(String stage, StageState state, @Nullable Items old, List<Told.OfItem> all) {
        Items items = Objects.requireNonNull(state.items());
        if (old != null && items.equals(old)) {
            return;
        }
        for (int i = 0; i < items.size(); i++) {
            ItemState item = items.get(i);
            if (old == null || !old.has(i) || !old.get(i).equals(item)) {
                all.add(item(stage, i, item));
            }
        }
    }

    private static Told.OfItem item(String stage, int index, ItemState item) {
        Content output = item.output();
        return new Told.OfItem(
                stage,
                index,
                name(item.status()),
                item.failures(),
                clean(item.degraded()),
                words(item.failure()),
                output == null ? null : output.sha(),
                output == null ? null : output.size());
    }

    private static String name(Enum<?> status) {
        return status.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static @Nullable String words(@Nullable Failure failure) {
        return failure == null ? null : clean(failure.message());
    }

    /** No database takes that character in a text. */
    private static @Nullable String clean(@Nullable String text) {
        return text == null ? null : text.replace('\0', '\uFFFD');
    }
}
