// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages.internal.file;

import dev.pawl.MapItems;
import dev.pawl.RawJson;
import dev.pawl.StageContext;
import dev.pawl.StageFailedException;
import dev.pawl.StageFailedException.Retry;
import dev.pawl.stages.internal.expression.AttemptScope;
import dev.pawl.stages.internal.expression.ExpressionException;
import dev.pawl.stages.internal.expression.Secrets;
import dev.pawl.stages.internal.expression.Template;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a map works through.
 *
 * @param key names an item, or null where its place does
 */
record Listing(Template list, @Nullable Template key) {

    private static final int LONGEST_KEY = 500;

    MapItems<JsonNode> items() {
        return new MapItems<>(this::list, key == null ? null : (context, item) -> name(key, context, item));
    }

    private Object list(StageContext<JsonNode> context) throws IOException, StageFailedException {
        try {
            return list.list(new AttemptScope(context, new Secrets(context)));
        } catch (ExpressionException e) {
            throw failed(String.valueOf(e.getMessage()));
        }
    }

    private static String name(Template key, StageContext<JsonNode> context, RawJson item)
            throws IOException, StageFailedException {
        JsonNode name;
        try {
            name = key.value(new AttemptScope(context, new Secrets(context), item));
        } catch (ExpressionException e) {
            throw failed("an item has no key: " + e.getMessage());
        }
        String text = name.isContainer() || name.isNull() ? "" : name.asString();
        if (text.isBlank() || text.length() > LONGEST_KEY) {
            throw failed("the key of an item is "
                    + (text.isEmpty() ? "null, an object, a list or empty" : "blank or longer than " + LONGEST_KEY)
                    + "; have `item-key` come to a text or a number, up to " + LONGEST_KEY + " characters");
        }
        return text;
    }

    private static StageFailedException failed(String message) {
        return new StageFailedException(message, Retry.NEVER, null);
    }
}
