// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages.internal.export;

import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.FontStyle;
import com.openhtmltopdf.outputdevice.helper.ExternalResourceControlPriority;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import com.openhtmltopdf.util.XRLog;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import org.apache.pdfbox.pdmodel.PDDocument;

/** Makes pages of XHTML. Whatever that names is not loaded, but for what is in it. */
final class PdfPages {

    private static final String FONT = "/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf";
    private static final int REGULAR = 400;

    static {
        XRLog.setLoggingEnabled(false); // it says on the console what no reader of a log can use
    }

    private PdfPages() {}

    /** A chapter, with a bookmark for each heading. */
    static void chapter(Book book, Book.Chapter chapter, String xhtml, OutputStream out) throws IOException {
        render(book, bookmarks(chapter), "<div id=\"" + chapter.file() + "\">" + xhtml + "</div>", out);
    }

    /**
     * Pages.
     *
     * @param head goes into their head
     */
    static void render(Book book, String head, String body, OutputStream out) throws IOException {
        String page = "<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"" + book.language() + "\"><head><title>"
                + Xhtml.escaped(book.title()) + "</title><style>" + Xhtml.style("book.css") + Xhtml.style("page.css")
                + "</style>" + head + "</head><body>" + body + "</body></html>";
        PdfRendererBuilder builder = new PdfRendererBuilder();
        builder.withHtmlContent(page, null);
        builder.useExternalResourceAccessControl(
                (uri, type) -> isInline(uri), ExternalResourceControlPriority.RUN_BEFORE_RESOLVING_URI);
        builder.useExternalResourceAccessControl(
                (uri, type) -> isInline(uri), ExternalResourceControlPriority.RUN_AFTER_RESOLVING_URI);
        builder.useUriResolver((base, uri) -> isInline(uri) ? uri : null);
        builder.useFont(
                () -> PDDocument.class.getResourceAsStream(FONT), "Liberation Sans", REGULAR, FontStyle.NORMAL, true);
        builder.withProducer("Pawl");
        builder.toStream(out);
        builder.run();
    }

    private static boolean isInline(String uri) {
        return uri.toLowerCase(Locale.ROOT).startsWith("data:");
    }

    private static String bookmarks(Book.Chapter chapter) {
        StringBuilder marks = new StringBuilder("<bookmarks><bookmark name=\"")
                .append(Xhtml.escaped(chapter.title()))
                .append("\" href=\"#")
                .append(chapter.file())
                .append("\">");
        List<Book.Heading> headings = chapter.headings();
        int top = headings.isEmpty() ? 0 : headings.getFirst().level();
        for (Book.Heading heading : headings) {
            if (heading.level() == top + 1) {
                marks.append("<bookmark name=\"")
                        .append(Xhtml.escaped(heading.title()))
                        .append("\" href=\"#")
                        .append(heading.id())
                        .append("\"/>");
            }
        }
        return marks.append("</bookmark></bookmarks>").toString();
    }
}
