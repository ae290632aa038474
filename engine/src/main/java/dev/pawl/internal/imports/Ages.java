// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.imports;

import dev.pawl.ImportReport.Overdue;
import dev.pawl.Pipeline;
import dev.pawl.spi.RunQuery;
import dev.pawl.spi.RunStore;
import dev.pawl.spi.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Of runs that are imported, those that ended longer ago than they are kept: they keep their times, and go with the next pruning. */
final class Ages {

    private final RunStore store;
    private final Function<String, @Nullable Pipeline<?>> pipelines;
    private final Function<String, @Nullable Duration> retention;
    private final boolean dryRun;
    private final Map<String, Ends> pipelinesMade = new TreeMap<>();

    Ages(
            RunStore store,
            Function<String, @Nullable Pipeline<?>> pipelines,
            Function<String, @Nullable Duration> retention,
            boolean dryRun) {
        this.store = store;
        this.pipelines = pipelines;
        this.retention = retention;
        this.dryRun = dryRun;
    }

    /** When runs of one pipeline ended, and whether the latest of them is a document. */
    private static final class Ends {
        private final List<Instant> all = new ArrayList<>();
        private Instant latest = Instant.MIN;
        private boolean document;
    }

    void made(Old old, @Nullable Instant finishedAt) {
        Ends ends = pipelinesMade.computeIfAbsent(old.pipeline(), name -> new Ends());
        if (finishedAt != null) {
            ends.all.add(finishedAt);
        }
        if (!old.createdAt().isBefore(ends.latest)) {
            ends.latest = old.createdAt();
            ends.document = old.document();
        }
    }

    List<Overdue> overdue(Instant now) {
        List<Overdue> overdue = new ArrayList<>();
        pipelinesMade.forEach((pipeline, ends) -> {
            Duration kept = kept(pipeline, ends);
            long over = kept == null
                    ? 0
                    : ends.all.stream()
                            .filter(end -> !end.isAfter(now.minus(kept)))
                            .count();
            if (kept != null && over > 0) {
                overdue.add(new Overdue(pipeline, kept, (int) over));
            }
        });
        return overdue;
    }

    /** The latest run of a pipeline says it; where none is made, the record of it that would be the latest. */
    private @Nullable Duration kept(String pipeline, Ends ends) {
        RunQuery any = new RunQuery(pipeline, null, null, null, null, null, null, 1);
        if (dryRun
                && pipelines.apply(pipeline) == null
                && StoreException.join(store.find(any)).isEmpty()) {
            return ends.document ? null : Pipeline.RETENTION;
        }
        try {
            return retention.apply(pipeline);
        } catch (StoreException e) {
            if (e.kind() != StoreException.Kind.BROKEN) {
                throw e;
            }
            return null; // nobody can tell, and so nothing of it is pruned
        }
    }
}
