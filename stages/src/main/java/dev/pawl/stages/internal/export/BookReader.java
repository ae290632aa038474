// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages.internal.export;

import dev.pawl.StageFailedException;
import dev.pawl.StageFailedException.Retry;
import java.util.ArrayList;
import java.util.List;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.Document;
import org.commonmark.node.Heading;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Makes a book of a value: finds its chapters and what can be gone to in them. */
final class BookReader {

    private static final String LIKE =
            "have `from` come to a text in Markdown, a list of such texts, or {title, chapters: [{title, text}]}";
    private static final String UNTITLED = "Untitled";

    private final HeadingIds ids = new HeadingIds();
    private final List<Node> texts = new ArrayList<>();
    private @Nullable String title;

    private final Pictures pictures;

    private BookReader(Pictures pictures) {
        this.pictures = pictures;
    }

    /** The book, without its pictures: these are taken out. @throws StageFailedException where the value is none */
    static Book read(JsonNode from, @Nullable String title, Pictures pictures) throws StageFailedException {
        BookReader reader = new BookReader(pictures);
        reader.title = named(title) == null ? word(from.path("title")) : named(title);
        reader.add(from);
        if (reader.texts.isEmpty()) {
            throw new StageFailedException("there is nothing to export: the text is empty; " + LIKE, Retry.NEVER, null);
        }
        List<Book.Chapter> chapters = new ArrayList<>();
        for (Node text : reader.texts) {
            chapters.add(reader.chapter(chapters.size() + 1, text));
        }
        reader.texts.forEach(text -> Links.settle(text, reader.ids.targets()));
        String language = word(from.path("language"));
        return new Book(
                reader.title == null ? UNTITLED : reader.title,
                word(from.path("author")),
                language == null || !language.matches("[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*") ? "en" : language,
                List.copyOf(chapters));
    }

    private static @Nullable String word(JsonNode node) {
        return named(node.isString() ? node.asString() : null);
    }

    private static @Nullable String named(@Nullable String text) {
        String clean = text == null ? "" : Clean.text(text);
        return clean.isBlank() ? null : clean;
    }

    private void add(JsonNode from) throws StageFailedException {
        if (from.isString()) {
            split(parse(from.asString(), ""));
        } else if (from.isArray()) {
            for (JsonNode chapter : from) {
                texts.add(chapter(chapter));
            }
        } else if (from.path("chapters").isArray()) {
            add(from.path("chapters"));
        } else if (from.path("text").isString()) {
            add(from.path("text"));
        } else {
            throw new StageFailedException(
                    "there is nothing to export: it came to " + (from.isNull() ? "null" : "something else than a text")
                            + "; " + LIKE,
                    Retry.NEVER,
                    null);
        }
    }

    private Node chapter(JsonNode node) throws StageFailedException {
        String text = node.isString() ? node.asString() : node.path("text").asString("");
        if (!node.isString() && !node.path("text").isString()) {
            throw new StageFailedException("a chapter is no text; " + LIKE, Retry.NEVER, null);
        }
        String heading = word(node.path("title"));
        int number = texts.size() + 1;
        Node chapter = parse(text, " of chapter " + number);
        if (heading != null) {
            String line = "# " + heading.replace('\n', ' ');
            chapter.prependChild(
                    parse(line, " of the title of chapter " + number).getFirstChild());
        }
        return chapter;
    }

    /** Its pictures are taken out at once: what came in the text is large. */
    private Node parse(String text, String where) throws StageFailedException {
        Node node = Markdown.parse(Clean.text(text), where);
        pictures.find(node);
        return node;
    }

    /** At its headings of the highest level that divide it; a single one above those is the title of all. */
    private void split(Node all) {
        List<Heading> first = headings(all, 1);
        if (first.size() == 1 && first.getFirst().equals(all.getFirstChild())) {
            title = title == null ? words(first.getFirst()) : title;
            first.getFirst().unlink();
        }
        int level = first.size() > 1 ? 1 : 2;
        Document chapter = new Document();
        for (Node node = all.getFirstChild(); node != null; ) {
            Node next = node.getNext();
            if (node instanceof Heading heading && heading.getLevel() <= level && chapter.getFirstChild() != null) {
                texts.add(chapter);
                chapter = new Document();
            }
            chapter.appendChild(node);
            node = next;
        }
        if (chapter.getFirstChild() != null) {
            texts.add(chapter);
        }
    }

    private static List<Heading> headings(Node all, int level) {
        List<Heading> found = new ArrayList<>();
        for (Node node = all.getFirstChild(); node != null; node = node.getNext()) {
            if (node instanceof Heading heading && heading.getLevel() == level) {
                found.add(heading);
            }
        }
        return found;
    }

    private Book.Chapter chapter(int number, Node text) {
        List<Book.Heading> headings = new ArrayList<>();
        text.accept(new AbstractVisitor() {
            @Override
            public void visit(Heading heading) {
                String words = words(heading);
                headings.add(new Book.Heading(heading.getLevel(), ids.next(words), words, heading));
            }
        });
        boolean named = !headings.isEmpty() && headings.getFirst().node().equals(text.getFirstChild());
        String name = named ? headings.getFirst().title() : title == null ? UNTITLED : title;
        return new Book.Chapter(number, name, text, List.copyOf(headings));
    }

    static String words(Node node) {
        StringBuilder words = new StringBuilder();
        node.accept(new AbstractVisitor() {
            @Override
            public void visit(Text text) {
                words.append(text.getLiteral());
            }

            @Override
            public void visit(Code code) {
                words.append(code.getLiteral());
            }
        });
        return words.toString().strip();
    }
}
