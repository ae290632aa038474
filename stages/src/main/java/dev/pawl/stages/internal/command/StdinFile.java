// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages.internal.command;

import dev.pawl.StageContext;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a command gets on stdin. It is a file: outputs may be larger than memory, and nobody has to wait for a command that
 * does not read.
 */
final class StdinFile {

    private StdinFile() {}

    static void write(Path file, StageContext<?> context, @Nullable String previous) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            words(out, "{\"input\":");
            copy(context.openInput(), out);
            words(out, ",\"outputs\":{");
            String comma = "";
            for (String stage : context.upstream()) {
                words(out, comma + "\"" + stage + "\":");
                copy(context.openOutput(stage), out);
                comma = ",";
            }
            words(out, "},\"previous\":");
            if (previous == null) {
                words(out, "null");
            } else {
                copy(context.openOutput(previous), out);
            }
            words(out, ",\"item\":");
            if (context.itemIndex() < 0) {
                words(out, "null");
            } else {
                copy(context.openItem(), out);
            }
            words(out, ",\"feedback\":");
            InputStream feedback = context.openFeedback();
            if (feedback == null) {
                words(out, "null");
            } else {
                copy(feedback, out);
            }
            words(out, "}\n");
        }
    }

    private static void words(OutputStream out, String words) throws IOException {
        out.write(words.getBytes(StandardCharsets.UTF_8));
    }

    private static void copy(InputStream from, OutputStream out) throws IOException {
        try (from) {
            from.transferTo(out);
        }
    }
}
