// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages.internal.export;

import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.jspecify.annotations.Nullable;

/** Takes away the characters that no XML may hold. */
final class Clean {

    private Clean() {}

    /** A text without them. */
    static String text(String text) {
        if (text.codePoints().allMatch(Clean::is)) {
            return text;
        }
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints().filter(Clean::is).forEach(clean::appendCodePoint);
        return clean.toString();
    }

    /** A text that was parsed: what was written as an entity is such a character only then. */
    static void nodes(Node all) {
        all.accept(new Nodes());
    }

    private static boolean is(int c) {
        return c == '\t'
                || c == '\n'
                || c == '\r'
                || (c >= ' ' && c < Character.MIN_SURROGATE)
                || (c > Character.MAX_SURROGATE && c < 0xFFFE)
                || c > 0xFFFF;
    }

    private static final class Nodes extends AbstractVisitor {

        @Override
        public void visit(Text text) {
            text.setLiteral(text(text.getLiteral()));
            if (text.getLiteral().isEmpty()) {
                text.unlink();
            }
        }

        @Override
        public void visit(Code code) {
            code.setLiteral(text(code.getLiteral()));
        }

        @Override
        public void visit(FencedCodeBlock block) {
            block.setInfo(orNull(block.getInfo()));
            block.setLiteral(text(block.getLiteral()));
        }

        @Override
        public void visit(IndentedCodeBlock block) {
            block.setLiteral(text(block.getLiteral()));
        }

        @Override
        public void visit(HtmlBlock block) {
            block.setLiteral(text(block.getLiteral()));
        }

        @Override
        public void visit(HtmlInline html) {
            html.setLiteral(text(html.getLiteral()));
        }

        @Override
        public void visit(Link link) {
            link.setDestination(text(link.getDestination()));
            link.setTitle(orNull(link.getTitle()));
            visitChildren(link);
        }

        @Override
        public void visit(Image image) {
            image.setDestination(text(image.getDestination()));
            image.setTitle(orNull(image.getTitle()));
            visitChildren(image);
        }

        private static @Nullable String orNull(@Nullable String text) {
            return text == null ? null : text(text);
        }

        private static String text(String text) {
            return Clean.text(text);
        }
    }
}
