// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages.internal.export;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Pieces of pages. */
final class Xhtml {

    private Xhtml() {}

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /** A chapter with its pictures in it. */
    static String whole(Book.Chapter chapter, Pictures pictures) {
        Map<String, Pictures.Picture> found = pictures.found();
        return Markdown.html(chapter, place -> {
            Pictures.Picture picture = found.get(place);
            try {
                return picture == null ? "" : picture.inline();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** A style sheet of ours. */
    static String style(String name) {
        try (InputStream in = Xhtml.class.getResourceAsStream("/dev/pawl/stages/export/" + name)) {
            if (in == null) {
                throw new IllegalStateException("the style sheet " + name + " is missing in this build");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
