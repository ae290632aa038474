// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

import dev.pawl.HistoryEntry;
import dev.pawl.Pawl;
import dev.pawl.RunView;
import dev.pawl.core.Event;
import dev.pawl.spi.WorkerInfo;
import dev.pawl.spi.WorkerRow;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Who executed a run last, in words: what its stages wrote is kept where that process keeps its logs. */
final class Executor {

    private static final int PAGE = 1000;

    private Executor() {}

    /** Null where nobody did. */
    static @Nullable String of(RunView run, Pawl pawl) {
        RunView.Owner owner = run.owner();
        if (owner != null) {
            return process(owner.pid(), owner.host());
        }
        UUID last = last(pawl, run.id());
        return last == null
                ? null
                : pawl.workers().stream()
                        .map(WorkerRow::worker)
                        .filter(worker -> worker.id().equals(last))
                        .findFirst()
                        .map(Executor::process)
                        .orElse("a process that is no longer listed (worker " + last + ")");
    }

    private static String process(WorkerInfo worker) {
        return process(worker.pid(), worker.host());
    }

    private static String process(long pid, String host) {
        return "process " + pid + " on " + host;
    }

    private static @Nullable UUID last(Pawl pawl, UUID run) {
        UUID last = null;
        List<HistoryEntry> page = pawl.history(run, 0, PAGE);
        while (!page.isEmpty()) {
            for (HistoryEntry entry : page) {
                for (Event event : entry.events()) {
                    last = event instanceof Event.Claimed claimed ? claimed.worker() : last;
                }
            }
            page = page.size() < PAGE
                    ? List.of()
                    : pawl.history(run, page.getLast().seq(), PAGE);
        }
        return last;
    }
}
