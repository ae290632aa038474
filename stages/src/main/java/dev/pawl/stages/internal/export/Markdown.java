// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages.internal.export;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.DefaultUrlSanitizer;
import org.commonmark.renderer.html.HtmlRenderer;
import org.commonmark.renderer.html.UrlSanitizer;
import org.commonmark.renderer.markdown.MarkdownRenderer;

/** Reads and writes Markdown, with tables. */
final class Markdown {

    private static final List<Extension> EXTENSIONS = List.of(TablesExtension.create());

    private static final Parser PARSER = Parser.builder().extensions(EXTENSIONS).build();

    private Markdown() {}

    static Node parse(String text) {
        return PARSER.parse(text);
    }

    static String text(Node node) {
        return MarkdownRenderer.builder().extensions(EXTENSIONS).build().render(node);
    }

    /**
     * A chapter as XHTML, without what surrounds it. HTML in the text is text, and links lead to no scripts.
     *
     * @param picture where a picture of that name is
     */
    static String html(Book.Chapter chapter, UnaryOperator<String> picture) {
        Map<Node, String> ids = new HashMap<>();
        chapter.headings().forEach(heading -> ids.put(heading.node(), heading.id()));
        return HtmlRenderer.builder()
                .extensions(EXTENSIONS)
                .escapeHtml(true)
                .sanitizeUrls(true)
                .urlSanitizer(new Places(picture))
                .attributeProviderFactory(context -> (node, tag, attributes) -> {
                    String id = ids.get(node);
                    if (id != null) {
                        attributes.put("id", id);
                    }
                })
                .build()
                .render(chapter.text());
    }

    private record Places(UnaryOperator<String> picture) implements UrlSanitizer {

        private static final UrlSanitizer LINKS = new DefaultUrlSanitizer();

        @Override
        public String sanitizeLinkUrl(String url) {
            return LINKS.sanitizeLinkUrl(url);
        }

        @Override
        public String sanitizeImageUrl(String url) {
            return picture.apply(url);
        }
    }
}
