// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.journal;

import dev.pawl.core.Artifact;
import dev.pawl.core.Attempt;
import dev.pawl.core.Content;
import dev.pawl.core.Event;
import dev.pawl.core.Failure;
import dev.pawl.core.FailureKind;
import dev.pawl.core.Lineage;
import dev.pawl.core.Queueing;
import dev.pawl.core.RunStatus;
import dev.pawl.core.SettleAs;
import dev.pawl.core.StageStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads one event written by {@link EventJson} of this or an earlier version. Properties may come in any order. */
final class EventReader {

    private static final Set<String> VALUES =
            Set.of("definition", "input", "output", "partial", "feedback", "list", "keys");
    private static final int NANOS_PER_MICRO = 1000;

    private final Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    /** What an event that does not say it is of. */
    private final int epoch;

    private final @Nullable Instant entryAt;

    private EventReader(@Nullable Instant entryAt, int epoch) {
        this.entryAt = entryAt;
        this.epoch = epoch;
    }

    /** One in full. The parser stands at the event's beginning, and is left at its end. */
    static Event read(JsonParser in) {
        EventReader reader = new EventReader(null, 0);
        while (in.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = in.currentName();
            reader.fields.put(name, value(in, in.nextToken()));
        }
        return reader.event();
    }

    /** The same of one in short; the values that stand in it go to {@code values}. */
    static Event readInShort(JsonParser in, Instant entryAt, int epoch, RawValues values) {
        EventReader reader = new EventReader(entryAt, epoch);
        while (in.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = in.currentName();
            if (VALUES.contains(name)) {
                reader.fields.put(name, values.read(in));
            } else if (name.endsWith(InShort.NAMED)) {
                reader.fields.put(name.substring(0, name.length() - InShort.NAMED.length()), value(in, in.nextToken()));
            } else {
                Object value = value(in, in.nextToken());
                if (!name.isEmpty() && Character.isUpperCase(name.charAt(0))) {
                    reader.fields.put("type", name);
                    reader.fields.put(about(name), value);
                } else {
                    reader.fields.put(name, value);
                }
            }
        }
        return reader.event();
    }

    /** What the property that names the type says besides. */
    private static String about(String type) {
        return switch (type) {
            case "Created" -> "pipeline";
            case "Claimed" -> "worker";
            case "Released" -> "reason";
            case "CancelRequested", "Resumed", "RefreshAsked", "Closed" -> "by";
            case "Ended" -> "status";
            default -> "stage";
        };
    }

    private Instant at() {
        if (entryAt == null || fields.containsKey(InShort.AT)) {
            return Times.read(text(InShort.AT));
        }
        return fields.containsKey(InShort.AGO)
                ? entryAt.minusNanos(Math.multiplyExact(need(InShort.AGO, Long.class), NANOS_PER_MICRO))
                : entryAt;
    }

    private Event event() {
        Instant at = at();
        String type = text("type");
        return switch (type) {
            case "Created" ->
                new Event.Created(
                        at,
                        text("pipeline"),
                        number("version"),
                        content("definition"),
                        strings("stages"),
                        content("input"),
                        optional("key"),
                        optional("user"),
                        labels(),
                        queueing(),
                        lineage(),
                        flag("interactive"));
            case "Reused" -> reused(at);
            case "Claimed" -> new Event.Claimed(at, UUID.fromString(text("worker")), epoch(), flag("strike"));
            case "Released" -> new Event.Released(at, text("reason"), flag("rests"));
            case "AttemptStarted", "Started" ->
                new Event.AttemptStarted(at, text("stage"), number("generation", 0), number("number", 1), epoch());
            case "AttemptSucceeded", "Succeeded" ->
                new Event.AttemptSucceeded(at, text("stage"), content("output"), optional("degraded"), artifacts());
            case "AttemptFailed", "Failed" ->
                new Event.AttemptFailed(
                        at, text("stage"), failure(), optionalTime("retryAt"), optionalContent("partial"));
            case "Doubted" -> new Event.Doubted(at, text("stage"), optionalFailure(), optionalContent("partial"));
            case "Settled" ->
                new Event.Settled(
                        at,
                        text("stage"),
                        SettleAs.valueOf(constant(text("as"))),
                        optionalContent("output"),
                        optional("by"));
            case "ConditionEvaluated" -> new Event.ConditionEvaluated(at, text("stage"), flag("holds"));
            case "ConditionAsked" -> new Event.ConditionAsked(at, text("stage"), epoch());
            case "ConditionFailed" -> new Event.ConditionFailed(at, text("stage"), failure());
            case "StageWaits" -> new Event.StageWaits(at, text("stage"), optionalTime("until"));
            case "Edited" -> new Event.Edited(at, text("stage"), content("output"), optional("by"));
            case "Pressed" -> new Event.Pressed(at, text("stage"), optional("by"));
            case "Undone" -> new Event.Undone(at, text("stage"), number("version"), optional("by"));
            case "Adopted" -> new Event.Adopted(at, text("stage"), content("output"), artifacts(), optional("by"));
            case "StaleDismissed" -> new Event.StaleDismissed(at, text("stage"), optional("by"));
            case "StaleAccepted" -> new Event.StaleAccepted(at, text("stage"), optional("by"));
            case "RefreshAsked" -> new Event.RefreshAsked(at, strings("stages"), optional("by"));
            case "Kept" -> new Event.Kept(at, text("stage"));
            case "Closed" -> new Event.Closed(at, optional("by"));
            case "Reset" -> new Event.Reset(at, text("stage"), optional("by"));
            case "ItemsListed" ->
                new Event.ItemsListed(at, text("stage"), number("count"), content("list"), optionalContent("keys"));
            case "ItemStarted" -> new Event.ItemStarted(at, text("stage"), number("item"));
            case "ItemSucceeded" ->
                new Event.ItemSucceeded(
                        at, text("stage"), number("item"), content("output"), optional("degraded"), artifacts());
            case "ItemFailed" ->
                new Event.ItemFailed(at, text("stage"), number("item"), failure(), optionalTime("retryAt"));
            case "ItemDoubted" -> new Event.ItemDoubted(at, text("stage"), number("item"), failure());
            case "Rejected" ->
                new Event.Rejected(at, text("stage"), text("validates"), content("feedback"), strings("reopened"));
            case "CancelRequested" -> new Event.CancelRequested(at, optional("by"), optional("reason"));
            case "Resumed" -> new Event.Resumed(at, optional("by"), strings("reopened"));
            case "LateResult" ->
                new Event.LateResult(
                        at,
                        text("stage"),
                        number("generation", 0),
                        number("number", 1),
                        fields.get("item") == null ? Attempt.NO_ITEM : number("item"),
                        epoch(),
                        content("output"),
                        artifacts());
            case "Ended" -> new Event.Ended(at, RunStatus.valueOf(constant(text("status"))), optionalFailure());
            default ->
                throw new NewerException(
                        "a journal holds an event of type " + type + ", which this version of Pawl does not know");
        };
    }

    private static @Nullable Object value(JsonParser in, JsonToken token) {
        return switch (token) {
            case VALUE_STRING -> in.getString();
            case VALUE_NUMBER_INT -> in.getLongValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case START_OBJECT -> {
                Map<String, Object> object = new LinkedHashMap<>();
                while (in.nextToken() == JsonToken.PROPERTY_NAME) {
                    String name = in.currentName();
                    object.put(name, value(in, in.nextToken()));
                }
                yield object;
            }
            case START_ARRAY -> {
                List<Object> array = new ArrayList<>();
                for (JsonToken next = in.nextToken(); next != JsonToken.END_ARRAY; next = in.nextToken()) {
                    array.add(value(in, next));
                }
                yield array;
            }
            default -> null;
        };
    }

    private String text(String name) {
        return need(name, String.class);
    }

    private @Nullable String optional(String name) {
        return fields.get(name) == null ? null : text(name);
    }

    private @Nullable Instant optionalTime(String name) {
        return fields.get(name) == null ? null : Times.read(text(name));
    }

    private boolean flag(String name) {
        return fields.get(name) != null && need(name, Boolean.class);
    }

    private int number(String name) {
        return Math.toIntExact(need(name, Long.class));
    }

    /** Of events in short, what is as usual is left out. */
    private int number(String name, int usual) {
        return entryAt != null && fields.get(name) == null ? usual : number(name);
    }

    private int epoch() {
        return number("epoch", epoch);
    }

    private Failure failure() {
        return new Failure(FailureKind.valueOf(constant(text("why"))), text("message"));
    }

    private @Nullable Failure optionalFailure() {
        return fields.containsKey("why") ? failure() : null;
    }

    private Content content(String name) {
        if (fields.get(name) instanceof Content content) {
            return content;
        }
        Map<?, ?> object = need(name, Map.class);
        if (object.get("sha") instanceof String sha && object.get("size") instanceof Long size) {
            return new Content(sha, size);
        }
        throw new IllegalArgumentException("property " + name + " names no content");
    }

    private @Nullable Content optionalContent(String name) {
        return fields.get(name) == null ? null : content(name);
    }

    private List<String> strings(String name) {
        List<?> array = need(name, List.class);
        return array.stream().map(String::valueOf).toList();
    }

    private List<Artifact> artifacts() {
        List<Artifact> artifacts = new ArrayList<>();
        for (Object one : fields.get("artifacts") == null ? List.of() : need("artifacts", List.class)) {
            if (one instanceof Map<?, ?> object
                    && object.get("name") instanceof String name
                    && object.get("type") instanceof String type
                    && object.get("sha") instanceof String sha
                    && object.get("size") instanceof Long size) {
                artifacts.add(new Artifact(name, type, new Content(sha, size)));
            } else {
                throw new IllegalArgumentException("an artifact has no name, type, sha and size: " + one);
            }
        }
        return artifacts;
    }

    private Map<String, String> labels() {
        Map<String, String> labels = new LinkedHashMap<>();
        if (fields.get("labels") instanceof Map<?, ?> object) {
            object.forEach((name, value) -> labels.put(String.valueOf(name), String.valueOf(value)));
        }
        return labels;
    }

    private Queueing queueing() {
        int priority = fields.get("priority") == null ? 0 : number("priority");
        return new Queueing(priority, optionalTime("notBefore"), flag("inLine"));
    }

    private Event reused(Instant at) {
        Content output = optionalContent("output");
        String degraded = optional("degraded");
        StageStatus status =
                output == null ? StageStatus.SKIPPED : degraded == null ? StageStatus.SUCCEEDED : StageStatus.DEGRADED;
        return new Event.Reused(
                at,
                text("stage"),
                status,
                output,
                degraded,
                UUID.fromString(text("run")),
                artifacts(),
                reads(),
                flag("answeredFor"));
    }

    private Map<String, @Nullable String> reads() {
        Map<String, @Nullable String> reads = new LinkedHashMap<>();
        if (fields.get("reads") instanceof Map<?, ?> object) {
            object.forEach((stage, sha) -> reads.put(String.valueOf(stage), sha == null ? null : String.valueOf(sha)));
        }
        return reads;
    }

    private @Nullable Lineage lineage() {
        if (!(fields.get("lineage") instanceof Map<?, ?> object)) {
            return null;
        }
        EventReader in = new EventReader(null, 0);
        object.forEach((name, value) -> in.fields.put(String.valueOf(name), value));
        return new Lineage(
                UUID.fromString(in.text("root")),
                UUID.fromString(in.text("parent")),
                in.text("retryFrom"),
                in.number("depth"),
                in.optional("reason"),
                in.optional("by"),
                in.flag("onlyFailedItems"));
    }

    private <T> T need(String name, Class<T> type) {
        Object value = fields.get(name);
        if (!type.isInstance(value)) {
            throw new IllegalArgumentException(
                    "an event has no " + type.getSimpleName() + " '" + name + "': " + fields);
        }
        return type.cast(value);
    }

    private static String constant(String name) {
        return name.toUpperCase(Locale.ROOT).replace('-', '_');
    }
}
