// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages.internal.file;

import dev.pawl.stages.internal.expression.Nearest;
import dev.pawl.stages.internal.yaml.Place;
import dev.pawl.stages.internal.yaml.Problems;
import dev.pawl.stages.internal.yaml.YamlNode;
import dev.pawl.stages.internal.yaml.YamlNode.Field;
import dev.pawl.stages.internal.yaml.YamlNode.Fields;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The keys of a mapping; those that do not belong there have been complained about. */
final class Keys {

    /**
     * What a kind of mapping may have.
     *
     * @param later keys of versions to come
     * @param ofStages keys that a stage may have instead
     */
    record Known(List<String> now, Set<String> later, List<String> ofStages) {
        Known(List<String> now, Set<String> later) {
            this(now, later, List.of());
        }
    }

    private final Map<String, Field> fields = new LinkedHashMap<>();
    private final Place place;

    private Keys(Place place) {
        this.place = place;
    }

    static Keys of(Fields mapping, Known known, Problems problems) {
        Keys keys = new Keys(mapping.place());
        for (Field field : mapping.fields()) {
            String key = field.key();
            if (known.now.contains(key)) {
                keys.fields.put(key, field);
            } else if (key.equals("<<")) {
                problems.add(field.place(), "the merge key << is not supported", "write the keys out");
            } else if (known.later.contains(key)) {
                problems.add(field.place(), "`" + key + "` is not supported by this version yet", "leave it out");
            } else if (known.ofStages.contains(key)) {
                problems.add(
                        field.place(), "`" + key + "` is a key of a stage", "move it to the stages it is meant for");
            } else {
                problems.add(
                        field.place(),
                        "there is no key `" + key + "`",
                        Nearest.remedy(key, known.now, "there are " + String.join(", ", known.now)));
            }
        }
        return keys;
    }

    @Nullable
    YamlNode get(String key) {
        Field field = fields.get(key);
        return field == null ? null : field.value();
    }

    boolean has(String key) {
        return fields.containsKey(key);
    }

    /** Where the key stands, or the mapping if it is not there. */
    Place place(String key) {
        Field field = fields.get(key);
        return field == null ? place : field.place();
    }
}
