// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.journal;

import dev.pawl.core.Attempt;
import dev.pawl.core.Content;
import dev.pawl.core.Event;
import dev.pawl.core.Failure;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * Writes events as JSON, by hand: it is on the path of every stage, and the names here are a released format that no renaming
 * of a class may change.
 */
public final class EventJson {

    private EventJson() {}

    /** One event, as an object. */
    public static void write(Event event, JsonGenerator out) {
        out.writeStartObject();
        switch (event) {
            case Event.Created e -> created(e, head(out, "Created", e));
            case Event.Claimed e -> {
                head(out, "Claimed", e);
                out.writeStringProperty("worker", e.worker().toString());
                out.writeNumberProperty("epoch", e.epoch());
                flag(out, "strike", e.strike());
            }
            case Event.Released e -> head(out, "Released", e).writeStringProperty("reason", e.reason());
            case Event.AttemptStarted e -> {
                stage(out, "AttemptStarted", e);
                attempt(out, e.generation(), e.number(), e.epoch());
            }
            case Event.AttemptSucceeded e -> {
                stage(out, "AttemptSucceeded", e);
                content(out, "output", e.output());
                text(out, "degraded", e.degraded());
            }
            case Event.AttemptFailed e -> {
                stage(out, "AttemptFailed", e);
                failure(out, e.failure());
                optionalTime(out, "retryAt", e.retryAt());
                content(out, "partial", e.partial());
            }
            case Event.Doubted e -> {
                stage(out, "Doubted", e);
                failure(out, e.failure());
                content(out, "partial", e.partial());
            }
            case Event.Settled e -> {
                stage(out, "Settled", e);
                out.writeStringProperty("as", name(e.as()));
                content(out, "output", e.output());
                text(out, "by", e.by());
            }
            case Event.ConditionEvaluated e -> {
                stage(out, "ConditionEvaluated", e);
                out.writeBooleanProperty("holds", e.holds());
            }
            case Event.ConditionAsked e -> {
                stage(out, "ConditionAsked", e);
                out.writeNumberProperty("epoch", e.epoch());
            }
            case Event.ConditionFailed e -> {
                stage(out, "ConditionFailed", e);
                failure(out, e.failure());
            }
            case Event.StageWaits e -> {
                stage(out, "StageWaits", e);
                optionalTime(out, "until", e.until());
            }
            case Event.Edited e -> {
                stage(out, "Edited", e);
                content(out, "output", e.output());
                text(out, "by", e.by());
            }
            case Event.Pressed e -> {
                stage(out, "Pressed", e);
                text(out, "by", e.by());
            }
            case Event.Reset e -> {
                stage(out, "Reset", e);
                text(out, "by", e.by());
            }
            case Event.ItemsListed e -> {
                stage(out, "ItemsListed", e);
                out.writeNumberProperty("count", e.count());
                content(out, "list", e.list());
                content(out, "keys", e.keys());
            }
            case Event.ItemStarted e -> item(out, "ItemStarted", e, e.item());
            case Event.ItemSucceeded e -> {
                item(out, "ItemSucceeded", e, e.item());
                content(out, "output", e.output());
                text(out, "degraded", e.degraded());
            }
            case Event.ItemFailed e -> {
                item(out, "ItemFailed", e, e.item());
                failure(out, e.failure());
                optionalTime(out, "retryAt", e.retryAt());
            }
            case Event.ItemDoubted e -> {
                item(out, "ItemDoubted", e, e.item());
                failure(out, e.failure());
            }
            case Event.Rejected e -> {
                stage(out, "Rejected", e);
                out.writeStringProperty("validates", e.validates());
                content(out, "feedback", e.feedback());
                strings(out, "reopened", e.reopened());
            }
            case Event.CancelRequested e -> {
                head(out, "CancelRequested", e);
                text(out, "by", e.by());
                text(out, "reason", e.reason());
            }
            case Event.Resumed e -> {
                head(out, "Resumed", e);
                text(out, "by", e.by());
                strings(out, "reopened", e.reopened());
            }
            case Event.LateResult e -> {
                stage(out, "LateResult", e);
                attempt(out, e.generation(), e.number(), e.epoch());
                if (e.item() != Attempt.NO_ITEM) {
                    out.writeNumberProperty("item", e.item());
                }
                content(out, "output", e.output());
            }
            case Event.Ended e -> {
                head(out, "Ended", e).writeStringProperty("status", name(e.status()));
                failure(out, e.failure());
            }
        }
        out.writeEndObject();
    }

    private static void created(Event.Created e, JsonGenerator out) {
        out.writeStringProperty("pipeline", e.pipeline());
        out.writeNumberProperty("version", e.version());
        content(out, "definition", e.definition());
        strings(out, "stages", e.stages());
        content(out, "input", e.input());
        text(out, "key", e.key());
        text(out, "user", e.user());
        if (!e.labels().isEmpty()) {
            out.writeObjectPropertyStart("labels");
            for (Map.Entry<String, String> label : e.labels().entrySet()) {
                out.writeStringProperty(label.getKey(), label.getValue());
            }
            out.writeEndObject();
        }
        if (e.queueing().priority() != 0) {
            out.writeNumberProperty("priority", e.queueing().priority());
        }
        optionalTime(out, "notBefore", e.queueing().notBefore());
        flag(out, "inLine", e.queueing().inLine());
    }

    private static JsonGenerator head(JsonGenerator out, String type, Event event) {
        out.writeStringProperty("type", type);
        time(out, "at", event.at());
        return out;
    }

    private static void stage(JsonGenerator out, String type, Event.OfStage event) {
        head(out, type, event).writeStringProperty("stage", event.stage());
    }

    private static void item(JsonGenerator out, String type, Event.OfStage event, int item) {
        stage(out, type, event);
        out.writeNumberProperty("item", item);
    }

    private static void flag(JsonGenerator out, String name, boolean value) {
        if (value) {
            out.writeBooleanProperty(name, true);
        }
    }

    private static void optionalTime(JsonGenerator out, String name, @Nullable Instant at) {
        if (at != null) {
            time(out, name, at);
        }
    }

    private static void attempt(JsonGenerator out, int generation, int number, int epoch) {
        out.writeNumberProperty("generation", generation);
        out.writeNumberProperty("number", number);
        out.writeNumberProperty("epoch", epoch);
    }

    private static void failure(JsonGenerator out, @Nullable Failure failure) {
        if (failure != null) {
            out.writeStringProperty("why", name(failure.kind()));
            out.writeStringProperty("message", failure.message());
        }
    }

    private static void content(JsonGenerator out, String name, @Nullable Content content) {
        if (content != null) {
            out.writeObjectPropertyStart(name);
            out.writeStringProperty("sha", content.sha());
            out.writeNumberProperty("size", content.size());
            out.writeEndObject();
        }
    }

    private static void text(JsonGenerator out, String name, @Nullable String value) {
        if (value != null) {
            out.writeStringProperty(name, value);
        }
    }

    private static void strings(JsonGenerator out, String name, Iterable<String> values) {
        out.writeArrayPropertyStart(name);
        for (String value : values) {
            out.writeString(value);
        }
        out.writeEndArray();
    }

    /** Milliseconds would do for people; microseconds keep the order of fast stages visible. */
    private static void time(JsonGenerator out, String name, Instant at) {
        out.writeStringProperty(name, at.toString());
    }

    private static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
