// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages.internal.export;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Names for headings, each of them once in a book, and all of them such as XML allows. */
final class HeadingIds {

    private final Set<String> given = new HashSet<>();
    private final Map<String, Integer> written = new HashMap<>();
    private final Map<String, String> ids = new HashMap<>();

    /** As people link to headings: words in small letters, with hyphens between; a second one alike has a number. */
    String next(String words) {
        String slug = words.toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                .replace(' ', '-');
        int before = written.merge(slug, 1, Integer::sum) - 1;
        String id = free(slug.replaceAll("[^\\p{L}\\p{Nd}_-]|[ªµº]", ""));
        ids.putIfAbsent(before == 0 ? slug : slug + "-" + before, id);
        ids.putIfAbsent(id, id);
        return id;
    }

    private String free(String wanted) {
        String begin = wanted.isEmpty() || !Character.isLetter(wanted.charAt(0)) ? "s-" + wanted : wanted;
        String id = begin;
        for (int n = 1; !given.add(id); n++) {
            id = begin + "-" + n;
        }
        return id;
    }

    /** By what people write to go there. */
    Map<String, String> targets() {
        return ids;
    }
}
