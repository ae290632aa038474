// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli.text;

import dev.pawl.core.Content;
import dev.pawl.core.Event;
import dev.pawl.core.Lineage;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Events as a person tells them. */
final class EventWords {

    private EventWords() {}

    static String of(Event event, Records records) {
        return Cells.line(
                switch (event) {
                    case Event.Created e ->
                        "submitted: " + e.pipeline() + " v" + e.version() + ", "
                                + e.stages().size() + " stages" + about(e);
                    case Event.Reused e ->
                        e.stage() + " is taken over from run " + shortId(e.run().toString())
                                + (e.output() == null ? ", where it was skipped" : output(e.output()))
                                + (e.degraded() == null ? "" : ", degraded: " + e.degraded());
                    case Event.Claimed e ->
                        "taken by worker " + shortId(e.worker().toString()) + " as epoch " + e.epoch()
                                + (e.strike() ? "; the worker before died while executing it" : "");
                    case Event.Released e -> "given back: " + e.reason();
                    case Event.AttemptStarted e -> e.stage() + " started" + attempt(e.generation(), e.number());
                    case Event.AttemptSucceeded e ->
                        e.stage() + " succeeded" + output(e.output())
                                + (e.degraded() == null ? "" : ", degraded: " + e.degraded());
                    case Event.AttemptFailed e ->
                        e.stage() + " failed: " + e.failure().message() + again(e.at(), e.retryAt());
                    case Event.Doubted e ->
                        e.stage() + " is in doubt: it "
                                + (e.failure() == null
                                        ? "was interrupted"
                                        : e.failure().message())
                                + " and may have had its effect";
                    case Event.Settled e ->
                        e.stage() + " settled as " + Words.name(e.as()) + output(e.output()) + by(e.by());
                    case Event.ConditionEvaluated e ->
                        e.stage() + (e.holds() ? " is to run" : " is skipped: its condition does not hold");
                    case Event.ConditionAsked e -> e.stage() + " evaluates its condition, beside no other run";
                    case Event.ConditionFailed e ->
                        e.stage() + " failed: " + e.failure().message();
                    case Event.StageWaits e ->
                        e.stage() + " waits for a person's output"
                                + (e.until() == null
                                        ? ""
                                        : ", for " + Times.took(Duration.between(e.at(), e.until())) + " at most");
                    case Event.Edited e -> e.stage() + " was given its output" + output(e.output()) + by(e.by());
                    case Event.Pressed e -> e.stage() + " was pressed" + by(e.by());
                    case Event.Reset e ->
                        e.stage() + " was put back" + (e.by() == null ? "" : by(e.by())) + ", and waits to be pressed";
                    case Event.ItemsListed e -> e.stage() + " has " + e.count() + " items";
                    case Event.ItemStarted e -> e.stage() + " item " + e.item() + " started";
                    case Event.ItemSucceeded e ->
                        e.stage() + " item " + e.item() + " succeeded" + output(e.output())
                                + (e.degraded() == null ? "" : ", degraded: " + e.degraded());
                    case Event.ItemFailed e ->
                        e.stage() + " item " + e.item() + " failed: "
                                + e.failure().message() + again(e.at(), e.retryAt());
                    case Event.ItemDoubted e ->
                        e.stage() + " item " + e.item() + " is in doubt: it "
                                + e.failure().message() + " and may have had its effect";
                    case Event.Rejected e ->
                        e.stage() + " rejects the output of " + e.validates()
                                + (e.reopened().isEmpty()
                                        ? "; nothing more runs again for it"
                                        : "; runs again: " + String.join(", ", e.reopened()))
                                + feedback(records.value(e.feedback()));
                    case Event.CancelRequested e -> "cancel asked for" + by(e.by()) + reason(e.reason());
                    case Event.Resumed e ->
                        "resumed" + by(e.by())
                                + (e.reopened().isEmpty() ? "" : "; runs again: " + String.join(", ", e.reopened()));
                    case Event.LateResult e ->
                        e.stage() + (e.item() < 0 ? "" : " item " + e.item()) + " brought a result too late"
                                + attempt(e.generation(), e.number()) + output(e.output()) + "; it was not taken";
                    case Event.Ended e ->
                        "ended: " + Words.name(e.status())
                                + (e.failure() == null ? "" : ": " + e.failure().message());
                });
    }

    private static String about(Event.Created e) {
        return (e.key() == null ? "" : ", key " + e.key()) + (e.user() == null ? "" : ", for " + e.user())
                + takesUp(e.lineage());
    }

    private static String takesUp(@Nullable Lineage lineage) {
        return lineage == null
                ? ""
                : "; takes up run " + shortId(lineage.parent().toString()) + " from " + lineage.retryFrom()
                        + (lineage.onlyFailedItems() ? ", its failed items only" : "") + by(lineage.by())
                        + reason(lineage.reason());
    }

    private static String attempt(int generation, int number) {
        String attempt = number > 1 ? ", attempt " + number : "";
        return attempt + (generation > 0 ? ", generation " + generation : "");
    }

    private static String output(@Nullable Content output) {
        return output == null ? "" : ", output of " + Words.size(output.size());
    }

    private static String again(Instant at, @Nullable Instant retryAt) {
        return retryAt == null ? "" : "; again in " + Times.took(Duration.between(at, retryAt));
    }

    private static String by(@Nullable String by) {
        return by == null ? "" : " by " + by;
    }

    private static String feedback(String text) {
        return text.isEmpty() ? "" : "; it says: " + text;
    }

    private static String reason(@Nullable String reason) {
        return reason == null ? "" : ": " + reason;
    }

    /** The end of it: ids made in the same second begin alike. */
    private static String shortId(String id) {
        return id.substring(id.length() - 8);
    }
}
