// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.imports;

import dev.pawl.internal.imports.Old.Standing;
import dev.pawl.internal.imports.Old.Was;
import java.util.HashMap;
import java.util.Map;

/** How other systems call it. */
final class Words {

    static final Map<String, Was> STAGE = words(Map.of(
            "idle pending waiting queued not_started cancelled canceled", Was.IDLE,
            "running in_progress processing started generating exporting", Was.RUNNING,
            "done success succeeded completed complete ok", Was.DONE,
            "degraded partial", Was.DEGRADED,
            "failed error", Was.FAILED,
            "skipped", Was.SKIPPED));

    static final Map<String, Standing> RUN = words(Map.of(
            "queued pending", Standing.QUEUED,
            "running in_progress processing started active stalled interrupted", Standing.RUNNING,
            "done success succeeded completed complete", Standing.SUCCEEDED,
            "failed error", Standing.FAILED,
            "cancelled canceled aborted", Standing.CANCELLED));

    private Words() {}

    private static <T> Map<String, T> words(Map<String, T> meanings) {
        Map<String, T> all = new HashMap<>();
        meanings.forEach((words, meaning) -> {
            for (String word : words.split(" ", -1)) {
                all.put(word, meaning);
            }
        });
        return all;
    }
}
