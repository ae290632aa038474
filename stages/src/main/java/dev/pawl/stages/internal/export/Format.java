// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages.internal.export;

/** What an export makes. */
public enum Format {
    /** One page with everything in it. */
    HTML("html"),
    /** With numbered pages, contents and bookmarks. */
    PDF("pdf"),
    /** An e-book. */
    EPUB("epub"),
    /** An archive of the text and its pictures. */
    MARKDOWN("zip");

    private final String end;

    Format(String end) {
        this.end = end;
    }

    String file(String name) {
        return name + "." + end;
    }
}
