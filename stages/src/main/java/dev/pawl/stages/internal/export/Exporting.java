// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages.internal.export;

import dev.pawl.ArtifactWriter;
import dev.pawl.StageContext;
import dev.pawl.core.Artifact;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;

/** Makes the files of one book, chapter by chapter. What was finished before an interruption is not made again. */
final class Exporting {

    /** Raised when files of the same text would look different: none of before is used any more. */
    private static final String LOOK = "2";

    private final StageContext<?> context;
    private final ExportAction action;
    private final Book book;
    private final Pictures pictures;
    /** What each chapter is made of, in a hash. */
    private final List<String> made = new ArrayList<>();

    private long done;

    Exporting(StageContext<?> context, ExportAction action, Book book, Pictures pictures) {
        this.context = context;
        this.action = action;
        this.book = book;
        this.pictures = pictures;
    }

    List<Artifact> run() throws IOException {
        for (Book.Chapter chapter : book.chapters()) {
            String all = LOOK + book.language() + Markdown.html(chapter); // pictures have names made of their bytes
            made.add(Pictures.sha(all.getBytes(StandardCharsets.UTF_8)));
        }
        List<Artifact> files = new ArrayList<>();
        for (Format format : action.formats()) {
            files.add(file(format));
        }
        context.progress(total(), total(), "done");
        return files;
    }

    private Artifact file(Format format) throws IOException {
        String name = format.file(action.name());
        long before = done;
        Artifact file = switch (format) {
            case HTML -> whole(name, out -> HtmlFile.write(book, pictures, next(name), out));
            case EPUB -> whole(name, out -> EpubFile.write(book, pictures, next(name), out));
            case MARKDOWN -> whole(name, out -> MarkdownFile.write(book, pictures, action.name(), next(name), out));
            case PDF -> pdf(name);
        };
        done = before + book.chapters().size();
        return file;
    }

    private Artifact whole(String name, ArtifactWriter writer) throws IOException {
        return context.artifact(name, "whole " + LOOK + book.title() + book.author() + made, writer);
    }

    private Artifact pdf(String name) throws IOException {
        List<Artifact> parts = new ArrayList<>();
        Consumer<Book.Chapter> next = next(name);
        for (Book.Chapter chapter : book.chapters()) {
            parts.add(context.part("pdf/" + chapter.file(), "pages " + made.get(chapter.number() - 1), out -> {
                PdfPages.chapter(book, chapter, pictures, out);
                context.log("(pawl: made the pages of chapter " + chapter.number() + ", " + chapter.title() + ")");
            }));
            next.accept(chapter);
        }
        PdfFile pdf = new PdfFile(book, chapter -> context.open(parts.get(chapter.number() - 1)), context::heartbeat);
        return whole(name, out -> PdfPages.making("the PDF", () -> pdf.write(out)));
    }

    private Consumer<Book.Chapter> next(String name) {
        return chapter -> {
            done++;
            context.progress(done, total(), name + ": " + chapter.title());
            if (context.cancelled()) {
                throw new CancellationException("it was asked to stop");
            }
        };
    }

    private long total() {
        return (long) action.formats().size() * book.chapters().size();
    }
}
