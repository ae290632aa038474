// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages.internal.export;

import com.openhtmltopdf.extend.FSStream;
import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.FontStyle;
import com.openhtmltopdf.outputdevice.helper.ExternalResourceControlPriority;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import com.openhtmltopdf.util.XRLog;
import dev.pawl.spi.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.apache.pdfbox.io.IOUtils;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.jspecify.annotations.Nullable;

/** Makes pages of XHTML. Whatever that names is not loaded, but for what is in it. */
final class PdfPages {

    private static final String FONT = "/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf";
    private static final int REGULAR = 400;
    private static final String PROTOCOL = "pawl";
    private static final String OURS = PROTOCOL + ":";

    static {
        XRLog.setLoggingEnabled(false); // it says on the console what no reader of a log can use
    }

    private PdfPages() {}

    /** A chapter, with a bookmark for each heading. */
    static void chapter(Book book, Book.Chapter chapter, Pictures pictures, OutputStream out) throws IOException {
        String body = "<div id=\"" + chapter.id() + "\">" + Markdown.html(chapter) + "</div>";
        String what = "the PDF of chapter " + chapter.number() + ", " + chapter.title() + ",";
        making(what, () -> render(book, bookmarks(chapter), body, pictures.found(), out));
    }

    /** Something that libraries do, and what they throw. */
    interface Making {
        void run() throws IOException;
    }

    /**
     * Has a library make something. A failure to read or write stays one.
     *
     * @param what is made, for a person
     */
    static void making(String what, Making making) throws IOException {
        try {
            making.run();
        } catch (CancellationException | StoreException | Failure e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            throw new Failure(what, e);
        }
    }

    /**
     * Pages.
     *
     * @param head goes into their head
     * @param pictures by where they stand in the text: nothing else is loaded
     */
    static void render(Book book, String head, String body, Map<String, Pictures.Picture> pictures, OutputStream out)
            throws IOException {
        String page = "<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"" + book.language() + "\"><head><title>"
                + Xhtml.escaped(book.title()) + "</title><style>" + Xhtml.style("book.css") + Xhtml.style("page.css")
                + "</style>" + head + "</head><body>" + body + "</body></html>";
        try (PDDocument document = new PDDocument(IOUtils.createTempFileOnlyStreamCache())) {
            PdfRendererBuilder builder = new PdfRendererBuilder();
            builder.usePDDocument(document);
            builder.withHtmlContent(page, null);
            builder.useExternalResourceAccessControl(
                    (uri, type) -> pictures.containsKey(uri), ExternalResourceControlPriority.RUN_BEFORE_RESOLVING_URI);
            builder.useExternalResourceAccessControl(
                    (uri, type) -> uri.startsWith(OURS), ExternalResourceControlPriority.RUN_AFTER_RESOLVING_URI);
            builder.useUriResolver((base, uri) -> pictures.containsKey(uri) ? OURS + uri : null);
            builder.useProtocolsStreamImplementation(
                    uri -> new Reading(pictures.get(uri.substring(OURS.length()))), PROTOCOL);
            builder.useFont(
                    () -> PDDocument.class.getResourceAsStream(FONT),
                    "Liberation Sans",
                    REGULAR,
                    FontStyle.NORMAL,
                    true);
            builder.withProducer("Pawl");
            builder.toStream(out);
            builder.run();
        }
    }

    /** A picture, as the library asks for it. */
    private record Reading(Pictures.@Nullable Picture picture) implements FSStream {

        @Override
        public InputStream getStream() {
            try {
                return picture == null ? InputStream.nullInputStream() : picture.open();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public Reader getReader() {
            return new InputStreamReader(getStream(), StandardCharsets.UTF_8);
        }
    }

    private static String bookmarks(Book.Chapter chapter) {
        StringBuilder marks = new StringBuilder("<bookmarks><bookmark name=\"")
                .append(Xhtml.escaped(chapter.title()))
                .append("\" href=\"#")
                .append(chapter.id())
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
