// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages.internal.export;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.multipdf.PDFMergerUtility;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.PDPageContentStream.AppendMode;
import org.apache.pdfbox.pdmodel.PageMode;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts.FontName;
import org.apache.pdfbox.pdmodel.interactive.action.PDActionGoTo;
import org.apache.pdfbox.pdmodel.interactive.action.PDActionURI;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotation;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotationLink;
import org.apache.pdfbox.pdmodel.interactive.documentnavigation.destination.PDPageFitWidthDestination;

/** Puts the pages of chapters together: a title and contents before, a number on each, a bookmark for each heading. */
final class PdfFile {

    /** Leads to a page of the same file until that is put together. */
    private static final String TO_PAGE = "https://page.invalid/";

    private static final float NUMBER_SIZE = 9;
    private static final float NUMBER_HEIGHT = 28;
    private static final float GREY = 0.4f;
    private static final float THOUSANDTHS = 1000;

    /** Opens the pages of a chapter, once for each call. */
    interface Pages {
        InputStream open(Book.Chapter chapter) throws IOException;
    }

    private final Book book;
    private final Pages pages;
    private final Runnable sign;

    /**
     * Of a book.
     *
     * @param sign is called as it goes on
     */
    PdfFile(Book book, Pages pages, Runnable sign) {
        this.book = book;
        this.pages = pages;
        this.sign = sign;
    }

    void write(OutputStream out) throws IOException {
        List<Integer> counts = new ArrayList<>();
        for (Book.Chapter chapter : book.chapters()) {
            try (PdfCopy copy = PdfCopy.of(pages.open(chapter))) {
                counts.add(copy.document().getNumberOfPages());
            }
            sign.run();
        }
        int before = pagesOf(front(counts, 0));
        try (PdfCopy whole = PdfCopy.of(new ByteArrayInputStream(front(counts, before)))) {
            PDFMergerUtility merger = new PDFMergerUtility();
            for (Book.Chapter chapter : book.chapters()) {
                try (PdfCopy copy = PdfCopy.of(pages.open(chapter))) {
                    merger.appendDocument(whole.document(), copy.document());
                }
                sign.run();
            }
            number(whole.document());
            link(whole.document(), before);
            describe(whole.document());
            whole.document().save(out);
        }
    }

    private static int pagesOf(byte[] pdf) throws IOException {
        try (PDDocument document = Loader.loadPDF(pdf)) {
            return document.getNumberOfPages();
        }
    }

    /**
     * A title and the contents.
     *
     * @param before how many pages these take
     */
    private byte[] front(List<Integer> counts, int before) throws IOException {
        StringBuilder body = new StringBuilder("<div class=\"cover\"><h1 class=\"title\">")
                .append(Xhtml.escaped(book.title()))
                .append("</h1>");
        if (book.author() != null) {
            body.append("<p class=\"author\">")
                    .append(Xhtml.escaped(book.author()))
                    .append("</p>");
        }
        body.append("</div><table class=\"contents\">");
        int page = before + 1;
        for (int i = 0; i < counts.size(); i++) {
            String link = "<a href=\"" + TO_PAGE + page + "\">";
            body.append("<tr><td>")
                    .append(link)
                    .append(Xhtml.escaped(book.chapters().get(i).title()))
                    .append("</a></td><td class=\"page\">")
                    .append(link)
                    .append(page)
                    .append("</a></td></tr>");
            page += counts.get(i);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PdfPages.render(book, "", body.append("</table>").toString(), Map.of(), out);
        return out.toByteArray();
    }

    /** The first page is the title, and has none. */
    private void number(PDDocument whole) throws IOException {
        PDFont font = new PDType1Font(FontName.HELVETICA);
        for (int i = 1; i < whole.getNumberOfPages(); i++) {
            PDPage page = whole.getPage(i);
            String number = Integer.toString(i + 1);
            float width = font.getStringWidth(number) / THOUSANDTHS * NUMBER_SIZE;
            try (PDPageContentStream content = new PDPageContentStream(whole, page, AppendMode.APPEND, true, true)) {
                content.beginText();
                content.setFont(font, NUMBER_SIZE);
                content.setNonStrokingColor(GREY);
                content.newLineAtOffset((page.getMediaBox().getWidth() - width) / 2, NUMBER_HEIGHT);
                content.showText(number);
                content.endText();
            }
            sign.run();
        }
    }

    private static void link(PDDocument whole, int before) throws IOException {
        for (int i = 0; i < before; i++) {
            for (PDAnnotation annotation : whole.getPage(i).getAnnotations()) {
                if (annotation instanceof PDAnnotationLink link
                        && link.getAction() instanceof PDActionURI to
                        && to.getURI().startsWith(TO_PAGE)) {
                    PDPageFitWidthDestination destination = new PDPageFitWidthDestination();
                    destination.setPage(
                            whole.getPage(Integer.parseInt(to.getURI().substring(TO_PAGE.length())) - 1));
                    PDActionGoTo action = new PDActionGoTo();
                    action.setDestination(destination);
                    link.setAction(action);
                }
            }
        }
    }

    private void describe(PDDocument whole) {
        whole.getDocumentInformation().setTitle(book.title());
        whole.getDocumentInformation().setAuthor(book.author());
        whole.getDocumentCatalog().setLanguage(book.language());
        whole.getDocumentCatalog().setPageMode(PageMode.USE_OUTLINES);
    }
}
