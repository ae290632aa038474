// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.engine;

import dev.pawl.PruneReport;
import dev.pawl.RefusedException;
import dev.pawl.core.Run;
import dev.pawl.spi.Keeper;
import dev.pawl.spi.Keeper.Deletion;
import dev.pawl.spi.Keeper.Dropped;
import dev.pawl.spi.RunRow;
import dev.pawl.spi.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes out what is no longer wanted: runs that a person deletes, and those whose time is over. Thread-safe; blocks. */
final class Keeping {

    private static final Logger LOG = LoggerFactory.getLogger(Keeping.class);
    private static final int PAGE = 500;

    /** Taken when values were dropped: what was cut short is taken up again the same day. */
    private static final String COLLECTED = "collect";

    /** Taken when that is begun, so that one does it at a time. */
    private static final String COLLECTING = "collecting";

    private static final Duration A_DAY = Duration.ofDays(1);

    private static final Duration AN_HOUR = Duration.ofHours(1);

    /** A log may be older than its run: of one that is being made there is no row yet. */
    private static final Duration LOG_AGE = Duration.ofDays(1);

    private final Parts parts;
    private final Pipelines pipelines;

    Keeping(Parts parts, Pipelines pipelines) {
        this.parts = parts;
        this.pipelines = pipelines;
    }

    /** False where it is gone already. */
    boolean delete(UUID run, @Nullable String by) {
        RunRow row = StoreException.join(parts.store().row(run));
        if (row == null) {
            return false;
        }
        String unreadable = Unreadable.why(parts.store(), run);
        if (row.active() && unreadable == null) {
            throw active(row);
        }
        if (row.active() && Unreadable.executed(parts.store(), row)) {
            throw new RefusedException(
                    "RUN_ACTIVE",
                    named(row) + " cannot be read (" + unreadable + "), and a living worker has it in memory",
                    "stop that worker, then delete the run",
                    run);
        }
        return switch (delete(row, unreadable != null)) {
            case DELETED -> {
                LOG.info(
                        "run {} {} ({}) is deleted{}{}",
                        row.number(),
                        run,
                        row.pipeline(),
                        by == null ? "" : " by " + by,
                        unreadable == null ? "" : "; it could not be read: " + unreadable);
                yield true;
            }
            case GONE -> false;
            case ACTIVE -> throw active(row);
        };
    }

    /**
     * Its values are touched first: who takes some of them over just now has a day to say so.
     *
     * @param unreadable whether nobody can read it: then it goes whatever its row says, as nobody can end it
     */
    private Deletion delete(RunRow row, boolean unreadable) {
        new Collecting(parts.store()).touch(row.id(), unreadable);
        Keeper keeper = parts.store().keeper();
        Deletion done = unreadable ? keeper.deleteUnreadable(row.id()) : keeper.delete(row.id());
        if (done == Deletion.DELETED) {
            parts.log().delete(row.id());
        }
        return done;
    }

    private RefusedException active(RunRow row) {
        Run run = parts.folds().load(row.id()).run();
        return new RefusedException(
                "RUN_ACTIVE",
                named(row) + " is " + row.status().name().toLowerCase(Locale.ROOT)
                        + ", and only a run that has ended is deleted",
                run.interactive() ? "close it first" : "cancel it first, or wait for its end",
                row.id());
    }

    private static String named(RunRow row) {
        return "run " + row.number() + " of " + row.pipeline();
    }

    /** Deletes what ended longer ago than it is kept, and drops what nobody refers to any more. */
    PruneReport prune(@Nullable String pipeline, @Nullable Duration olderThan, boolean dryRun) {
        PruneReport report =
                prune(pipeline, new Pruning(olderThan, dryRun, Integer.MAX_VALUE, () -> true, () -> {}, () -> false));
        LOG.info("prune{}: {}", dryRun ? " (dry run)" : "", words(report));
        return report;
    }

    /**
     * The same, by itself: of each pipeline what is over by its own retention.
     *
     * @param atMost so many runs
     * @param over whether it is to stop where it is
     */
    void sweep(int atMost, BooleanSupplier over) {
        Keeper keeper = parts.store().keeper();
        Pruning pruning = new Pruning(
                null,
                false,
                atMost,
                () -> keeper.due(COLLECTED, A_DAY)
                        && keeper.turn(COLLECTING, AN_HOUR), // all journals are read for that
                () -> {
                    boolean unused = keeper.turn(COLLECTED, Duration.ZERO);
                },
                over);
        PruneReport report = prune(null, pruning);
        if (report.deleted() > 0 || report.values() > 0) {
            LOG.info("pruned by itself: {}{}", words(report), pruning.full() ? "; the others follow" : "");
        }
        report.problems().forEach(problem -> LOG.warn("pruning by itself: {}", problem));
    }

    private static String words(PruneReport report) {
        return report.deleted() + " runs, " + report.values() + " values of " + report.bytes() + " bytes, "
                + report.logs() + " logs";
    }

    private PruneReport prune(@Nullable String pipeline, Pruning pruning) {
        Keeper keeper = parts.store().keeper();
        for (String name : pipeline == null ? keeper.pipelines() : List.of(pipeline)) {
            pruning.look(name, keeper);
        }
        return pruning.finish();
    }

    /** One look at all runs whose time is over. */
    private final class Pruning {

        private final Instant now = parts.env().now();
        private final Retentions retentions = new Retentions(parts, pipelines);
        private final List<PruneReport.OfPipeline> counts = new ArrayList<>();
        private final List<String> problems = new ArrayList<>();
        private final @Nullable Duration olderThan;
        private final boolean dryRun;
        private final boolean counting;
        private final int atMost;
        private final BooleanSupplier collects;
        private final Runnable collected;
        private final BooleanSupplier over;
        private int deleted;

        /**
         * Nothing looked at yet.
         *
         * @param collects whether values are dropped too; asked just before
         * @param collected told once they are
         * @param over whether it is to stop where it is
         */
        Pruning(
                @Nullable Duration olderThan,
                boolean dryRun,
                int atMost,
                BooleanSupplier collects,
                Runnable collected,
                BooleanSupplier over) {
            this.olderThan = olderThan;
            this.dryRun = dryRun;
            this.counting = atMost == Integer.MAX_VALUE; // nobody asks a worker how many stay
            this.atMost = atMost;
            this.collects = collects;
            this.collected = collected;
            this.over = over;
        }

        boolean full() {
            return deleted >= atMost;
        }

        /** Only those are read that ended by then. */
        void look(String pipeline, Keeper keeper) {
            int before = deleted;
            Duration retention = null;
            try {
                retention = retention(pipeline);
                if (retention != null) {
                    look(pipeline, now.minus(retention), keeper);
                }
            } catch (StoreException e) {
                if (e.kind() != StoreException.Kind.BROKEN) {
                    throw e;
                }
                problems.add("runs of " + pipeline + " stay: " + e.getMessage());
            }
            int gone = deleted - before;
            int kept = counting ? keeper.ended(pipeline) - (dryRun ? gone : 0) : 0;
            if (gone + kept > 0) {
                counts.add(new PruneReport.OfPipeline(pipeline, retention, gone, kept));
            }
        }

        private void look(String pipeline, Instant by, Keeper keeper) {
            @Nullable RunRow last = null;
            for (List<RunRow> page = keeper.ended(pipeline, by, last, PAGE);
                    !page.isEmpty();
                    page = keeper.ended(pipeline, by, last, PAGE)) {
                for (RunRow row : page) {
                    if (full() || over.getAsBoolean()) {
                        return;
                    }
                    look(row);
                    last = row;
                }
            }
        }

        private void look(RunRow row) {
            try {
                deleted += dryRun || delete(row, false) == Deletion.DELETED
                        ? 1
                        : 0; // else another was quicker, and counts it
            } catch (StoreException e) {
                if (e.kind() != StoreException.Kind.BROKEN) {
                    throw e;
                }
                problems.add("run " + row.number() + " stays: " + e.problem() + ". " + Unreadable.remedy(row));
            }
        }

        /** What is kept until it is deleted is so whatever else is asked for. */
        private @Nullable Duration retention(String pipeline) {
            Duration own = retentions.of(pipeline);
            return own == null || olderThan == null ? own : olderThan;
        }

        PruneReport finish() {
            Dropped dropped = dryRun ? new Dropped(0, 0) : values();
            return new PruneReport(
                    now, dryRun, counts, dropped.values(), dropped.bytes(), dryRun ? 0 : logs(), problems);
        }

        private Dropped values() {
            if (over.getAsBoolean()) {
                return new Dropped(0, 0);
            }
            parts.store().keeper().finish();
            if (over.getAsBoolean() || !collects.getAsBoolean()) {
                return new Dropped(0, 0);
            }
            try {
                Dropped dropped = new Collecting(parts.store()).all(parts.env()::now, over);
                if (!over.getAsBoolean()) {
                    collected.run();
                }
                return dropped;
            } catch (StoreException e) {
                if (e.kind() != StoreException.Kind.BROKEN) {
                    throw e;
                }
                collected.run(); // the same again finds the same
                problems.add("values stay, as what is still in use is not known: " + e.getMessage());
                return new Dropped(0, 0);
            }
        }

        private int logs() {
            Set<UUID> old = over.getAsBoolean() ? Set.of() : parts.log().unchangedSince(now.minus(LOG_AGE));
            int dropped = 0;
            for (UUID run : old) {
                if (over.getAsBoolean()) {
                    return dropped;
                }
                if (StoreException.join(parts.store().row(run)) == null) {
                    parts.log().delete(run);
                    dropped++;
                }
            }
            return dropped;
        }
    }
}
