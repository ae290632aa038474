// SPDX-License-Identifier: Apache-2.0
package dev.pawl.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.Diagnosis;
import dev.pawl.Pawl;
import dev.pawl.PawlOptions;
import dev.pawl.RunHandle;
import dev.pawl.Submission;
import dev.pawl.core.Event;
import dev.pawl.core.RunStatus;
import dev.pawl.spi.RunQuery;
import dev.pawl.spi.RunRow;
import dev.pawl.spi.RunStore;
import dev.pawl.spi.StoreException;
import dev.pawl.store.jdbc.internal.postgres.PostgresStore;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Workers of one version are replaced by those of the next, one after the other, while runs of both are made. Every run ends, with
 * the stages it began with, and nothing is executed again that was done.
 */
@Tag("S1")
@Tag("S4")
@Tag("S7")
class RollingUpgradeTest {

    private static final int WORKERS = 3;
    private static final int MOST_ACTIVE = 12;
    private static final int TICK = 50;
    private static final Duration DRAIN = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String DEAD =
            "SELECT name || ' ' || dead_how FROM pawl.worker WHERE dead_at IS NOT NULL AND dead_how <> 'left'";

    private final AtomicLong submitted = new AtomicLong();

    @Test
    void oneWorkerAfterTheOther() throws Exception {
        try (Site site = new Site("rolling", WORKERS);
                Pawl old = open(site, 1);
                Pawl fresh = open(site, 2)) {
            site.startAll(1);
            RunHandle early = fresh.submit(Release.pipeline(2, null), new Order(0), Submission.plain());
            until("a run of the new version waits, and says for what", () -> waitsForVersion(fresh, early));
            try (ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor()) {
                timer.scheduleWithFixedDelay(() -> submit(old, 1), 0, TICK, TimeUnit.MILLISECONDS);
                AtomicBoolean released = new AtomicBoolean();
                timer.scheduleWithFixedDelay(
                        () -> {
                            if (released.get()) {
                                submit(fresh, 2);
                            }
                        },
                        TICK,
                        TICK,
                        TimeUnit.MILLISECONDS);
                for (Place place : site.places()) {
                    long before = submitted.get();
                    until("more runs are made", () -> submitted.get() > before + MOST_ACTIVE);
                    WorkerProcess former = place.worker();
                    assertThat(former.end(DRAIN))
                            .as("%s ends when told to", former.name())
                            .isTrue();
                    place.start(2);
                    site.awaitStarted();
                    released.set(true);
                }
            }
            until("all end", () -> fresh.runs(RunQuery.active(1)).isEmpty());
            assertThat(site.database().query(DEAD))
                    .as("nobody is taken for dead")
                    .isEmpty();
            check(site);
            assertThat(fresh.check()).isEmpty();
            assertThat(site.story().failure()).isEmpty();
        }
    }

    private static Pawl open(Site site, int version) {
        return PawlOptions.at(site.database().url()).open().register(Release.pipeline(version, null));
    }

    private void submit(Pawl pawl, int version) {
        if (pawl.runs(RunQuery.active(MOST_ACTIVE)).size() < MOST_ACTIVE) {
            Order order = new Order(submitted.incrementAndGet());
            pawl.submit(Release.pipeline(version, null), order, Submission.plain());
        }
    }

    private static boolean waitsForVersion(Pawl pawl, RunHandle run) {
        return run.view().owner() == null
                && pawl.diagnose(run.id()).reasons().stream()
                        .anyMatch(reason -> reason.code() == Diagnosis.Code.VERSION);
    }

    private static void check(Site site) throws IOException {
        List<Mark> marks = Effects.read(
                WorkerProcess.effects(site.folder()), 0, Effects.size(WorkerProcess.effects(site.folder())));
        int interrupted = 0;
        int mixed = 0;
        try (RunStore store = PostgresStore.open(site.database().url())) {
            List<RunRow> rows = StoreException.join(store.find(RunQuery.newest(1000)));
            for (RunRow row : rows) {
                Journal journal = Journal.read(store, row.id());
                List<Mark> its = marks.stream()
                        .filter(mark -> mark.began() && mark.run().equals(row.id()))
                        .toList();
                Again.check(site.story(), journal, its);
                assertThat(journal.run().status()).as("run %s", row.number()).isEqualTo(RunStatus.SUCCEEDED);
                assertThat(journal.run().created().stages())
                        .as("stages of run %s", row.number())
                        .hasSize(row.version() == 1 ? 3 : 4);
                assertThat(its.stream().map(Mark::stage).distinct())
                        .as("stages of run %s that were executed", row.number())
                        .containsExactlyInAnyOrderElementsOf(
                                journal.run().created().stages());
                assertThat(journal.steps())
                        .as("nobody crashed over run %s", row.number())
                        .noneMatch(step -> step.event() instanceof Event.Claimed claimed && claimed.strike());
                if (row.version() == 2) {
                    assertThat(its)
                            .as("run %s is executed by who has its version", row.number())
                            .noneMatch(mark -> mark.worker().endsWith(".1"));
                }
                interrupted += its.size() > journal.run().created().stages().size() ? 1 : 0;
                mixed += its.stream().map(Mark::worker).distinct().count() > 1 ? 1 : 0;
            }
            site.story()
                    .sum(
                            "rolling upgrade: %s runs, %s of them by several workers, %s interrupted in a stage",
                            rows.size(), mixed, interrupted);
            assertThat(mixed).as("runs that went from one worker to another").isPositive();
        }
    }

    private static void until(String what, java.util.concurrent.Callable<Boolean> wanted) throws Exception {
        assertThat(Pause.until(PATIENCE, wanted)).as(what).isTrue();
    }
}
