// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages.internal.export;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A book as an archive of its text in Markdown and the pictures in it. */
final class MarkdownFile {

    private static final long NO_TIME = 0;

    private MarkdownFile() {}

    /**
     * Writes it.
     *
     * @param done is told of each chapter
     */
    static void write(Book book, Pictures pictures, String name, Consumer<Book.Chapter> done, OutputStream out)
            throws IOException {
        ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
        begin(zip, name + ".md");
        put(zip, "# " + book.title().replace('\n', ' ') + "\n");
        for (Book.Chapter chapter : book.chapters()) {
            put(zip, "\n" + Markdown.text(chapter.text()));
            done.accept(chapter);
        }
        for (Map.Entry<String, Pictures.Picture> picture : pictures.found().entrySet()) {
            begin(zip, picture.getKey());
            try (InputStream in = picture.getValue().open()) {
                in.transferTo(zip);
            }
        }
        zip.finish();
    }

    /** The same text makes the same archive, at any time. */
    private static void begin(ZipOutputStream zip, String name) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTime(NO_TIME);
        zip.putNextEntry(entry);
    }

    private static void put(ZipOutputStream zip, String text) throws IOException {
        zip.write(text.getBytes(StandardCharsets.UTF_8));
    }
}
