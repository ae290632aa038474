// SPDX-License-Identifier: Apache-2.0
package dev.pawl.chaos;

import dev.pawl.Pawl;
import dev.pawl.PawlOptions;
import dev.pawl.Pipeline;
import dev.pawl.RunView;
import dev.pawl.Submission;
import dev.pawl.core.Event;
import dev.pawl.core.RunStatus;
import dev.pawl.spi.RunQuery;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Runs that take a while, and who owns them. */
final class Owned implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    /** So long each worker may take to have one of the runs that were submitted, before there are more. */
    private static final Duration WHILE = Duration.ofSeconds(10);

    private static final int TRIES = 12;

    private final Site site;
    private final Pawl pawl;
    private final Pipeline<Order> steady;
    private long n;

    Owned(Site site) {
        this.site = site;
        this.pawl = PawlOptions.at(site.database().url()).open();
        this.steady = Work.known().getLast();
        pawl.register(steady);
    }

    /** New runs, until each worker has one of them at work. */
    void spread(int runs, int workers) throws Exception {
        for (int tries = 0; tries < TRIES; tries++) { // whoever starts first takes all there is
            for (int i = 0; i < runs; i++) {
                pawl.submit(steady, new Order(++n), Submission.plain());
            }
            if (Pause.until(
                    WHILE,
                    () -> query("SELECT DISTINCT owner FROM pawl.run WHERE active AND owner IS NOT NULL")
                                    .size()
                            == workers)) {
                return;
            }
        }
        throw new AssertionError("not each worker has runs; " + site.logged("Lookout"));
    }

    /** What a worker owns now. */
    Share share(Place place) throws SQLException {
        List<UUID> runs = query(
                        "SELECT r.id FROM pawl.run r JOIN pawl.worker w ON w.id = r.owner WHERE r.active AND w.name = '"
                                + place.worker().name() + "'")
                .stream()
                .map(UUID::fromString)
                .toList();
        return new Share(runs, System.currentTimeMillis());
    }

    /** Runs of one worker at one moment. */
    final class Share {
        private final List<UUID> runs;
        private final long since;

        Share(List<UUID> runs, long since) {
            this.runs = runs;
            this.since = since;
        }

        /** How long each waited for another worker; those that ended meanwhile did not. */
        List<Long> awaitTaken(Duration limit) throws Exception {
            if (!Pause.until(
                    limit, () -> runs.stream().allMatch(run -> !times(run).isEmpty() || ended(run)))) {
                throw new AssertionError("not all are taken over in " + limit + "; " + site.logged("Lookout"));
            }
            List<Long> all = new ArrayList<>();
            runs.forEach(run -> all.addAll(times(run)));
            return all;
        }

        private List<Long> times(UUID run) {
            return claimed(run).stream()
                    .map(claim -> claim.at().toEpochMilli() - since)
                    .filter(millis -> millis > 0)
                    .limit(1)
                    .toList();
        }
    }

    private List<Event.Claimed> claimed(UUID run) {
        return pawl.history(run, 0, 1000).stream()
                .flatMap(entry -> entry.events().stream())
                .filter(Event.Claimed.class::isInstance)
                .map(Event.Claimed.class::cast)
                .toList();
    }

    private boolean ended(UUID run) {
        return pawl.run(run).view().ended();
    }

    /** How often each run was claimed. */
    List<Integer> claims() {
        return pawl.runs(RunQuery.newest(1000)).stream()
                .map(run -> claimed(run.id()).size())
                .toList();
    }

    /** All runs come to their end, and a good one. */
    void endAll() throws Exception {
        until("all end", () -> pawl.runs(RunQuery.active(1000)).isEmpty());
        for (RunView run : pawl.runs(RunQuery.newest(1000))) {
            if (run.status() != RunStatus.SUCCEEDED) {
                throw new AssertionError(run.sentence());
            }
        }
    }

    void awaitAlive(int workers) throws Exception {
        until(
                "all are back",
                () -> query("SELECT id FROM pawl.worker WHERE dead_at IS NULL").size() == workers);
    }

    /** Each worker has renewed its lease since now. */
    void awaitRenewed() throws Exception {
        String now = query("SELECT clock_timestamp()").getFirst();
        until(
                "all renew",
                () -> query("SELECT id FROM pawl.worker WHERE dead_at IS NULL AND lease_until - lease < '" + now + "'")
                        .isEmpty());
    }

    private List<String> query(String sql) throws SQLException {
        return site.database().query(sql);
    }

    private void until(String what, java.util.concurrent.Callable<Boolean> wanted) throws Exception {
        if (!Pause.until(PATIENCE, wanted)) {
            throw new AssertionError("not in time: " + what + "; " + site.logged("Lookout"));
        }
    }

    @Override
    public void close() {
        pawl.close();
    }
}
