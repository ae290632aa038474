// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.value;

import dev.pawl.core.Content;
import dev.pawl.spi.RunStore;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** Values of one chunk that were read together. */
public final class ShortPayloads {

    private ShortPayloads() {}

    /** One as it is stored. */
    public record Row(String sha, long size, byte[] body) {}

    /**
     * Of those that were asked for, the hashes of those that are there as long as was asked.
     *
     * @param lengths of those that are there, by hash
     */
    public static Set<String> stored(List<Content> contents, Map<String, Long> lengths) {
        return contents.stream()
                .filter(content -> Objects.equals(lengths.get(content.sha()), content.size()))
                .map(Content::sha)
                .collect(Collectors.toSet());
    }

    /** As many as may be asked for at once, or fewer. */
    public static List<Content> asked(List<Content> contents) {
        if (contents.size() > RunStore.MOST_ASKED) {
            throw new IllegalArgumentException("at most " + RunStore.MOST_ASKED + " values are asked for at once, not "
                    + contents.size() + "; ask several times");
        }
        return contents;
    }

    /** By hash, those of them that are whole; of the others it is said what is wrong when they are opened. */
    public static Map<String, byte[]> whole(List<Content> contents, List<Row> read) {
        Map<String, Row> stored = new HashMap<>();
        read.forEach(one -> stored.put(one.sha, one));
        Map<String, byte[]> whole = new HashMap<>();
        for (Content content : contents) {
            Row one = stored.get(content.sha());
            if (one != null) {
                try (InputStream in = PayloadStream.open(content, one.size, n -> n == 0 ? one.body : null)) {
                    whole.put(content.sha(), in.readAllBytes());
                } catch (IOException e) {
                    whole.remove(content.sha());
                }
            }
        }
        return whole;
    }
}
