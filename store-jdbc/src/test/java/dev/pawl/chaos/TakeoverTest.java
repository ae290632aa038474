// SPDX-License-Identifier: Apache-2.0
package dev.pawl.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How long the runs of a worker wait for another, where nothing else is the matter; and that nobody takes those of a healthy one. */
@Tag("S1")
class TakeoverTest {

    /** What is aimed at is 2 s, and the lease and 2 s; a busy machine may take longer, and does not fail the build. */
    private static final Duration SOON = Duration.ofSeconds(20);

    private static final Duration AFTER_LEASE = Duration.ofSeconds(45);
    private static final int WORKERS = 3;
    private static final int RUNS = 15;
    private static final String ALIVE = "SELECT count(*) FROM pawl.worker WHERE dead_at IS NULL";
    private static final String DEAD =
            "SELECT name || ' ' || dead_how FROM pawl.worker WHERE dead_at IS NOT NULL AND dead_how <> 'left'";

    /** Kills, in turn; and at the same time one is frozen and one is cut off, which the third notices. */
    private static final int ROUNDS = Boolean.getBoolean("pawl.long") ? 5 : 1;

    @Test
    void runsOfWhoIsKilledFrozenOrCutOffGoOnElsewhere() throws Exception {
        try (Site site = new Site("takeover", WORKERS);
                Owned owned = new Owned(site)) {
            site.startAll(0);
            List<Long> killed = new ArrayList<>();
            List<Long> frozen = new ArrayList<>();
            List<Long> cut = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                owned.spread(RUNS, WORKERS);
                for (int i = 0; i < 2; i++) {
                    Place victim = site.places().get(i);
                    Owned.Share share = owned.share(victim);
                    victim.worker().kill();
                    killed.addAll(share.awaitTaken(SOON));
                    victim.start(0);
                    site.awaitStarted();
                    owned.spread(RUNS, WORKERS);
                }
                Place first = site.places().get(0);
                Place second = site.places().get(1);
                Owned.Share ofFrozen = owned.share(first);
                Owned.Share ofCut = owned.share(second);
                first.worker().signal("STOP");
                second.cable().cut();
                frozen.addAll(ofFrozen.awaitTaken(AFTER_LEASE));
                cut.addAll(ofCut.awaitTaken(AFTER_LEASE));
                first.worker().signal("CONT");
                second.cable().mend();
                owned.awaitAlive(WORKERS);
            }
            Story story = site.story();
            story.sum("runs of who was killed are taken over: %s", Takeovers.words(killed));
            story.sum("runs of who was frozen are taken over: %s", Takeovers.words(frozen));
            story.sum("runs of who was cut off are taken over: %s", Takeovers.words(cut));
            assertThat(killed).isNotEmpty();
            assertThat(frozen).isNotEmpty().allMatch(millis -> millis > 10_000, "not before the lease ends");
            assertThat(cut).isNotEmpty().allMatch(millis -> millis > 10_000, "not before the lease ends");
            owned.endAll();
        }
    }

    @Test
    @Tag("S3")
    void threeRestartsOfTheDatabaseKillNobody() throws Exception {
        restarts(3);
    }

    @Test
    @Tag("S3")
    @Tag("long")
    void tenRestartsOfTheDatabaseKillNobody() throws Exception {
        restarts(10);
    }

    private static void restarts(int times) throws Exception {
        try (Site site = new Site("restarts", WORKERS);
                Owned owned = new Owned(site)) {
            site.startAll(0);
            for (int i = 0; i < times; i++) {
                owned.spread(RUNS, WORKERS);
                if (i % 2 == 0) {
                    site.database().kill();
                } else {
                    site.database().stop();
                }
                site.database().up();
                owned.awaitRenewed();
                assertThat(site.database().query(DEAD))
                        .as("after restart %s", i + 1)
                        .isEmpty();
                assertThat(site.database().query(ALIVE)).containsExactly(String.valueOf(WORKERS));
            }
            owned.endAll();
            site.story().sum("%s restarts of the database, and nobody taken for dead", times);
            assertThat(owned.claims()).as("each run was claimed once").allMatch(claims -> claims == 1);
        }
    }
}
