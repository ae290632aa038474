// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli.text;

import dev.pawl.HistoryEntry;
import dev.pawl.core.Content;
import java.util.List;

/** What the journal of a run tells beyond its view; read where there is something to tell, and not before. */
public interface Records {

    /** Tells nothing. */
    Records NONE = new Records() {
        @Override
        public List<HistoryEntry> after(int seq) {
            return List.of();
        }

        @Override
        public String value(Content content) {
            return "";
        }

        @Override
        public String item(String stage, int item) {
            return "";
        }
    };

    /** The next entries after that one; none where there are none, or none can be read now. */
    List<HistoryEntry> after(int seq);

    /** A value that an entry names, in short and in one line; nothing where it cannot be read. */
    String value(Content content);

    /** The key of an item of a map, or its value in short; nothing where neither is known. */
    String item(String stage, int item);
}
