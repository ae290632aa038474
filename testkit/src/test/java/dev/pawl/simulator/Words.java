// SPDX-License-Identifier: Apache-2.0
package dev.pawl.simulator;

import dev.pawl.core.Event;
import dev.pawl.spi.AttemptOutcome;
import java.util.List;
import java.util.stream.Collectors;

/** Events in few words. */
final class Words {

    private Words() {}

    static String of(List<Event> events) {
        return events.stream().map(Words::of).collect(Collectors.joining(", "));
    }

    static String of(AttemptOutcome outcome) {
        return switch (outcome) {
            case AttemptOutcome.Returned returned -> "returns";
            case AttemptOutcome.Rejected rejected -> "rejects";
            case AttemptOutcome.Threw threw -> "fails " + threw.kind() + " " + threw.message();
        };
    }

    private static String of(Event event) {
        String name = event.getClass().getSimpleName();
        return switch (event) {
            case Event.Created e -> name + " " + e.pipeline() + " " + e.stages().size() + " key " + e.key();
            case Event.Claimed e -> name + " epoch " + e.epoch() + (e.strike() ? " strike" : "");
            case Event.AttemptStarted e -> name + " " + e.stage() + "/" + e.generation() + "/" + e.number();
            case Event.AttemptFailed e ->
                name + " " + e.stage() + " " + e.failure().kind() + (e.retryAt() == null ? "" : " again");
            case Event.ItemSucceeded e -> name + " " + e.stage() + "/" + e.item();
            case Event.ItemFailed e -> name + " " + e.stage() + "/" + e.item();
            case Event.ItemStarted e -> name + " " + e.stage() + "/" + e.item();
            case Event.ItemDoubted e -> name + " " + e.stage() + "/" + e.item();
            case Event.Settled e -> name + " " + e.stage() + " " + e.as();
            case Event.Rejected e -> name + " " + e.stage() + " " + e.reopened();
            case Event.Ended e -> name + " " + e.status();
            case Event.OfStage e -> name + " " + e.stage();
            default -> name;
        };
    }
}
