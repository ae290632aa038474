// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages.internal.export;

import java.io.IOException;
import java.io.OutputStream;
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
        Xhtml.put(head(book), out);
        Xhtml.put(contents(book), out);
        for (Book.Chapter chapter : book.chapters()) {
            Xhtml.put("<section id=\"" + chapter.id() + "\">\n", out);
            Xhtml.whole(chapter, pictures, out);
            Xhtml.put("</section>\n", out);
            done.accept(chapter);
        }
        Xhtml.put("</main>\n</body>\n</html>\n", out);
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
                    .append(chapter.id())
                    .append("\">")
                    .append(Xhtml.escaped(chapter.title()))
                    .append("</a></li>\n");
        }
        return contents.append("</ol>\n</nav>\n<main>\n").toString();
    }
}
