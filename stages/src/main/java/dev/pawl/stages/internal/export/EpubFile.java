// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages.internal.export;

import io.documentnode.epub4j.domain.Author;
import io.documentnode.epub4j.domain.GuideReference;
import io.documentnode.epub4j.domain.Identifier;
import io.documentnode.epub4j.domain.LazyResource;
import io.documentnode.epub4j.domain.Metadata;
import io.documentnode.epub4j.domain.Resource;
import io.documentnode.epub4j.domain.TOCReference;
import io.documentnode.epub4j.epub.EpubWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A book as an e-book: a page for each chapter, with the pictures beside them. */
final class EpubFile {

    private static final String STYLE = "book.css";
    private static final String END = ".xhtml";

    private EpubFile() {}

    /**
     * Writes it.
     *
     * @param done is told of each chapter
     */
    static void write(Book book, Pictures pictures, Consumer<Book.Chapter> done, OutputStream out) throws IOException {
        io.documentnode.epub4j.domain.Book epub = new io.documentnode.epub4j.domain.Book();
        Metadata about = epub.getMetadata();
        about.addTitle(book.title());
        about.setLanguage(book.language());
        if (book.author() != null) {
            about.addAuthor(new Author(book.author()));
        }
        about.setIdentifiers(List.of(new Identifier("pawl", "pawl:" + identity(book))));
        epub.addResource(new Resource(Xhtml.style("book.css").getBytes(StandardCharsets.UTF_8), STYLE));
        for (Map.Entry<String, Pictures.Picture> picture : pictures.found().entrySet()) {
            epub.addResource(new LazyResource(name -> picture.getValue().open(), picture.getKey()));
        }
        Map<String, String> files = new HashMap<>();
        book.chapters()
                .forEach(chapter ->
                        chapter.headings().forEach(heading -> files.put(heading.id(), chapter.file() + END)));
        for (Book.Chapter chapter : book.chapters()) {
            Resource page =
                    new Resource(page(book, chapter, files).getBytes(StandardCharsets.UTF_8), chapter.file() + END);
            TOCReference place = epub.addSection(chapter.title(), page);
            if (chapter.number() == 1) {
                epub.getGuide().addReference(new GuideReference(page, GuideReference.TEXT, chapter.title()));
            }
            int top = chapter.headings().isEmpty()
                    ? 0
                    : chapter.headings().getFirst().level();
            for (Book.Heading heading : chapter.headings()) {
                if (heading.level() == top + 1) {
                    place.addChildSection(new TOCReference(heading.title(), page, heading.id()));
                }
            }
            done.accept(chapter);
        }
        new EpubWriter().write(epub, out);
    }

    private static String identity(Book book) {
        StringBuilder text = new StringBuilder(book.title());
        book.chapters().forEach(chapter -> text.append('\n').append(chapter.title()));
        return Pictures.sha(text.toString().getBytes(StandardCharsets.UTF_8)).substring(0, 32);
    }

    private static String page(Book book, Book.Chapter chapter, Map<String, String> files) {
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.1//EN" "http://www.w3.org/TR/xhtml11/DTD/xhtml11.dtd">
                <html xmlns="http://www.w3.org/1999/xhtml" xml:lang="%s">
                <head>
                <title>%s</title>
                <link rel="stylesheet" type="text/css" href="%s"/>
                </head>
                <body>
                %s</body>
                </html>
                """.formatted(book.language(), Xhtml.escaped(chapter.title()), STYLE, body(chapter, files));
    }

    /** What one chapter refers to may be in another file. */
    private static String body(Book.Chapter chapter, Map<String, String> files) {
        return Links.moved(Markdown.strict(chapter), id -> {
            String file = files.get(id);
            return file == null || file.equals(chapter.file() + END) ? "" : file;
        });
    }
}
