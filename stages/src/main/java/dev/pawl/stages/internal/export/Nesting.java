// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages.internal.export;

import dev.pawl.StageFailedException;
import dev.pawl.StageFailedException.Retry;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.Emphasis;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.ListItem;
import org.commonmark.node.Node;
import org.commonmark.node.StrongEmphasis;

/** How deep in each other things may stand in a text: what makes files of it goes down into them, and so far only. */
final class Nesting {

    /** A level of a list takes two elements, and readers of XML may refuse more than 100. */
    static final int MOST = 40;

    private Nesting() {}

    /**
     * Goes through all without going down in its own calls.
     *
     * @param where the text is, like {@code  of chapter 3}, or empty
     * @throws StageFailedException where something stands too deep
     */
    static void check(Node text, String where) throws StageFailedException {
        int depth = 0;
        Node at = text;
        while (at != null) {
            Node first = at.getFirstChild();
            if (first != null) {
                depth += weight(at);
                if (depth > MOST) {
                    throw refused(at, where);
                }
                at = first;
                continue;
            }
            while (at != null && at.getNext() == null) {
                at = at.getParent();
                depth -= at == null ? 0 : weight(at);
            }
            at = at == null ? null : at.getNext();
        }
    }

    private static int weight(Node node) {
        return node instanceof BlockQuote
                        || node instanceof ListItem
                        || node instanceof Emphasis
                        || node instanceof StrongEmphasis
                        || node instanceof Link
                        || node instanceof Image
                ? 1
                : 0;
    }

    private static StageFailedException refused(Node deep, String where) {
        Node at = deep;
        while (at.getSourceSpans().isEmpty() && at.getParent() != null) {
            at = at.getParent();
        }
        int line = at.getSourceSpans().isEmpty()
                ? 1
                : at.getSourceSpans().getFirst().getLineIndex() + 1;
        return new StageFailedException(
                "line " + line + where + " has lists, quotations or emphasis nested more than " + MOST
                        + " deep; an export takes at most " + MOST
                        + " levels: nest that line less, or put it in a code block",
                Retry.NEVER,
                null);
    }
}
