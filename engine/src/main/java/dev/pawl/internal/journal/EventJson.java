// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.journal;

import dev.pawl.core.Artifact;
import dev.pawl.core.Attempt;
import dev.pawl.core.Content;
import dev.pawl.core.Event;
import dev.pawl.core.Failure;
import dev.pawl.core.Lineage;
import dev.pawl.core.StageStatus;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * Writes events as JSON, by hand: it is on the path of every stage, and the names here are a released format that no renaming
 * of a class may change. In journals they are in short, see {@link InShort}; everybody else gets them in full.
 */
public final class EventJson {

    private final JsonGenerator out;
    private final @Nullable InShort inShort;

    private EventJson(JsonGenerator out, @Nullable InShort inShort) {
        this.out = out;
        this.inShort = inShort;
    }

    /** One event in full, as an object. */
    public static void write(Event event, JsonGenerator out) {
        new EventJson(out, null).write(event);
    }

    /** Events in short. */
    static EventJson inShort(JsonGenerator out, InShort how) {
        return new EventJson(out, how);
    }

    void write(Event event) {
        out.writeStartObject();
        switch (event) {
            case Event.Created e -> created(e);
            case Event.Reused e -> {
                stage("Reused", e);
                if (e.status() == StageStatus.SKIPPED) {
                    out.writeBooleanProperty("skipped", true);
                }
                content("output", e.output());
                text("degraded", e.degraded());
                out.writeStringProperty("run", e.run().toString());
                artifacts(e.artifacts());
                reads(e.reads());
                flag("answeredFor", e.answeredFor());
            }
            case Event.Claimed e -> {
                head("Claimed", e, "worker", e.worker().toString());
                epoch(e.epoch());
                flag("strike", e.strike());
            }
            case Event.Released e -> {
                head("Released", e, "reason", e.reason());
                flag("rests", e.rests());
            }
            case Event.AttemptStarted e -> {
                stage("AttemptStarted", e);
                attempt(e.generation(), e.number(), e.epoch());
            }
            case Event.AttemptSucceeded e -> {
                stage("AttemptSucceeded", e);
                content("output", e.output());
                text("degraded", e.degraded());
                artifacts(e.artifacts());
            }
            case Event.AttemptFailed e -> {
                stage("AttemptFailed", e);
                failure(e.failure());
                optionalTime("retryAt", e.retryAt());
                content("partial", e.partial());
            }
            case Event.Doubted e -> {
                stage("Doubted", e);
                failure(e.failure());
                content("partial", e.partial());
            }
            case Event.Settled e -> {
                stage("Settled", e);
                out.writeStringProperty("as", name(e.as()));
                content("output", e.output());
                text("by", e.by());
            }
            case Event.ConditionEvaluated e -> {
                stage("ConditionEvaluated", e);
                out.writeBooleanProperty("holds", e.holds());
            }
            case Event.ConditionAsked e -> {
                stage("ConditionAsked", e);
                epoch(e.epoch());
            }
            case Event.ConditionFailed e -> {
                stage("ConditionFailed", e);
                failure(e.failure());
            }
            case Event.StageWaits e -> {
                stage("StageWaits", e);
                optionalTime("until", e.until());
            }
            case Event.Edited e -> {
                stage("Edited", e);
                content("output", e.output());
                text("by", e.by());
            }
            case Event.Pressed e -> {
                stage("Pressed", e);
                text("by", e.by());
            }
            case Event.Undone e -> {
                stage("Undone", e);
                out.writeNumberProperty("version", e.version());
                text("by", e.by());
            }
            case Event.Adopted e -> {
                stage("Adopted", e);
                content("output", e.output());
                artifacts(e.artifacts());
                text("by", e.by());
            }
            case Event.StaleDismissed e -> {
                stage("StaleDismissed", e);
                text("by", e.by());
            }
            case Event.StaleAccepted e -> {
                stage("StaleAccepted", e);
                text("by", e.by());
            }
            case Event.RefreshAsked e -> {
                head("RefreshAsked", e, "by", e.by());
                strings("stages", e.stages());
            }
            case Event.Kept e -> stage("Kept", e);
            case Event.Closed e -> head("Closed", e, "by", e.by());
            case Event.Reset e -> {
                stage("Reset", e);
                text("by", e.by());
            }
            case Event.ItemsListed e -> {
                stage("ItemsListed", e);
                out.writeNumberProperty("count", e.count());
                content("list", e.list());
                content("keys", e.keys());
            }
            case Event.ItemStarted e -> item("ItemStarted", e, e.item());
            case Event.ItemSucceeded e -> {
                item("ItemSucceeded", e, e.item());
                content("output", e.output());
                text("degraded", e.degraded());
                artifacts(e.artifacts());
            }
            case Event.ItemFailed e -> {
                item("ItemFailed", e, e.item());
                failure(e.failure());
                optionalTime("retryAt", e.retryAt());
            }
            case Event.ItemDoubted e -> {
                item("ItemDoubted", e, e.item());
                failure(e.failure());
            }
            case Event.Rejected e -> {
                stage("Rejected", e);
                out.writeStringProperty("validates", e.validates());
                content("feedback", e.feedback());
                strings("reopened", e.reopened());
            }
            case Event.CancelRequested e -> {
                head("CancelRequested", e, "by", e.by());
                text("reason", e.reason());
            }
            case Event.Resumed e -> {
                head("Resumed", e, "by", e.by());
                strings("reopened", e.reopened());
            }
            case Event.LateResult e -> {
                stage("LateResult", e);
                attempt(e.generation(), e.number(), e.epoch());
                if (e.item() != Attempt.NO_ITEM) {
                    out.writeNumberProperty("item", e.item());
                }
                content("output", e.output());
                artifacts(e.artifacts());
            }
            case Event.Ended e -> {
                head("Ended", e, "status", name(e.status()));
                failure(e.failure());
            }
        }
        out.writeEndObject();
    }

    private void created(Event.Created e) {
        head("Created", e, "pipeline", e.pipeline());
        out.writeNumberProperty("version", e.version());
        content("definition", e.definition());
        strings("stages", e.stages());
        content("input", e.input());
        text("key", e.key());
        text("user", e.user());
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
        optionalTime("notBefore", e.queueing().notBefore());
        flag("inLine", e.queueing().inLine());
        flag("interactive", e.interactive());
        lineage(e.lineage());
    }

    private void lineage(@Nullable Lineage lineage) {
        if (lineage != null) {
            out.writeObjectPropertyStart("lineage");
            out.writeStringProperty("root", lineage.root().toString());
            out.writeStringProperty("parent", lineage.parent().toString());
            out.writeStringProperty("retryFrom", lineage.retryFrom());
            out.writeNumberProperty("depth", lineage.depth());
            text("reason", lineage.reason());
            text("by", lineage.by());
            flag("onlyFailedItems", lineage.onlyFailedItems());
            out.writeEndObject();
        }
    }

    /** What every event has, and the one property that says most of it. */
    private void head(String type, Event event, String name, @Nullable String value) {
        if (inShort == null) {
            out.writeStringProperty("type", type);
            time("at", event.at());
            text(name, value);
        } else {
            inShort.head(type, event.at(), value);
        }
    }

    private void stage(String type, Event.OfStage event) {
        head(type, event, "stage", event.stage());
    }

    private void item(String type, Event.OfStage event, int item) {
        stage(type, event);
        out.writeNumberProperty("item", item);
    }

    private void flag(String name, boolean value) {
        if (value) {
            out.writeBooleanProperty(name, true);
        }
    }

    private void optionalTime(String name, @Nullable Instant at) {
        if (at != null) {
            time(name, at);
        }
    }

    private void attempt(int generation, int number, int epoch) {
        if (inShort == null || generation != 0) {
            out.writeNumberProperty("generation", generation);
        }
        if (inShort == null || number != 1) {
            out.writeNumberProperty("number", number);
        }
        epoch(epoch);
    }

    private void epoch(int epoch) {
        if (inShort == null || epoch != inShort.epoch()) {
            out.writeNumberProperty("epoch", epoch);
        }
    }

    private void failure(@Nullable Failure failure) {
        if (failure != null) {
            out.writeStringProperty("why", name(failure.kind()));
            out.writeStringProperty("message", failure.message());
        }
    }

    private void content(String name, @Nullable Content content) {
        if (content != null && (inShort == null || !inShort.value(name, content))) {
            out.writeObjectPropertyStart(inShort == null ? name : name + InShort.NAMED);
            out.writeStringProperty("sha", content.sha());
            out.writeNumberProperty("size", content.size());
            out.writeEndObject();
        }
    }

    private void artifacts(List<Artifact> artifacts) {
        if (!artifacts.isEmpty()) {
            out.writeArrayPropertyStart("artifacts");
            for (Artifact artifact : artifacts) {
                out.writeStartObject();
                out.writeStringProperty("name", artifact.name());
                out.writeStringProperty("type", artifact.type());
                out.writeStringProperty("sha", artifact.content().sha());
                out.writeNumberProperty("size", artifact.content().size());
                out.writeEndObject();
            }
            out.writeEndArray();
        }
    }

    /** Null where it was made of nothing, or that is no longer known. */
    private void reads(Map<String, @Nullable String> reads) {
        if (!reads.isEmpty()) {
            out.writeObjectPropertyStart("reads");
            reads.forEach((stage, sha) -> {
                out.writeName(stage);
                out.writeString(sha); // null, too
            });
            out.writeEndObject();
        }
    }

    private void text(String name, @Nullable String value) {
        if (value != null) {
            out.writeStringProperty(name, value);
        }
    }

    private void strings(String name, Iterable<String> values) {
        out.writeArrayPropertyStart(name);
        for (String value : values) {
            out.writeString(value);
        }
        out.writeEndArray();
    }

    /** Milliseconds would do for people; microseconds keep the order of fast stages visible. */
    private void time(String name, Instant at) {
        out.writeStringProperty(name, at.toString());
    }

    private static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
