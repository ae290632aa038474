// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.attempt;

import dev.pawl.core.Content;
import dev.pawl.core.Feedback;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Feedback as code sees it: what the validator said or, where a stage has several, an object by their ids. */
final class Verdicts {

    /** Where a value is read from. */
    interface Source {
        InputStream open(Content content) throws IOException;
    }

    private Verdicts() {}

    /** The caller closes it. That depends on how many there are, not on how many spoke: code finds one shape each time. */
    static InputStream open(Feedback feedback, boolean ofSeveral, Source source) throws IOException {
        if (!ofSeveral) {
            return source.open(feedback.said().lastEntry().getValue());
        }
        List<InputStream> parts = new ArrayList<>();
        for (Map.Entry<String, Content> one : feedback.said().entrySet()) {
            parts.add(words((parts.isEmpty() ? "{" : ",") + '"' + one.getKey() + "\":")); // ids need no escape
            parts.add(source.open(one.getValue()));
        }
        parts.add(words("}"));
        return new SequenceInputStream(Collections.enumeration(parts));
    }

    private static InputStream words(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
