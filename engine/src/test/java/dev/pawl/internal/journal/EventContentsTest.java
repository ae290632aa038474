// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.core.Artifact;
import dev.pawl.core.Content;
import dev.pawl.core.Event;
import dev.pawl.core.StageStatus;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a journal refers to is not collected. */
class EventContentsTest {

    private static final Content OUTPUT = new Content("a".repeat(64), 1);
    private static final Content FILE = new Content("b".repeat(64), 2);

    @Test
    @Tag("C12")
    void theFilesThatWereTakenOverAreReferredTo() {
        Event reused = new Event.Reused(
                Instant.EPOCH,
                "a",
                StageStatus.SUCCEEDED,
                OUTPUT,
                null,
                new UUID(0, 1),
                List.of(new Artifact("a.txt", "text/plain", FILE)));
        assertThat(EventContents.all(reused)).containsExactlyInAnyOrder(OUTPUT, FILE);
    }
}
