// SPDX-License-Identifier: Apache-2.0
package dev.pawl.core;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** {@link Folding} of what happens to single items of a map. */
final class ItemFolding {

    static final Failure SETTLED_AS_FAILED = new Failure(FailureKind.SETTLED, "settled as failed");

    private ItemFolding() {}

    static void started(Draft draft, Event.ItemStarted e) {
        change(draft, e.stage(), e.item(), old -> old.with(ItemStatus.STARTED));
        draft.change(e.stage(), old -> {
            StageChange next = old.change();
            next.startOrdinal = draft.ordinal;
            return next;
        });
    }

    static void succeeded(Draft draft, Event.ItemSucceeded e) {
        draft.progress();
        change(
                draft,
                e.stage(),
                e.item(),
                old -> new ItemState(ItemStatus.SUCCEEDED, old.failures(), null, e.output(), e.degraded(), null));
    }

    static void failed(Draft draft, Event.ItemFailed e) {
        draft.progress();
        ItemStatus next = e.retryAt() == null ? ItemStatus.FAILED : ItemStatus.BACK_OFF;
        change(
                draft,
                e.stage(),
                e.item(),
                old -> new ItemState(next, old.failures() + 1, e.retryAt(), null, null, e.failure()));
    }

    static void doubted(Draft draft, Event.ItemDoubted e) {
        change(
                draft,
                e.stage(),
                e.item(),
                old -> new ItemState(ItemStatus.DOUBT, old.failures(), null, null, null, e.failure()));
    }

    /** What was at work when the map was interrupted: nobody knows of it, and the others go on meanwhile. */
    static @Nullable Items startedInDoubt(@Nullable Items items) {
        return items == null ? null : items.move(ItemStatus.STARTED, old -> old.with(ItemStatus.DOUBT));
    }

    /** For a new generation: what failed is open again, what is done stays done, and what is in doubt is asked about. */
    static @Nullable Items reopened(@Nullable Items items) {
        return items == null
                ? null
                : items.move(ItemStatus.FAILED, old -> ItemState.OPEN)
                        .move(ItemStatus.BACK_OFF, old -> ItemState.OPEN)
                        .move(ItemStatus.STARTED, old -> ItemState.OPEN.with(ItemStatus.DOUBT))
                        .move(ItemStatus.DOUBT, old -> ItemState.OPEN.with(ItemStatus.DOUBT));
    }

    static @Nullable Items settled(@Nullable Items items, Event.Settled e) {
        if (items == null) {
            return null;
        }
        // run again keeps the count of failures: it is the same attempt, and its id the effect's idempotency key
        return items.move(ItemStatus.DOUBT, old -> switch (e.as()) {
            case RERUN -> old.with(ItemStatus.OPEN);
            case DONE -> new ItemState(ItemStatus.SUCCEEDED, old.failures(), null, e.output(), null, null);
            case FAILED -> new ItemState(ItemStatus.FAILED, old.failures() + 1, null, null, null, SETTLED_AS_FAILED);
        });
    }

    private static void change(Draft draft, String stage, int item, UnaryOperator<ItemState> to) {
        draft.change(stage, old -> {
            StageChange next = old.change();
            Items items = old.items();
            next.items = items == null || !items.has(item) ? items : items.with(item, to.apply(items.get(item)));
            return next;
        });
    }
}
