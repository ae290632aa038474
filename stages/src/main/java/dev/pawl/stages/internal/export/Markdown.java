// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages.internal.export;

import dev.pawl.StageFailedException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableBody;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TableRow;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.CustomBlock;
import org.commonmark.node.Node;
import org.commonmark.node.OrderedList;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.DefaultUrlSanitizer;
import org.commonmark.renderer.html.HtmlRenderer;
import org.commonmark.renderer.html.UrlSanitizer;
import org.commonmark.renderer.markdown.MarkdownRenderer;

/** Reads and writes Markdown, with tables. */
final class Markdown {

    private static final List<Extension> EXTENSIONS = List.of(TablesExtension.create());

    /** More than are taken, so that these are noticed, and so few that reading them takes little. */
    private static final Parser PARSER = Parser.builder()
            .extensions(EXTENSIONS)
            .includeSourceSpans(IncludeSourceSpans.BLOCKS)
            .maxOpenBlockParsers(4 * Nesting.MOST)
            .build();

    private Markdown() {}

    /**
     * Reads a text.
     *
     * @param where it is, for a person, or empty
     */
    static Node parse(String text, String where) throws StageFailedException {
        Node node = PARSER.parse(text);
        Nesting.check(node, where);
        Clean.nodes(node);
        node.accept(new AbstractVisitor() {
            @Override
            public void visit(CustomBlock block) {
                if (block instanceof TableBlock && block.getFirstChild().getNext() == null) {
                    block.appendChild(emptyBody()); // a head alone is no table
                }
                visitChildren(block);
            }
        });
        return node;
    }

    private static TableBody emptyBody() {
        TableBody body = new TableBody();
        TableRow row = new TableRow();
        row.appendChild(new TableCell());
        body.appendChild(row);
        return body;
    }

    static String text(Node node) {
        return MarkdownRenderer.builder().extensions(EXTENSIONS).build().render(node);
    }

    /** A chapter as XHTML, without what surrounds it. HTML in the text is text, and links lead to no scripts. */
    static String html(Book.Chapter chapter) {
        return render(chapter, (node, attributes) -> {});
    }

    /** The same as XHTML 1.1, which has lists begin at one. */
    static String strict(Book.Chapter chapter) {
        return render(chapter, (node, attributes) -> {
            String start = node instanceof OrderedList ? attributes.remove("start") : null;
            if (start != null) {
                attributes.put("style", "counter-reset: list-item " + (Long.parseLong(start) - 1));
            }
        });
    }

    private static String render(Book.Chapter chapter, BiConsumer<Node, Map<String, String>> more) {
        Map<Node, String> ids = new HashMap<>();
        chapter.headings().forEach(heading -> ids.put(heading.node(), heading.id()));
        return HtmlRenderer.builder()
                .extensions(EXTENSIONS)
                .escapeHtml(true)
                .sanitizeUrls(true)
                .urlSanitizer(new Places())
                .attributeProviderFactory(context -> (node, tag, attributes) -> {
                    String id = ids.get(node);
                    if (id != null) {
                        attributes.put("id", id);
                    }
                    String align = attributes.remove("align");
                    if (align != null) {
                        attributes.put("class", align);
                    }
                    more.accept(node, attributes);
                })
                .build()
                .render(chapter.text());
    }

    private record Places() implements UrlSanitizer {

        private static final UrlSanitizer LINKS = new DefaultUrlSanitizer();

        @Override
        public String sanitizeLinkUrl(String url) {
            return LINKS.sanitizeLinkUrl(url);
        }

        @Override
        public String sanitizeImageUrl(String url) {
            return url; // all were found, and stand in a folder of ours
        }
    }
}
