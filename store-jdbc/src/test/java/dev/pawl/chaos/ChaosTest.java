// SPDX-License-Identifier: Apache-2.0
package dev.pawl.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Three workers, people who submit, answer and cancel, and a fault every three seconds. Whatever happens, every run ends, nothing
 * acknowledged is executed again, no results are mixed, and no key has two active runs.
 */
@Tag("S1")
@Tag("S3")
@Tag("S4")
@Tag("S5")
@Tag("D3")
@Tag("E3")
@Tag("E6")
class ChaosTest {

    private static final int WORKERS = 3;
    private static final long ONE_MINUTE = 60;
    private static final Duration EACH = Duration.ofSeconds(3);

    /** All is mended; by then everything has ended. */
    private static final Duration TO_END = Duration.ofMinutes(2);

    /** Deals all kinds of faults within a minute. */
    private static final long SEED = Long.getLong("pawl.seed", 1);

    private static final String ACTIVE = """
            SELECT number || ' ' || pipeline || ' ' || status || ' owner ' || coalesce(owner::text, '-') FROM pawl.run WHERE active
            """;

    @Test
    void oneMinute() throws Exception {
        chaos(Duration.ofSeconds(Long.getLong("pawl.seconds", ONE_MINUTE)), SEED);
    }

    @Test
    @Tag("long")
    void tenMinutes() throws Exception {
        chaos(Duration.ofMinutes(10), Long.getLong("pawl.seed", System.nanoTime()));
    }

    private static void chaos(Duration time, long seed) throws Exception {
        try (Site site = new Site("chaos", WORKERS)) {
            Story story = site.story();
            story.sum("seed %s for %s, a story in %s", seed, time, site.folder());
            site.startAll(0);
            Faults faults = new Faults(site, seed);
            try (Watcher watcher = new Watcher(site, faults::hasJustThawed);
                    People people = new People(site, seed, watcher::active)) {
                watcher.begin();
                people.begin();
                faults.begin(EACH);
                boolean early = Pause.until(time, () -> !story.isWell());
                people.rest();
                faults.mend();
                boolean ended = early || end(site, watcher);
                site.end();
                people.leave();
                watcher.leave();
                story.sum("faults: %s", count(faults.hits()));
                story.sum("people: %s", people.sum());
                if (ended) {
                    Verdict verdict = new Verdict(story, people, watcher, new Takeovers(faults.hits()));
                    verdict.judge(site.database().url());
                    verdict.plenty(time);
                    dealt(site, faults.hits(), time);
                }
            }
            assertThat(story.failure()).isEmpty();
        }
    }

    /** A minute has room for each kind of fault. */
    private static void dealt(Site site, List<Hit> hits, Duration time) {
        Set<Fault> missing = EnumSet.allOf(Fault.class);
        if (site.disk() == null) {
            missing.remove(Fault.DISK_FULL);
        }
        hits.forEach(hit -> missing.remove(hit.fault()));
        if (hits.isEmpty() || (time.toSeconds() >= ONE_MINUTE && !missing.isEmpty())) {
            site.story().wrong("it was too quiet: there was no %s", missing);
        }
    }

    private static boolean end(Site site, Watcher watcher) throws Exception {
        long mended = System.currentTimeMillis();
        site.awaitStarted();
        boolean ended = Pause.until(TO_END, () -> watcher.active() == 0);
        site.story().sum("all ended %s ms after all was mended: %s", System.currentTimeMillis() - mended, ended);
        if (!ended) {
            site.database().query(ACTIVE).forEach(run -> site.story().wrong("it does not end: run %s", run));
        }
        return ended;
    }

    private static Map<Fault, Integer> count(List<Hit> hits) {
        Map<Fault, Integer> count = new EnumMap<>(Fault.class);
        hits.forEach(hit -> count.merge(hit.fault(), 1, Integer::sum));
        return count;
    }
}
