// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.ArtifactBody;
import dev.pawl.ArtifactView;
import dev.pawl.Json;
import dev.pawl.RunHandle;
import dev.pawl.core.OnStall;
import dev.pawl.core.RunStatus;
import dev.pawl.core.StageStatus;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.interactive.action.PDActionGoTo;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotationLink;
import org.apache.pdfbox.pdmodel.interactive.documentnavigation.outline.PDOutlineItem;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** A text becomes a web page, pages to print, an e-book and an archive, which open. */
@Tag("A4")
class ExportTest {

    private static final String ALL = "{formats: [html, pdf, epub, markdown], from: \"${input.text}\", name: book}";

    @TempDir
    private Path folder;

    private Bed bed;

    @BeforeEach
    void open() {
        bed = new Bed(folder);
    }

    @AfterEach
    void close() {
        bed.close();
    }

    @Test
    void aLongBookBecomesFilesThatOpen() throws Exception {
        Files.write(folder.resolve("map.png"), LongBook.png(20));
        RunHandle run =
                bed.submit("- {id: publish, kind: export, export: " + ALL + "}", input(LongBook.text("map.png")));
        bed.end(run, RunStatus.SUCCEEDED);

        assertThat(bed.pawl().artifacts(run.id()))
                .extracting(ArtifactView::name)
                .containsExactly("book.html", "book.pdf", "book.epub", "book.zip");
        assertThat(bed.output(run, "publish")).contains("\"title\":\"The Long Book\"", "\"leftOut\":[]");
        webPage(bytes(run, "book.html"));
        pages(bytes(run, "book.pdf"));
        eBook(bytes(run, "book.epub"));
        archive(bytes(run, "book.zip"));
    }

    private static void webPage(byte[] html) throws Exception {
        Document page = xml(html);
        assertThat(page.getElementsByTagNameNS("*", "section").getLength()).isEqualTo(LongBook.CHAPTERS + 2);
        assertThat(page.getElementsByTagNameNS("*", "table").getLength()).isEqualTo(LongBook.CHAPTERS + 2);
        assertThat(attributes(page, "img", "src"))
                .hasSize(2 * LongBook.CHAPTERS + 2)
                .allMatch(src -> src.startsWith("data:image/png;base64,"));
        List<String> ids = attributes(page, "*", "id");
        assertThat(ids).doesNotHaveDuplicates();
        assertThat(attributes(page, "a", "href"))
                .hasSizeGreaterThan(2 * LongBook.CHAPTERS)
                .allMatch(href -> href.startsWith("#")
                        ? ids.contains(URI.create(href).getFragment())
                        : href.matches("https://example\\.org/.*|mailto:a@example\\.org"));
        assertThat(page.getDocumentElement().getTextContent()).contains("int stone3 = weigh(\"<&>\");", "Ω");
    }

    private static void pages(byte[] pdf) throws IOException {
        try (PDDocument document = Loader.loadPDF(pdf)) {
            assertThat(document.getNumberOfPages()).isBetween(60, 90);
            assertThat(document.getDocumentInformation().getTitle()).isEqualTo("The Long Book");
            List<PDOutlineItem> marks = new ArrayList<>();
            document.getDocumentCatalog().getDocumentOutline().children().forEach(marks::add);
            assertThat(marks).hasSize(LongBook.CHAPTERS + 2);
            assertThat(marks.get(3).children()).hasSize(4);
            String contents = text(document, 2);
            for (int chapter = 1; chapter <= LongBook.CHAPTERS; chapter++) {
                PDOutlineItem mark = marks.get(chapter);
                assertThat(mark.getTitle()).isEqualTo("Chapter " + chapter + " of stones");
                int page = document.getPages().indexOf(mark.findDestinationPage(document)) + 1;
                assertThat(text(document, page)).contains(mark.getTitle());
                assertThat(text(document, page).strip()).endsWith("\n" + page);
                assertThat(contents).containsPattern(mark.getTitle() + "\\s+" + page + "\\b");
            }
            assertThat(document.getPage(1).getAnnotations())
                    .isNotEmpty()
                    .allMatch(link -> ((PDAnnotationLink) link).getAction() instanceof PDActionGoTo);
            String all = new PDFTextStripper().getText(document);
            assertThat(all).contains("stone 12-8", "8 kg", "int stone3 = weigh(\"<&>\");", "ä, ß, Ω and Ж");
            assertThat(pictures(document)).isEqualTo(2 * LongBook.CHAPTERS + 2);
        }
    }

    private static String text(PDDocument document, int page) throws IOException {
        PDFTextStripper text = new PDFTextStripper();
        text.setStartPage(page);
        text.setEndPage(page);
        return text.getText(document);
    }

    private static int pictures(PDDocument document) {
        int pictures = 0;
        for (PDPage page : document.getPages()) {
            for (COSName name : page.getResources().getXObjectNames()) {
                pictures += page.getResources().isImageXObject(name) ? 1 : 0;
            }
        }
        return pictures;
    }

    private static void eBook(byte[] epub) throws Exception {
        Map<String, byte[]> files = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(epub))) {
            ZipEntry first = zip.getNextEntry();
            assertThat(first.getName()).isEqualTo("mimetype");
            assertThat(first.getMethod()).isEqualTo(ZipEntry.STORED);
            assertThat(zip.readAllBytes()).asString().isEqualTo("application/epub+zip");
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                files.put(entry.getName(), zip.readAllBytes());
            }
        }
        String opf = attributes(xml(files.get("META-INF/container.xml")), "rootfile", "full-path")
                .getFirst();
        Document book = xml(files.get(opf));
        List<String> items = attributes(book, "item", "href");
        assertThat(items).hasSize(LongBook.CHAPTERS + 2 + LongBook.CHAPTERS + 1 + 2);
        items.forEach(item -> assertThat(files).containsKey(at(opf, item)));
        assertThat(book.getElementsByTagNameNS("*", "itemref").getLength()).isEqualTo(LongBook.CHAPTERS + 2);
        int links = 0;
        for (String item : items) {
            if (item.endsWith(".xhtml") || item.endsWith(".ncx")) {
                Document page = xml(files.get(at(opf, item)));
                List<String> places = new ArrayList<>(attributes(page, "*", "href"));
                places.addAll(attributes(page, "*", "src"));
                places.removeIf(place -> place.matches("(https|mailto):.*"));
                for (String place : places) {
                    String[] parts = (place.startsWith("#") ? item + place : place).split("#", -1);
                    assertThat(files).as(place).containsKey(at(opf, parts[0]));
                    if (parts.length > 1) {
                        assertThat(attributes(xml(files.get(at(opf, parts[0]))), "*", "id"))
                                .contains(URI.create("#" + parts[1]).getFragment());
                    }
                    links++;
                }
            }
        }
        assertThat(links).isGreaterThan(5 * LongBook.CHAPTERS);
    }

    private static String at(String opf, String item) {
        return URI.create(opf).resolve(item).getPath();
    }

    private static void archive(byte[] zip) throws IOException {
        Map<String, byte[]> files = unzipped(zip);
        String text = new String(files.get("book.md"), StandardCharsets.UTF_8);
        assertThat(text)
                .contains("# The Long Book", "## Chapter 12 of stones", "![drawing 1](pictures/", "|stone 1-1|");
        assertThat(files).hasSize(1 + LongBook.CHAPTERS + 1);
        files.keySet().stream()
                .filter(name -> name.startsWith("pictures/"))
                .forEach(name -> assertThat(text).contains("](" + name + ")"));
    }

    @Test
    @Tag("A8")
    void whatAFileSaysOfAnExportIsSo() throws Exception {
        RunHandle run = bed.submit("""
                - {id: publish, kind: export, trigger: manual, export: {formats: [html], from: "${input.text}", title: "All of ${input.n}"}}
                - {id: other, command: ["true"]}
                """, "{\"text\":[\"one\",{\"title\":\"Two\",\"text\":\"# Sub\"}],\"n\":3}");
        assertThat(bed.pipeline().spec().stages().getFirst().silence().stallAfter())
                .isEqualTo(Duration.ofMinutes(5));
        assertThat(bed.pipeline().spec().stages().getFirst().silence().onStall())
                .isEqualTo(OnStall.FAIL);
        bed.until(run, "other", StageStatus.SUCCEEDED);
        bed.end(run, RunStatus.SUCCEEDED);
        assertThat(bed.pawl().artifacts(run.id())).isEmpty();
    }

    @Test
    void chaptersMayComeOneByOne() throws Exception {
        RunHandle run = bed.submit(
                "- {id: publish, kind: export, export: {formats: [html, pdf], from: \"${input}\"}}",
                "{\"title\":\"T & Co\",\"author\":\"Ada\",\"language\":\"de\",\"chapters\":[\"one\",{\"title\":\"Two\",\"text\":\"words\"}]}");
        bed.end(run, RunStatus.SUCCEEDED);
        Document page = xml(bytes(run, "publish.html"));
        assertThat(page.getElementsByTagNameNS("*", "title").item(0).getTextContent())
                .isEqualTo("T & Co");
        assertThat(page.getDocumentElement().getAttribute("lang")).isEqualTo("de");
        assertThat(page.getElementsByTagNameNS("*", "section").getLength()).isEqualTo(2);
        try (PDDocument document = Loader.loadPDF(bytes(run, "publish.pdf"))) {
            assertThat(document.getNumberOfPages()).isEqualTo(4);
            assertThat(text(document, 1)).contains("T & Co", "Ada");
            assertThat(document.getDocumentCatalog().getLanguage()).isEqualTo("de");
        }
    }

    /** Server-side request forgery, path traversal, script: what a text asks for is neither fetched nor read nor run. */
    @Test
    void nothingIsFetchedAndNoFileElsewhereIsRead() throws Exception {
        Path outside = Files.createTempDirectory("pawl-outside");
        Files.write(outside.resolve("secret.png"), LongBook.png(1));
        Files.createSymbolicLink(folder.resolve("link.png"), outside.resolve("secret.png"));
        Files.writeString(folder.resolve("passwords.png"), "no picture");
        Files.createDirectory(folder.resolve("inside"));
        Files.write(folder.resolve("inside/a b.png"), LongBook.png(2));
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            String url = "http://127.0.0.1:" + server.getLocalPort();
            String text = String.join(
                    "\n\n",
                    "# T",
                    "![far](" + url + "/a.png)",
                    "![also](//127.0.0.1:" + server.getLocalPort() + "/b.png)",
                    "![up](../" + outside.getFileName() + "/secret.png)",
                    "![abs](" + outside.resolve("secret.png") + ")",
                    "![uri](" + outside.resolve("secret.png").toUri() + ")",
                    "![link](link.png)",
                    "![enc](%2e%2e/" + outside.getFileName() + "/secret.png)",
                    "![text](passwords.png)",
                    "![none](none.png)",
                    "![bad](data:image/png;base64,####)",
                    "![svg](data:image/svg+xml;base64,PHN2Zy8+)",
                    "![good](inside/a%20b.png)",
                    "<img src=\"" + url + "/c.png\"/> <script>alert(1)</script>",
                    "<link rel=\"stylesheet\" href=\"" + url + "/d.css\"/>",
                    "[run](javascript:alert(1)) and [go](" + url + "/e)");
            RunHandle run = bed.submit("- {id: publish, kind: export, export: " + ALL + "}", input(text));
            bed.end(run, RunStatus.SUCCEEDED);

            String html = new String(bytes(run, "book.html"), StandardCharsets.UTF_8);
            assertThat(attributes(xml(html.getBytes(StandardCharsets.UTF_8)), "img", "src"))
                    .hasSize(1)
                    .allMatch(src -> src.startsWith("data:"));
            assertThat(html)
                    .contains("(picture left out: far)", "&lt;script&gt;", "default-src 'none'")
                    .doesNotContain("<script", "href=\"javascript", "<link");
            assertThat(Json.values().readTree(bed.output(run, "publish")).path("leftOut"))
                    .hasSize(11);
            assertThat(bed.log(run, "publish")).contains("left out far: it is elsewhere, and nothing is fetched");
            try (PDDocument document = Loader.loadPDF(bytes(run, "book.pdf"))) {
                assertThat(pictures(document)).isEqualTo(1);
            }
            assertThat(unzipped(bytes(run, "book.zip"))).hasSize(2);
            server.setSoTimeout(1);
            assertThat(accepted(server)).as("somebody called").isFalse();
        }
    }

    private static boolean accepted(ServerSocket server) throws IOException {
        try {
            server.accept().close();
            return true;
        } catch (java.net.SocketTimeoutException e) {
            return false;
        }
    }

    /** What XML cannot hold, as such and as an entity, wherever a text may have it. */
    @Test
    void charactersThatNoFileMayHoldAreLeftOut() throws Exception {
        for (String text : List.of(
                "x &#x1F; y \u0001",
                "&#xFFFE;",
                "![a&#2;lt](http://x) ![b&#2;](p.png \"t&#3;t\")",
                "`a`&#xFFFE; `\uFFFF`",
                "# h&#1;ead\n\n## s&#xB;ub\n\nwords",
                "[l&#4;](https://e.org/a&#5;b \"t&#6;t\") [r]\n\n[r]: https://e.org/&#7; 't&#8;t'",
                "```a&#1;b\ncode &#2;\n```\n\n    in&#3;dented\n",
                "<b title=\"&#1;\">\n\nin <i a='&#xFFFF;'>line</i>",
                "| a&#1; | b |\n| --- | --- |\n| *c&#xC;* | &#xD800; |",
                "&#xD83D;&#xDE00; &#xDFFF;")) {
            Files.write(folder.resolve("p.png"), LongBook.png(1));
            RunHandle run = bed.submit(
                    "- {id: publish, kind: export, export: {formats: [html, pdf, epub, markdown],"
                            + " from: \"${input.text}\", title: \"T\\u0001 ${input.text}\", name: book}}",
                    input(text));
            bed.end(run, RunStatus.SUCCEEDED);
            wellFormed(run);
        }
    }

    private void wellFormed(RunHandle run) throws Exception {
        xml(bytes(run, "book.html"));
        for (Map.Entry<String, byte[]> file : unzipped(bytes(run, "book.epub")).entrySet()) {
            if (file.getKey().matches(".*\\.(xhtml|opf|ncx|xml)")) {
                xml(file.getValue());
            }
        }
        try (PDDocument document = Loader.loadPDF(bytes(run, "book.pdf"))) {
            assertThat(document.getNumberOfPages()).isGreaterThan(1);
        }
        assertThat(unzipped(bytes(run, "book.zip"))).containsKey("book.md");
    }

    private static final int DEEPEST = 40;

    @Test
    void whatIsNestedAsDeepAsItMayBeIsMade() throws Exception {
        String emphasis = "*a ".repeat(DEEPEST) + "b*".repeat(DEEPEST);
        for (String text : List.of(
                "> ".repeat(DEEPEST) + "words",
                list(DEEPEST),
                list(DEEPEST - 2) + "  ".repeat(DEEPEST - 2) + "- **a**\n\n" + "  ".repeat(DEEPEST - 1) + "```\n"
                        + "  ".repeat(DEEPEST - 1) + "x\n",
                emphasis)) {
            RunHandle run = bed.submit("- {id: publish, kind: export, export: " + ALL + "}", input(text));
            bed.end(run, RunStatus.SUCCEEDED);
            wellFormed(run);
        }
    }

    /** Before anything is made, in words, whatever the text is; on a stack that many calls in each other would not fit in. */
    @Test
    void whatIsNestedDeeperIsRefusedWithItsPlace() throws Exception {
        Map<Object, String> texts = new LinkedHashMap<>();
        texts.put(
                "a\n\n" + "> ".repeat(20_000) + "words",
                "line 3 has lists, quotations or emphasis nested more than 40");
        texts.put("> ".repeat(DEEPEST + 1) + "words", "line 1 has");
        texts.put(list(1_500), "line 41 has");
        texts.put("a\n\nb\n" + "*a ".repeat(9_000) + "b*".repeat(9_000), "line 3 has");
        texts.put("![".repeat(9_000) + "](a)".repeat(9_000), "line 1 has");
        texts.put(List.of("one", "two\n\n" + list(60)), "line 43 of chapter 2 has");
        for (Map.Entry<Object, String> text : texts.entrySet()) {
            RunHandle run = bed.submit("- {id: publish, kind: export, export: " + ALL + "}", input(text.getKey()));
            assertThat(bed.end(run, RunStatus.FAILED).error())
                    .contains(text.getValue(), "at most 40 levels: nest that line less")
                    .doesNotContain("Exception", "Error", "java");
            assertThat(bed.pawl().artifacts(run.id())).isEmpty();
        }
    }

    private static String list(int levels) {
        return IntStream.range(0, levels)
                .mapToObj(i -> "  ".repeat(i) + "- a\n")
                .collect(Collectors.joining());
    }

    @Test
    void whatIsNoTextIsSaid() throws Exception {
        for (String text : List.of("null", "\"\"", "7", "{}", "[]", "[7]")) {
            RunHandle run = bed.submit(
                    "- {id: publish, kind: export, export: {formats: [pdf], from: \"${input.text}\"}}",
                    "{\"text\":" + text + "}");
            assertThat(bed.end(run, RunStatus.FAILED).error()).as(text).contains("Markdown");
        }
    }

    @Test
    @Tag("A9")
    void whatIsTheSameIsNotMadeAgain() throws Exception {
        FakeContext context = new FakeContext();
        bed.write("p.yaml", "pipeline: p\nstages:\n  - {id: publish, kind: export, export: " + ALL + "}\n");
        var stage = PipelineFile.load(folder.resolve("p.yaml")).stage("publish");
        List<String> chapters = new ArrayList<>(
                IntStream.range(0, 5).mapToObj(i -> "words of " + i).toList());
        context.input = input(chapters);
        context.execute(stage);
        assertThat(context.made).hasSize(4 + 5).containsOnlyOnce("pdf/chapter-3");
        assertThat(context.said)
                .contains(
                        "progress 3/20 book.html: Untitled", "progress 8/20 book.pdf: Untitled", "progress 20/20 done");
        context.execute(stage);
        assertThat(context.made).as("all of it is there").hasSize(4 + 5);
        chapters.set(2, "other words");
        context.input = input(chapters);
        context.execute(stage);
        assertThat(context.made.subList(9, context.made.size()))
                .containsExactlyInAnyOrder("book.html", "pdf/chapter-3", "book.pdf", "book.epub", "book.zip");
    }

    @Test
    void whatACommandLeavesIsOffered() throws Exception {
        RunHandle run = bed.submit(
                "- {id: a, kind: export, command: [sh, -c, 'cd $PAWL_ARTIFACTS; printf one > one.txt; mkdir sub;"
                        + " printf two > sub/two.csv; ln -s /etc/passwd link; mkfifo pipe']}\n"
                        + "- {id: b, command: [sh, -c, 'printf x > $PAWL_ARTIFACTS/x; exit 1']}\n",
                "{}");
        bed.end(run, RunStatus.FAILED);
        assertThat(bed.pawl().artifacts(run.id()))
                .extracting(ArtifactView::stage, ArtifactView::name, ArtifactView::type)
                .containsExactly(
                        org.assertj.core.api.Assertions.tuple("a", "one.txt", "text/plain"),
                        org.assertj.core.api.Assertions.tuple("a", "sub/two.csv", "text/csv"));
        assertThat(bytes(run, "sub/two.csv")).asString().isEqualTo("two");
        assertThat(bed.log(run, "a")).contains("left out link, which is no plain file", "left out pipe");
    }

    private static String input(Object text) {
        return Json.values().writeValueAsString(Map.of("text", text));
    }

    private byte[] bytes(RunHandle run, String name) throws IOException {
        try (ArtifactBody file = bed.pawl().artifact(run.id(), name)) {
            return file.body().readAllBytes();
        }
    }

    private static Map<String, byte[]> unzipped(byte[] zip) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        try (InputStream in = new ByteArrayInputStream(zip);
                ZipInputStream entries = new ZipInputStream(in)) {
            for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                files.put(entry.getName(), entries.readAllBytes());
            }
        }
        return files;
    }

    /** It is read without the definitions that it names: these are elsewhere. */
    private static Document xml(byte[] bytes) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        DocumentBuilder builder = factory.newDocumentBuilder();
        builder.setEntityResolver((id, where) -> new InputSource(new StringReader("")));
        return builder.parse(new ByteArrayInputStream(bytes));
    }

    private static List<String> attributes(Document page, String tag, String name) {
        List<String> values = new ArrayList<>();
        NodeList elements = page.getElementsByTagNameNS("*", tag);
        for (int i = 0; i < elements.getLength(); i++) {
            if (elements.item(i) instanceof Element element && element.hasAttribute(name)) {
                values.add(element.getAttribute(name));
            }
        }
        return values;
    }
}
