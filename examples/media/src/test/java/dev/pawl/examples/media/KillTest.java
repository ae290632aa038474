// SPDX-License-Identifier: Apache-2.0
package dev.pawl.examples.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} in the middle of detecting: what was done before the last checkpoint is not done again. */
class KillTest {

    private static final double DETAIL = 3; // so that detecting takes long enough to be cut off
    private static final Pattern CONTINUING = Pattern.compile("continuing after frame (\\d+) of 120");

    @TempDir
    private Path folder;

    @Test
    @Tag("E5")
    void detecting_goes_on_at_the_last_checkpoint_and_ends_as_if_nothing_had_happened() throws Exception {
        Episode killed = new Episode(folder.resolve("killed"), DETAIL);
        Process host = killed.start();
        try {
            await().atMost(Duration.ofMinutes(2))
                    .until(() -> killed.crops().keySet().stream().anyMatch(crop -> crop.compareTo("000060") > 0));
        } finally {
            host.destroyForcibly().onExit().join();
        }
        Map<String, Long> before = killed.crops();
        assertThat(before.keySet()).as("not all was done").noneMatch(crop -> crop.compareTo("000110") > 0);

        killed.toTheEnd();

        int kept = continuedAfter(killed);
        Set<String> again = new HashSet<>();
        Map<String, Long> after = killed.crops();
        before.forEach((crop, written) -> {
            if (!written.equals(after.get(crop))) {
                again.add(crop);
            }
        });
        assertThat(kept).as("frames in the last checkpoint").isGreaterThan(10);
        assertThat(again).as("detected again").allMatch(crop -> frame(crop) >= kept);
        assertThat(after.keySet()).as("detected in all").anyMatch(crop -> frame(crop) == 119);

        Episode undisturbed = new Episode(folder.resolve("undisturbed"), DETAIL);
        undisturbed.toTheEnd();
        for (String stage : new String[] {"detect", "embed", "track", "cluster"}) {
            String there = undisturbed.output(stage).toString().replace("/undisturbed/", "/killed/");
            assertThat(killed.output(stage).toString()).as(stage).isEqualTo(there);
        }
    }

    private static int continuedAfter(Episode episode) {
        for (String line : episode.log("detect")) {
            Matcher matcher = CONTINUING.matcher(line);
            if (matcher.matches()) {
                return Integer.parseInt(matcher.group(1));
            }
        }
        throw new AssertionError("no checkpoint was found: " + episode.log("detect"));
    }

    private static int frame(String crop) {
        return Integer.parseInt(crop.substring(0, 6));
    }
}
