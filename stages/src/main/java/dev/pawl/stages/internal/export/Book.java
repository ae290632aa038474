// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages.internal.export;

import java.util.List;
import org.commonmark.node.Node;
import org.jspecify.annotations.Nullable;

/**
 * A text to be exported.
 *
 * @param language like {@code en}
 */
record Book(String title, @Nullable String author, String language, List<Chapter> chapters) {

    /**
     * A part of it that is made by itself.
     *
     * @param number from 1
     * @param headings all in it, its own first where it has one
     */
    record Chapter(int number, String title, Node text, List<Heading> headings) {
        String file() {
            return "chapter-" + number;
        }

        /** Its id where all are in one page: no heading has one with a dot. */
        String id() {
            return "chapter." + number;
        }
    }

    /**
     * A heading that can be gone to.
     *
     * @param id unique in the book
     */
    record Heading(int level, String id, String title, Node node) {}
}
