// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages.internal.export;

import dev.pawl.stages.internal.expression.Template;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An export as the pipeline file has it.
 *
 * @param formats what it makes, at least one
 * @param from comes to the text: Markdown, a list of chapters, or an object with {@code title} and {@code text} or {@code chapters}
 * @param title of the book, or null for that of the text
 * @param name of the files, without what they end in
 */
public record ExportAction(
        List<Format> formats, Template from, @Nullable Template title, String name) {

    public ExportAction {
        formats = List.copyOf(formats);
    }
}
