// SPDX-License-Identifier: Apache-2.0
package dev.pawl.chaos;

import dev.pawl.core.Event;
import dev.pawl.internal.journal.Replay;
import dev.pawl.spi.RunQuery;
import dev.pawl.spi.RunRow;
import dev.pawl.spi.RunStore;
import dev.pawl.spi.StoreException;
import dev.pawl.spi.WorkerRow;
import dev.pawl.store.jdbc.internal.postgres.PostgresStore;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiPredicate;

/**
 * Looks at the journals and at what is executed, again and again: what a journal says is done was acknowledged, and no execution of
 * it begins from there on.
 */
final class Watcher implements AutoCloseable {

    private static final int TICK = 250;
    private static final int PAGE = 1000;

    private static final String TWO_OF_A_KEY = """
            SELECT pipeline || ' ' || key || ': runs ' || string_agg(number::text, ' and ') FROM pawl.run
            WHERE active AND key IS NOT NULL AND (holds_key OR owner IS NOT NULL) GROUP BY pipeline, key HAVING count(*) > 1
            """;

    private final Site site;
    private final Path effects;
    private final BiPredicate<String, Long> hasJustThawed;
    private final RunStore store;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final Map<UUID, Replay> followed = new LinkedHashMap<>();
    private final Map<String, Acknowledged> acknowledged = new HashMap<>();
    private final List<Mark> marks = new ArrayList<>();
    private final Map<UUID, String> workers = new ConcurrentHashMap<>();
    private long read;
    private int looks;
    private int late;
    private volatile int active;

    /** A result that was in the journal when the file of effects had that length. */
    private record Acknowledged(long place, int epoch) {}

    /**
     * Does not look yet.
     *
     * @param hasJustThawed whether that worker was frozen until just before that time
     */
    Watcher(Site site, BiPredicate<String, Long> hasJustThawed) {
        this.site = site;
        this.effects = WorkerProcess.effects(site.folder());
        this.hasJustThawed = hasJustThawed;
        this.store = PostgresStore.open(site.database().url());
    }

    void begin() {
        timer.scheduleWithFixedDelay(this::carefully, 0, TICK, TimeUnit.MILLISECONDS);
    }

    /** How many runs were active at the last look. */
    int active() {
        return active;
    }

    /** The names of the workers' processes. */
    Map<UUID, String> workers() {
        return workers;
    }

    /** All that was executed, after the last look. */
    List<Mark> marks() {
        return marks;
    }

    /** How often a frozen worker did, back again, what it had been about to do. */
    int late() {
        return late;
    }

    int looks() {
        return looks;
    }

    private void carefully() {
        try {
            look();
        } catch (StoreException | SQLException e) {
            site.story().tell("not seen: %s", Story.brief(e));
        } catch (Throwable e) {
            site.story().wrong("the watcher fails: %s at %s", e, e.getStackTrace()[0]);
        }
    }

    private void look() throws IOException, SQLException {
        List<RunRow> rows = StoreException.join(store.find(RunQuery.active(PAGE)));
        rows.forEach(row -> followed.putIfAbsent(row.id(), Replay.none(row.id())));
        Map<String, Integer> fresh = new HashMap<>();
        for (Replay known : List.copyOf(followed.values())) {
            follow(known, fresh);
        }
        active = rows.size();
        long now = Effects.size(effects);
        fresh.forEach((subject, epoch) -> acknowledged.putIfAbsent(subject, new Acknowledged(now, epoch)));
        readMarks();
        for (String two : site.database().query(TWO_OF_A_KEY)) {
            site.story().wrong("two active runs have the key %s", two);
        }
        for (WorkerRow row : StoreException.join(store.workers())) {
            workers.put(row.worker().id(), row.worker().name());
        }
        looks++;
    }

    private void follow(Replay known, Map<String, Integer> fresh) {
        Replay replay = known;
        for (var entry : known.entriesAfter(store)) {
            replay = replay.after(entry);
            String run = replay.run().id().toString();
            for (Event event : Replay.story(entry).events()) {
                switch (event) {
                    case Event.AttemptSucceeded e -> fresh.put(Mark.subject(run, e.stage(), -1), entry.epoch());
                    case Event.ItemSucceeded e -> fresh.put(Mark.subject(run, e.stage(), e.item()), entry.epoch());
                    default -> {} // no result
                }
            }
        }
        if (replay.run().ended() == null) {
            followed.put(replay.run().id(), replay);
        } else {
            followed.remove(replay.run().id());
        }
    }

    private void readMarks() throws IOException {
        long size = Effects.size(effects);
        for (Mark mark : Effects.read(effects, read, size)) {
            marks.add(mark);
            Acknowledged result = acknowledged.get(mark.subject());
            if (mark.began() && result != null && mark.place() >= result.place) {
                if (mark.epoch() < result.epoch && hasJustThawed.test(mark.worker(), mark.millis())) {
                    late++;
                    site.story().tell("%s was about to do %s when it was frozen", mark.worker(), mark.attempt());
                } else {
                    site.story().wrong("%s is executed by %s, and was acknowledged before", mark, mark.worker());
                }
            }
        }
        read = size;
    }

    /** The last look. */
    void leave() throws Exception {
        timer.shutdown();
        if (!timer.awaitTermination(1, TimeUnit.MINUTES)) {
            throw new AssertionError("a look does not end");
        }
        look();
    }

    @Override
    public void close() {
        timer.shutdownNow();
        store.close();
    }
}
