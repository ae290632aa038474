// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages.internal.file;

import dev.pawl.Schedule;
import dev.pawl.Schedule.CatchUp;
import dev.pawl.stages.internal.expression.Nearest;
import dev.pawl.stages.internal.yaml.Problems;
import dev.pawl.stages.internal.yaml.Scalars;
import dev.pawl.stages.internal.yaml.YamlNode;
import dev.pawl.stages.internal.yaml.YamlNode.Field;
import dev.pawl.stages.internal.yaml.YamlNode.Fields;
import dev.pawl.stages.internal.yaml.YamlNode.Scalar;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Reads when runs are made by themselves, and of what. */
final class ScheduleReader {

    private static final Keys.Known KEYS = new Keys.Known(List.of("cron", "zone", "catch-up", "input"), Set.of());
    private static final String REMEDY =
            "write minute, hour, day of the month, month and day of the week, like \"0 3 * * *\" for each day at three";

    private final Problems problems;
    private final Values values;

    ScheduleReader(Problems problems) {
        this.problems = problems;
        this.values = new Values(problems);
    }

    /** What is there, or null where there is none, or something is wrong with it. */
    @Nullable
    Schedule read(@Nullable YamlNode node, ScheduleCheck check) {
        Fields fields = values.fields(node, "a mapping like {cron: \"0 3 * * *\", zone: Europe/Berlin}");
        if (fields == null) {
            return null;
        }
        Keys keys = Keys.of(fields, KEYS, problems);
        if (!keys.has("cron")) {
            problems.add(fields.place(), "`schedule` has no `cron`", REMEDY);
        }
        ZoneId zone = zone(keys.get("zone"));
        CatchUp catchUp = values.choice(keys.get("catch-up"), Words.CATCH_UP, CatchUp.LAST);
        JsonNode input = input(keys.get("input"));
        check.input(input);
        Schedule schedule = cron(keys.get("cron"), zone);
        return schedule == null ? null : schedule.catchUp(catchUp).input(input);
    }

    private @Nullable Schedule cron(@Nullable YamlNode node, ZoneId zone) {
        String text = values.text(node, "a cron expression in quotes, like \"0 3 * * *\"");
        if (node == null || text == null) {
            return null;
        }
        try {
            return Schedule.of(text, zone);
        } catch (IllegalArgumentException e) {
            problems.add(node.place(), String.valueOf(e.getMessage()), REMEDY);
            return null;
        }
    }

    private ZoneId zone(@Nullable YamlNode node) {
        String name = values.text(node, "a time zone, like Europe/Berlin");
        if (node == null || name == null) {
            return ZoneOffset.UTC;
        }
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            problems.add(node.place(), "there is no time zone `" + name + "`", nearest(name));
            return ZoneOffset.UTC;
        }
    }

    /** The one of nearly that name, or of that town. */
    private static String nearest(String name) {
        Set<String> all = new TreeSet<>(ZoneId.getAvailableZoneIds());
        String town = "/" + name.toLowerCase(Locale.ROOT).replace(' ', '_');
        return Nearest.remedy(
                name,
                all,
                all.stream()
                        .filter(zone -> zone.toLowerCase(Locale.ROOT).endsWith(town))
                        .findFirst()
                        .map(zone -> "did you mean `" + zone + "`?")
                        .orElse("write one like Europe/Berlin, or UTC"));
    }

    // ---- the input

    private JsonNode input(@Nullable YamlNode node) {
        return node == null ? JsonNodeFactory.instance.objectNode() : json(node);
    }

    private JsonNode json(YamlNode node) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        return switch (node) {
            case Scalar scalar -> scalar(scalar);
            case YamlNode.Items items -> {
                ArrayNode array = json.arrayNode();
                items.values().forEach(item -> array.add(json(item)));
                yield array;
            }
            case Fields fields -> {
                ObjectNode object = json.objectNode();
                for (Field field : fields.fields()) {
                    object.set(field.key(), json(field.value()));
                }
                yield object;
            }
            case YamlNode.Refused refused -> json.nullNode();
        };
    }

    private JsonNode scalar(Scalar scalar) {
        if (scalar.type() == Scalar.Type.TEXT && scalar.value().contains("${")) {
            problems.add(
                    scalar.place(),
                    "the input of a schedule is the same each time, and has no expressions",
                    "write the value");
        }
        return Scalars.json(scalar).orElseGet(() -> {
            problems.add(scalar.place(), scalar.value() + " is no number in JSON", "put it in quotes");
            return JsonNodeFactory.instance.nullNode();
        });
    }
}
