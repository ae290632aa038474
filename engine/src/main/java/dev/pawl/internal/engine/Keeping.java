// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.engine;

import dev.pawl.PruneReport;
import dev.pawl.RefusedException;
import dev.pawl.core.Run;
import dev.pawl.core.RunStatus;
import dev.pawl.spi.Keeper.Deletion;
import dev.pawl.spi.Keeper.Dropped;
import dev.pawl.spi.RunQuery;
import dev.pawl.spi.RunRow;
import dev.pawl.spi.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes out what is no longer wanted: runs that a person deletes, and those whose time is over. Thread-safe; blocks. */
final class Keeping {

    private static final Logger LOG = LoggerFactory.getLogger(Keeping.class);
    private static final int PAGE = 500;

    private static final String COLLECTING = "collect";

    private static final Duration A_DAY = Duration.ofDays(1);

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
        if (row.active()) {
            throw active(row);
        }
        return switch (delete(row)) {
            case DELETED -> {
                LOG.info(
                        "run {} {} ({}) is deleted{}",
                        row.number(),
                        run,
                        row.pipeline(),
                        by == null ? "" : " by " + by);
                yield true;
            }
            case GONE -> false;
            case ACTIVE -> throw active(row);
        };
    }

    /** Its values are touched first: who takes some of them over just now has a day to say so. */
    private Deletion delete(RunRow row) {
        new Collecting(parts.store()).touch(row.id());
        Deletion done = parts.store().keeper().delete(row.id());
        if (done == Deletion.DELETED) {
            parts.log().delete(row.id());
        }
        return done;
    }

    private RefusedException active(RunRow row) {
        Run run = parts.folds().load(row.id()).run();
        return new RefusedException(
                "RUN_ACTIVE",
                "run " + row.number() + " of " + row.pipeline() + " is "
                        + row.status().name().toLowerCase(Locale.ROOT) + ", and only a run that has ended is deleted",
                run.interactive() ? "close it first" : "cancel it first, or wait for its end",
                row.id());
    }

    /** Deletes what ended longer ago than it is kept, and drops what nobody refers to any more. */
    PruneReport prune(@Nullable String pipeline, @Nullable Duration olderThan, boolean dryRun) {
        PruneReport report =
                prune(pipeline, new Pruning(olderThan, dryRun, Integer.MAX_VALUE, () -> true, () -> false));
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
        Pruning pruning = new Pruning(
                null,
                false,
                atMost,
                () -> parts.store().keeper().turn(COLLECTING, A_DAY), // all journals are read for that
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
        for (RunStatus status : List.of(RunStatus.SUCCEEDED, RunStatus.FAILED, RunStatus.CANCELLED)) {
            RunQuery query = new RunQuery(pipeline, status, null, null, null, null, null, PAGE);
            for (List<RunRow> page = rows(query); !page.isEmpty(); page = rows(query)) {
                for (RunRow row : page) {
                    if (pruning.full() || pruning.over.getAsBoolean()) {
                        return pruning.finish();
                    }
                    pruning.look(row);
                }
                query = query.olderThan(page.getLast().id());
            }
        }
        return pruning.finish();
    }

    private List<RunRow> rows(RunQuery query) {
        return StoreException.join(parts.store().find(query));
    }

    /** One look at all runs that have ended. */
    private final class Pruning {

        private final Instant now = parts.env().now();
        private final Retentions retentions = new Retentions(parts, pipelines);
        private final Map<String, PruneReport.OfPipeline> counts = new TreeMap<>();
        private final List<String> problems = new ArrayList<>();
        private final @Nullable Duration olderThan;
        private final boolean dryRun;
        private final int atMost;
        private final BooleanSupplier collects;
        private final BooleanSupplier over;
        private int deleted;

        /**
         * Nothing looked at yet.
         *
         * @param collects whether values are dropped too; asked just before
         * @param over whether it is to stop where it is
         */
        Pruning(
                @Nullable Duration olderThan,
                boolean dryRun,
                int atMost,
                BooleanSupplier collects,
                BooleanSupplier over) {
            this.olderThan = olderThan;
            this.dryRun = dryRun;
            this.atMost = atMost;
            this.collects = collects;
            this.over = over;
        }

        boolean full() {
            return deleted >= atMost;
        }

        void look(RunRow row) {
            try {
                Duration retention = retention(row.pipeline());
                Instant end = row.finishedAt();
                boolean over = retention != null && end != null && !end.isAfter(now.minus(retention));
                Deletion done = !over ? Deletion.ACTIVE : dryRun ? Deletion.DELETED : delete(row);
                if (done == Deletion.GONE) { // another was quicker, and counts it
                    return;
                }
                boolean deleted = done == Deletion.DELETED;
                this.deleted += deleted ? 1 : 0;
                counts.merge(
                        row.pipeline(),
                        new PruneReport.OfPipeline(row.pipeline(), retention, deleted ? 1 : 0, deleted ? 0 : 1),
                        (a, b) -> new PruneReport.OfPipeline(
                                a.pipeline(), retention, a.deleted() + b.deleted(), a.kept() + b.kept()));
            } catch (StoreException e) {
                if (e.kind() != StoreException.Kind.BROKEN) {
                    throw e;
                }
                problems.add("run " + row.number() + " stays: " + e.getMessage());
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
                    now,
                    dryRun,
                    List.copyOf(counts.values()),
                    dropped.values(),
                    dropped.bytes(),
                    dryRun ? 0 : logs(),
                    problems);
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
                return new Collecting(parts.store()).all(parts.env()::now, over);
            } catch (StoreException e) {
                if (e.kind() != StoreException.Kind.BROKEN) {
                    throw e;
                }
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
