// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages.internal.export;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** A book as one page that needs nothing else: pictures and style are in it, and it may not load anything. */
final class HtmlFile {

    private HtmlFile() {}

    /**
     * Writes it.
     *
     * @param done is told of each chapter
     */
    static void write(Book book, Pictures pictures, Consumer<Book.Chapter> done, OutputStream out) throws IOException {
        put(out, head(book));
        put(out, contents(book));
        for (Book.Chapter chapter : book.chapters()) {
            put(out, "<section id=\"" + chapter.file() + "\">\n" + Xhtml.whole(chapter, pictures) + "</section>\n");
            done.accept(chapter);
        }
        put(out, "</main>\n</body>\n</html>\n");
    }

    private static String head(Book book) {
        String title = Xhtml.escaped(book.title());
        String author = book.author() == null ? "" : "<p class=\"author\">" + Xhtml.escaped(book.author()) + "</p>\n";
        return """
                <!DOCTYPE html>
                <html lang="%s">
                <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'"/>
                <title>%s</title>
                <style>
                %s</style>
                </head>
                <body>
                <header>
                <h1 class="title">%s</h1>
                %s</header>
                """.formatted(book.language(), title, Xhtml.style("book.css"), title, author);
    }

    private static String contents(Book book) {
        StringBuilder contents = new StringBuilder("<nav>\n<ol>\n");
        for (Book.Chapter chapter : book.chapters()) {
            contents.append("<li><a href=\"#")
                    .append(chapter.file())
                    .append("\">")
                    .append(Xhtml.escaped(chapter.title()))
                    .append("</a></li>\n");
        }
        return contents.append("</ol>\n</nav>\n<main>\n").toString();
    }

    private static void put(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }
}
