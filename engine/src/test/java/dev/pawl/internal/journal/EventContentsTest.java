// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.core.Artifact;
import dev.pawl.core.Attempt;
import dev.pawl.core.Content;
import dev.pawl.core.Event;
import dev.pawl.core.StageStatus;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a journal refers to is not collected. */
class EventContentsTest {

    private static final Content OUTPUT = new Content("a".repeat(64), 1);
    private static final Content FILE = new Content("b".repeat(64), 2);

    private static final List<Artifact> FILES = List.of(new Artifact("a.txt", "text/plain", FILE));

    static List<Event> withFiles() {
        Instant at = Instant.EPOCH;
        return List.of(
                new Event.AttemptSucceeded(at, "a", OUTPUT, null, FILES),
                new Event.ItemSucceeded(at, "a", 1, OUTPUT, null, FILES),
                new Event.Reused(at, "a", StageStatus.SUCCEEDED, OUTPUT, null, new UUID(0, 1), FILES),
                new Event.LateResult(at, "a", 0, 1, Attempt.NO_ITEM, 1, OUTPUT, FILES),
                new Event.Adopted(at, "a", OUTPUT, FILES, null));
    }

    @ParameterizedTest
    @MethodSource("withFiles")
    @Tag("C12")
    void filesAreReferredToWithTheOutput(Event event) {
        assertThat(EventContents.all(event)).containsExactlyInAnyOrder(OUTPUT, FILE);
    }
}
