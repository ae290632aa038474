// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages.internal.yaml;

import java.util.List;

/** A value in a YAML document. */
public sealed interface YamlNode {

    Place place();

    /** What it is, with an article. */
    String words();

    /**
     * A single value.
     *
     * @param value as written, without quotes
     */
    record Scalar(Place place, String value, Type type) implements YamlNode {

        /** What an unquoted scalar looks like; a quoted one is a text. */
        public enum Type {
            TEXT("a text"),
            WHOLE("a whole number"),
            FRACTION("a number"),
            BOOLEAN("a truth value"),
            NOTHING("nothing");

            private final String words;

            Type(String words) {
                this.words = words;
            }
        }

        @Override
        public String words() {
            return type.words;
        }
    }

    /** Values in a row. */
    record Items(Place place, List<YamlNode> values) implements YamlNode {
        @Override
        public String words() {
            return "a list";
        }
    }

    /** Values under keys, none of them twice. */
    record Fields(Place place, List<Field> fields) implements YamlNode {
        @Override
        public String words() {
            return "a mapping";
        }
    }

    /**
     * A key and what is under it.
     *
     * @param place of the key
     */
    record Field(Place place, String key, YamlNode value) {}

    /** Stands for what has been complained about already. */
    record Refused(Place place) implements YamlNode {
        @Override
        public String words() {
            return "refused";
        }
    }
}
