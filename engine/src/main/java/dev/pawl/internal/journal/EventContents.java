// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.journal;

import dev.pawl.core.Artifact;
import dev.pawl.core.Content;
import dev.pawl.core.Event;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which values an event names that a run keeps at hand. Outputs of items are too many for that: they stay in the journal. */
public final class EventContents {

    private EventContents() {}

    /** All values an event names, with the outputs of items and the files that stages made. */
    public static List<Content> all(Event event) {
        return switch (event) {
            case Event.AttemptSucceeded e -> with(e.output(), e.artifacts());
            case Event.ItemSucceeded e -> with(e.output(), e.artifacts());
            case Event.Reused e -> with(e.output(), e.artifacts());
            case Event.LateResult e -> with(e.output(), e.artifacts());
            case Event.Adopted e -> with(e.output(), e.artifacts());
            default -> of(event); // which knows all the others
        };
    }

    private static List<Content> with(@Nullable Content output, List<Artifact> artifacts) {
        List<Content> all =
                new ArrayList<>(artifacts.stream().map(Artifact::content).toList());
        all.addAll(optional(output));
        return all;
    }

    public static List<Content> of(Event event) {
        return switch (event) {
            case Event.Created e -> List.of(e.definition(), e.input());
            case Event.Reused e -> optional(e.output());
            case Event.AttemptSucceeded e -> List.of(e.output());
            case Event.AttemptFailed e -> optional(e.partial());
            case Event.Settled e -> optional(e.output());
            case Event.LateResult e -> List.of(e.output());
            case Event.Claimed e -> List.of();
            case Event.Edited e -> List.of(e.output());
            case Event.Adopted e -> List.of(e.output());
            case Event.Rejected e -> List.of(e.feedback());
            case Event.ItemsListed e -> e.keys() == null ? List.of(e.list()) : List.of(e.list(), e.keys());
            case Event.ConditionEvaluated e -> List.of();
            case Event.ConditionFailed e -> List.of();
            case Event.ConditionAsked e -> List.of();
            case Event.StageWaits e -> List.of();
            case Event.Pressed e -> List.of();
            case Event.Reset e -> List.of();
            case Event.Undone e -> List.of();
            case Event.StaleDismissed e -> List.of();
            case Event.StaleAccepted e -> List.of();
            case Event.RefreshAsked e -> List.of();
            case Event.Kept e -> List.of();
            case Event.Closed e -> List.of();
            case Event.ItemStarted e -> List.of();
            case Event.ItemSucceeded e -> List.of();
            case Event.ItemFailed e -> List.of();
            case Event.ItemDoubted e -> List.of();
            case Event.Released e -> List.of();
            case Event.AttemptStarted e -> List.of();
            case Event.Doubted e -> optional(e.partial());
            case Event.CancelRequested e -> List.of();
            case Event.Resumed e -> List.of();
            case Event.Ended e -> List.of();
        };
    }

    private static List<Content> optional(@Nullable Content content) {
        return content == null ? List.of() : List.of(content);
    }
}
