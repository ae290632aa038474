// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages.internal.export;

import dev.pawl.RawJson;
import dev.pawl.StageCode;
import dev.pawl.StageContext;
import dev.pawl.StageFailedException;
import dev.pawl.StageFailedException.Retry;
import dev.pawl.core.Artifact;
import dev.pawl.spi.StoreException;
import dev.pawl.stages.internal.expression.AttemptScope;
import dev.pawl.stages.internal.expression.ExpressionException;
import dev.pawl.stages.internal.expression.Secrets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes files of a text.
 *
 * @param folder where pictures may be
 */
public record ExportStage(ExportAction action, Path folder) implements StageCode<JsonNode, Object> {

    @Override
    public @Nullable Object run(StageContext<JsonNode> context) throws Exception {
        try {
            return made(context);
        } catch (Failure e) {
            throw e.outcome();
        } catch (IOException | StoreException e) {
            throw Failure.of(e);
        }
    }

    private Object made(StageContext<JsonNode> context) throws IOException, StageFailedException {
        try (Pictures pictures = new Pictures(folder)) {
            Book book = book(context, pictures);
            context.heartbeat();
            List<Artifact> files = new Exporting(context, action, book, pictures).run();
            pictures.leftOut().forEach(why -> context.log("(pawl: left out " + why + ")"));
            return RawJson.of(output(book, files, pictures.leftOut()).toString().getBytes(StandardCharsets.UTF_8));
        }
    }

    private Book book(StageContext<JsonNode> context, Pictures pictures) throws IOException, StageFailedException {
        AttemptScope scope = new AttemptScope(context, new Secrets(context));
        try {
            String title = action.title() == null ? null : action.title().text(scope);
            return BookReader.read(action.from().value(scope), title, pictures);
        } catch (ExpressionException e) {
            throw new StageFailedException(String.valueOf(e.getMessage()), Retry.NEVER, null);
        }
    }

    private static ObjectNode output(Book book, List<Artifact> files, List<String> leftOut) {
        ObjectNode output = JsonNodeFactory.instance.objectNode();
        output.put("title", book.title()).put("chapters", book.chapters().size());
        ArrayNode names = output.putArray("files");
        files.forEach(file -> names.add(file.name()));
        ArrayNode notes = output.putArray("leftOut");
        leftOut.forEach(notes::add);
        return output;
    }
}
