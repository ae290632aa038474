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
import org.jspecify.annotations.Nullable;

/** Tells of runs, as they stand, what who looks at tables by hand is to see. */
final class Tales {

    private Tales() {}

    /**
     * Of a run.
     *
     * @param seq the entry of its journal up to which it goes
     */
    static Told of(Run run, int seq) {
        List<String> ids = run.created().stages();
        List<Told.OfStage> stages = new ArrayList<>(ids.size());
        List<Told.OfItem> items = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            StageState state = run.stages().get(i);
            stages.add(stage(ids.get(i), state));
            if (state.items() != null && state.finishedAt() != null) {
                items(ids.get(i), state.items(), items);
            }
        }
        Event.Ended ended = run.ended();
        return new Told(
                seq,
                Rows.project(run, 0),
                ended == null ? null : words(ended.failure()),
                run.recoveries(),
                stages,
                items);
    }

    private static Told.OfStage stage(String id, StageState state) {
        Items items = state.items();
        Content output = state.output();
        return new Told.OfStage(
                id,
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
                items == null ? null : items.count(ItemStatus.FAILED));
    }

    private static void items(String stage, Items items, List<Told.OfItem> all) {
        for (int i = 0; i < items.size(); i++) {
            ItemState item = items.get(i);
            Content output = item.output();
            all.add(new Told.OfItem(
                    stage,
                    i,
                    name(item.status()),
                    item.failures(),
                    clean(item.degraded()),
                    words(item.failure()),
                    output == null ? null : output.sha(),
                    output == null ? null : output.size()));
        }
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
