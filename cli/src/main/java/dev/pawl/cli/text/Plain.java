// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli.text;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** A JSON value in one line that is read, not parsed: texts without quotes, and the outermost object or list without brackets. */
public final class Plain {

    private Plain() {}

    /** At most so many columns of it. */
    public static String of(JsonNode value, int most) {
        List<String> parts = new ArrayList<>();
        if (value.isObject()) {
            value.properties().forEach(field -> parts.add(field.getKey() + ": " + text(field.getValue())));
        } else if (value.isArray()) {
            value.forEach(element -> parts.add(text(element)));
        } else {
            parts.add(text(value));
        }
        return cut(String.join(", ", parts), most);
    }

    /** The same of a text. */
    public static String cut(String text, int most) {
        return Cells.cut(Cells.line(text), most);
    }

    private static String text(JsonNode value) {
        return value.isString() ? value.asString() : value.toString();
    }
}
