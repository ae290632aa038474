// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.journal;

import dev.pawl.core.Content;
import dev.pawl.core.Event;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which values an event names. */
public final class EventContents {

    private EventContents() {}

    public static List<Content> of(Event event) {
        return switch (event) {
            case Event.Created e -> List.of(e.definition(), e.input());
            case Event.AttemptSucceeded e -> List.of(e.output());
            case Event.AttemptFailed e -> optional(e.partial());
            case Event.Settled e -> optional(e.output());
            case Event.LateResult e -> List.of(e.output());
            case Event.Claimed e -> List.of();
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
