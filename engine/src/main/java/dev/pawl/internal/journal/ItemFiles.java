// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.journal;

import dev.pawl.core.Artifact;
import dev.pawl.core.Event;
import dev.pawl.spi.Entry;
import dev.pawl.spi.RunStore;
import dev.pawl.spi.StoreException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The files that items of a map have made, which only the journal knows. */
public final class ItemFiles {

    private static final int PAGE = 100;

    private ItemFiles() {}

    /** By item, those of its latest success; none where it made none. Blocks. */
    public static Map<Integer, List<Artifact>> of(RunStore store, UUID run, String stage) {
        Map<Integer, List<Artifact>> files = new LinkedHashMap<>();
        for (int after = 0; ; ) {
            List<Entry> page = StoreException.join(store.read(run, after, PAGE));
            for (Entry entry : page) {
                after = entry.seq();
                for (Event event : Body.of(entry).events()) {
                    if (event instanceof Event.ItemSucceeded done
                            && done.stage().equals(stage)) {
                        files.remove(done.item());
                        if (!done.artifacts().isEmpty()) {
                            files.put(done.item(), done.artifacts());
                        }
                    }
                }
            }
            if (page.size() < PAGE) {
                return files;
            }
        }
    }
}
